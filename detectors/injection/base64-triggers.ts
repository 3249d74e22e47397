// How words show in base64, wherever they begin: the triggers that let a text past the prefilter to be decoded.
import { folded } from './trigger-automaton.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Shorter ones stand in ordinary words; those of letters only more so. */
const SHORTEST = 4;
const SHORTEST_OF_LETTERS = 6;

/** The characters that do not depend on what stands before and behind: `offset` bytes of another three come before. */
const stable = (word: string, offset: number): string => {
  const bits = [...word].map((character) => character.charCodeAt(0).toString(2).padStart(8, '0')).join('');
  // The first whole character of six bits that the word fills alone.
  const skipped = (6 - ((offset * 8) % 6)) % 6;
  let out = '';
  for (let at = skipped; at + 6 <= bits.length; at += 6) out += ALPHABET.charAt(Number.parseInt(bits.slice(at, at + 6), 2));
  return out;
};

export const base64Triggers = (words: readonly string[]): readonly string[] => [
  ...new Set(
    words
      .flatMap((word) => [0, 1, 2].map((offset) => folded(stable(word, offset))))
      .filter((text) => text.length >= (/^[a-z]+$/.test(text) ? SHORTEST_OF_LETTERS : SHORTEST)),
  ),
];
