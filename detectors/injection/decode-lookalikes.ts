// Characters that databases, file systems and word processors take for ASCII ones: full-width forms, typographic quotes; and those that
// nobody sees.
import { isInvisible } from './text-scan.ts';

const LOOKALIKES = new Map([
  ['\u2018', "'"],
  ['\u2019', "'"],
  ['\u02bc', "'"],
  ['\u2032', "'"],
  ['\u201c', '"'],
  ['\u201d', '"'],
  ['\u2013', '--'],
  ['\u2014', '--'],
  ['\u2215', '/'],
  ['\u2044', '/'],
  ['\u2216', '\\'],
  ['\u3002', '.'],
  ['\u2028', '\n'],
  ['\u2029', '\n'],
  ['\u0085', '\n'],
  ['\u560a', '\n'],
  ['\u560d', '\r'],
]);

const foldable = (code: number): boolean =>
  // General punctuation, mathematical operators, letters and digits in circles, full-width forms, mathematical letters, ligatures; not Latin-1 letters.
  code >= 0x85 &&
  (code === 0x85 ||
    (code >= 0x2000 && code <= 0x24ff) ||
    code >= 0xf900 ||
    code === 0x2bc ||
    code === 0x560a ||
    code === 0x560d ||
    code === 0x3002 ||
    code === 0xa0 ||
    code === 0xad);

/** NFKC and the look-alikes it leaves, without what is invisible. Gives the same string when there is nothing to fold. */
export const foldLookalikes = (text: string): string => {
  let first = 0;
  while (first < text.length && !foldable(text.charCodeAt(first))) first++;
  if (first === text.length) return text;
  let out = text.slice(0, first);
  for (const character of text.slice(first)) {
    const known = LOOKALIKES.get(character);
    if (isInvisible(character.charCodeAt(0))) continue;
    if (known !== undefined) out += known;
    else if (character.charCodeAt(0) < 128) out += character;
    else {
      // A ligature may expand 18-fold; what attackers fold is one character to one or two.
      const folded = character.normalize('NFKC');
      out += folded.length <= 3 ? folded : character;
    }
  }
  return out;
};
