// A record's text fit to stand in a sentence: one line, short, without characters that steer a terminal or turn text around.

/** Room for an ARN with a long name. */
const LONGEST_VALUE = 200;

/** Controls, line separators, zero-width and direction marks, byte order mark. */
const isUnseen = (code: number): boolean =>
  code < 0x20 ||
  (code >= 0x7f && code <= 0x9f) ||
  (code >= 0x200b && code <= 0x200f) ||
  (code >= 0x2028 && code <= 0x202e) ||
  (code >= 0x2060 && code <= 0x2069) ||
  code === 0xfeff;

/** The text cut to `limit` characters, an ellipsis at the cut. */
export const plainLine = (text: string, limit = LONGEST_VALUE): string => {
  let line = '';
  // What is far behind the cut is not looked at.
  for (const character of text.slice(0, 4 * limit).toWellFormed()) {
    const code = character.codePointAt(0) ?? 0;
    if (code === 0x09 || code === 0x0a || code === 0x0d) line += ' ';
    else if (!isUnseen(code)) line += character;
    if (line.length > limit)
      return `${line
        .slice(0, limit - 1)
        .toWellFormed()
        .replace(/\ufffd$/, '')}…`;
  }
  return text.length > 4 * limit ? `${line.slice(0, limit - 1)}…` : line;
};
