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

/** Where a text may be cut: a secret cut in two is no longer known for one, so no word is. Base64 uses `/`, `+` and `-`. */
const isBreak = (character: string): boolean => /[\s"'`,;:&?=()[\]{}<>|]/.test(character);

/** A word longer than the whole line is shown by no more than its beginning, too little to be of use to anybody. */
const LONG_WORD_SHOWN = 12;

const cutAtWord = (line: string, limit: number): string => {
  let end = Math.min(line.length, limit - 1);
  while (end > 0 && !isBreak(line[end] ?? '') && !isBreak(line[end - 1] ?? '')) end--;
  return `${line
    .slice(0, end > 0 ? end : LONG_WORD_SHOWN)
    .toWellFormed()
    .replace(/\ufffd$/, '')}…`;
};

/** The text cut to `limit` characters between two words, an ellipsis at the cut. */
export const plainLine = (text: string, limit = LONGEST_VALUE): string => {
  let line = '';
  // What is far behind the cut is not looked at.
  for (const character of text.slice(0, 4 * limit).toWellFormed()) {
    const code = character.codePointAt(0) ?? 0;
    if (code === 0x09 || code === 0x0a || code === 0x0d) line += ' ';
    else if (!isUnseen(code)) line += character;
    if (line.length > limit) return cutAtWord(line, limit);
  }
  return text.length > 4 * limit ? cutAtWord(line, limit) : line;
};
