// Sigma's plain strings: `*` and `?` as wildcards, `\` before one of them (or before itself) to mean it literally.
//
// Matching is hand-written and linear in the text: the text is an attacker's.

/** Any text, the empty one included. */
export const ANY_TEXT = 0;
/** Exactly one character. */
export const ONE_CHARACTER = 1;
export type Piece = string | typeof ANY_TEXT | typeof ONE_CHARACTER;

/** Joins neighbouring strings and drops what repeats: two `*` in a row mean one. */
const tidy = (pieces: readonly Piece[]): readonly Piece[] => {
  const tidied: Piece[] = [];
  for (const piece of pieces) {
    const last = tidied.at(-1);
    if (typeof piece === 'string' && typeof last === 'string') tidied[tidied.length - 1] = last + piece;
    else if (piece !== '' && !(piece === ANY_TEXT && last === ANY_TEXT)) tidied.push(piece);
  }
  return tidied;
};

/** Reads a value as Sigma writes it. A backslash that escapes nothing is a plain backslash. */
export const parsePattern = (text: string): readonly Piece[] => {
  const pieces: Piece[] = [];
  let plain = '';
  for (let index = 0; index < text.length; index++) {
    const character = text[index] ?? '';
    const next = text[index + 1];
    if (character === '\\' && (next === '*' || next === '?' || next === '\\')) {
      plain += next;
      index++;
    } else if (character === '*' || character === '?') {
      pieces.push(plain, character === '*' ? ANY_TEXT : ONE_CHARACTER);
      plain = '';
    } else plain += character;
  }
  return tidy([...pieces, plain]);
};

export const startingWith = (pieces: readonly Piece[]): readonly Piece[] => tidy([...pieces, ANY_TEXT]);
export const endingWith = (pieces: readonly Piece[]): readonly Piece[] => tidy([ANY_TEXT, ...pieces]);
export const containing = (pieces: readonly Piece[]): readonly Piece[] => tidy([ANY_TEXT, ...pieces, ANY_TEXT]);

/** The text of a pattern that has no wildcard, else undefined. */
export const plainText = (pieces: readonly Piece[]): string | undefined => {
  const [first] = pieces;
  return first === undefined ? '' : pieces.length === 1 && typeof first === 'string' ? first : undefined;
};

export const lowered = (pieces: readonly Piece[]): readonly Piece[] =>
  pieces.map((piece) => (typeof piece === 'string' ? piece.toLowerCase() : piece));

/** For patterns of literals and `*` alone: each literal is sought once, from where the last one ended. */
const literalsInOrder = (pieces: readonly Piece[]): ((text: string) => boolean) => {
  const literals = pieces.filter((piece) => typeof piece === 'string');
  const head = pieces[0] === ANY_TEXT ? '' : (literals.shift() ?? '');
  const tail = pieces.at(-1) === ANY_TEXT ? '' : (literals.pop() ?? '');
  return (text) => {
    if (text.length < head.length + tail.length || !text.startsWith(head) || !text.endsWith(tail)) return false;
    const end = text.length - tail.length;
    let from = head.length;
    for (const literal of literals) {
      const found = text.indexOf(literal, from);
      if (found < 0 || found + literal.length > end) return false;
      from = found + literal.length;
    }
    return true;
  };
};

/** For patterns with `?`, which counts characters, not UTF-16 units: on a mismatch only the last `*` takes one more. */
const charactersInOrder = (pieces: readonly Piece[]): ((text: string) => boolean) => {
  const wanted = pieces.flatMap((piece): Piece[] => (typeof piece === 'string' ? [...piece] : [piece]));
  return (text) => {
    const characters = [...text];
    let at = 0;
    let want = 0;
    let star = -1;
    let starAt = 0;
    while (at < characters.length) {
      const piece = wanted[want];
      if (piece === ANY_TEXT) {
        star = want++;
        starAt = at;
      } else if (piece === ONE_CHARACTER || (piece !== undefined && piece === characters[at])) {
        want++;
        at++;
      } else if (star >= 0) {
        want = star + 1;
        at = ++starAt;
      } else return false;
    }
    while (wanted[want] === ANY_TEXT) want++;
    return want === wanted.length;
  };
};

/** A test of whole texts. Texts and pieces must be folded alike by the caller. */
export const patternMatcher = (pieces: readonly Piece[]): ((text: string) => boolean) => {
  const plain = plainText(pieces);
  if (plain !== undefined) return (text) => text === plain;
  if (pieces.includes(ONE_CHARACTER)) return charactersInOrder(pieces);
  const [first, second, third] = pieces;
  if (pieces.length === 1) return () => true;
  if (pieces.length === 2 && typeof first === 'string') return (text) => text.startsWith(first);
  if (pieces.length === 2 && typeof second === 'string') return (text) => text.endsWith(second);
  if (pieces.length === 3 && typeof second === 'string' && third === ANY_TEXT) return (text) => text.includes(second);
  return literalsInOrder(pieces);
};
