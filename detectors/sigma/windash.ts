// Sigma's |windash: a flag's dash may be any of five characters that command lines take for one another.
import type { Piece } from './wildcard.ts';

const DASHES = ['-', '/', '\u2013', '\u2014', '\u2015'] as const;

/** Five dashes to the power of four: a value with more flags than that is to be split by its author. */
const MOST_VARIANTS = 625;

const isWord = (character: string | undefined): boolean => character !== undefined && /\w/.test(character);

/** The value with every flag's dash as each of the five; undefined when that makes too many. A dash inside a word stays. */
export const dashVariants = (pieces: readonly Piece[]): readonly (readonly Piece[])[] | undefined => {
  let variants: (readonly Piece[])[] = [[]];
  const extend = (ends: readonly Piece[]): void => {
    variants = variants.flatMap((variant) => ends.map((end) => [...variant, end]));
  };
  for (const piece of pieces) {
    if (typeof piece !== 'string') {
      extend([piece]);
      continue;
    }
    let plain = '';
    for (let index = 0; index < piece.length; index++) {
      const character = piece[index] ?? '';
      const isFlag = (DASHES as readonly string[]).includes(character) && !isWord(piece[index - 1]) && isWord(piece[index + 1]);
      if (!isFlag) {
        plain += character;
        continue;
      }
      extend([plain]);
      extend(DASHES);
      plain = '';
      if (variants.length > MOST_VARIANTS) return undefined;
    }
    extend([plain]);
  }
  return variants.map((variant) => joined(variant));
};

const joined = (pieces: readonly Piece[]): readonly Piece[] => {
  const result: Piece[] = [];
  for (const piece of pieces) {
    const last = result.at(-1);
    if (typeof piece === 'string' && typeof last === 'string') result[result.length - 1] = last + piece;
    else if (piece !== '') result.push(piece);
  }
  return result;
};
