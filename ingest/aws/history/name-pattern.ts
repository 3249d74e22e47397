// Names with `*` for any run of characters, matched in time linear in the name for each star.

export const isPattern = (text: string): boolean => text.includes('*');

/** What every match begins with. */
export const fixedPrefix = (pattern: string): string => pattern.slice(0, Math.max(0, pattern.indexOf('*')));

export const matchesPattern = (pattern: string, name: string): boolean => {
  const parts = pattern.split('*');
  const first = parts[0] ?? '';
  if (parts.length === 1) return name === first;
  const last = parts.at(-1) ?? '';
  if (!name.startsWith(first)) return false;
  let at = first.length;
  // The leftmost place for each part leaves most room for the rest, so no other need be tried.
  for (const part of parts.slice(1, -1)) {
    const found = name.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return name.length - last.length >= at && name.endsWith(last);
};
