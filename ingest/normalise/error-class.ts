// The class of the error that a line of text tells of: `TypeError`, `Runtime.ExitError`.

/** A class is named in the first words of an error's line; the rest is message and stack. */
const SEARCHED_CHARACTERS = 512;
/** Longer names are cut in a baseline anyway, and a bound keeps the search linear. */
const CLASS_NAME = /(?:^|[^A-Za-z0-9_.])([A-Za-z][A-Za-z0-9_.]{0,80}(?:Error|Exception|Fault|Timeout))(?![A-Za-z0-9_])/;

const quoted = (text: string, key: string): string | undefined => {
  const at = text.indexOf(key);
  if (at === -1) return undefined;
  const start = text.indexOf('"', at + key.length) + 1;
  const end = text.indexOf('"', start);
  return start > 0 && end > start && end - start <= 100 ? text.slice(start, end) : undefined;
};

export const errorClassIn = (text: string): string | undefined => {
  const head = text.length > SEARCHED_CHARACTERS ? text.slice(0, SEARCHED_CHARACTERS) : text;
  if (head.includes('"errorType"')) {
    const found = quoted(head, '"errorType"');
    if (found !== undefined) return found;
  }
  if (!(head.includes('Error') || head.includes('Exception') || head.includes('Fault') || head.includes('Timeout'))) return undefined;
  return CLASS_NAME.exec(head)?.[1];
};
