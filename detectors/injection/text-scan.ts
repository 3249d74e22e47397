// Small linear-time readers that every scanner of attacker text uses instead of backtracking patterns.

export const isLetter = (code: number): boolean => (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
export const isDigit = (code: number): boolean => code >= 48 && code <= 57;
/** Letter, digit or underscore. */
export const isWord = (code: number): boolean => isLetter(code) || isDigit(code) || code === 95;
/** ASCII white space and control characters that parsers skip like it. */
export const isSpace = (code: number): boolean => code <= 32 || code === 160;
/** The soft hyphen, and spaces and joiners without width. */
export const isInvisible = (code: number): boolean =>
  code === 0xad || (code >= 0x200b && code <= 0x200f) || (code >= 0x2060 && code <= 0x2064) || code === 0xfeff;

export const skipSpace = (text: string, from: number): number => {
  let at = from;
  while (at < text.length && isSpace(text.charCodeAt(at))) at++;
  return at;
};

/** End of the word that starts at `from` (letters, digits, underscore), at most `limit` long. */
export const wordEnd = (text: string, from: number, limit = 64): number => {
  const last = Math.min(text.length, from + limit);
  let at = from;
  while (at < last && isWord(text.charCodeAt(at))) at++;
  return at;
};

/** Calls `visit` with each place of `part`, at most `limit` of them: what is bounded stays linear. */
export const eachPlace = (text: string, part: string, limit: number, visit: (at: number) => void): void => {
  let seen = 0;
  for (let at = text.indexOf(part); at >= 0 && seen < limit; at = text.indexOf(part, at + 1)) {
    visit(at);
    seen++;
  }
};

export const includesAny = (text: string, parts: readonly string[]): boolean => parts.some((part) => text.includes(part));

export interface CharSet {
  has(code: number): boolean;
}

/** A set of ASCII characters, asked for a code without making a string of it. */
export const charSet = (characters: string): CharSet => {
  const members = new Uint8Array(128);
  for (const character of characters) members[character.charCodeAt(0)] = 1;
  return { has: (code) => members[code] === 1 };
};
