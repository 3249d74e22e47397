// Log group names with `*` for any run of characters: what AWS can narrow them down by itself.

export const isPattern = (text: string): boolean => text.includes('*');

/** What every match begins with. */
export const fixedPrefix = (pattern: string): string => pattern.slice(0, Math.max(0, pattern.indexOf('*')));
