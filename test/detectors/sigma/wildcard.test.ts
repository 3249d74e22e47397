// Sigma's plain strings: escaping as the specification lists it, matching against a slow oracle, and time on hostile texts.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ANY_TEXT, containing, ONE_CHARACTER, type Piece, parsePattern, patternMatcher } from '../../../detectors/sigma/wildcard.ts';

describe('escaping, as the specification lists it', () => {
  test.for([
    ['a plain backslash may stand single', 'C:\\Windows', ['C:\\Windows']],
    ['or double', 'C:\\\\Windows', ['C:\\Windows']],
    ['an escaped star is a star', 'a\\*b', ['a*b']],
    ['an escaped question mark is a question mark', 'a\\?b', ['a?b']],
    ['two backslashes before a star are one backslash and a wildcard', 'a\\\\*b', ['a\\', ANY_TEXT, 'b']],
    ['three backslashes before a star are a backslash and a star', 'a\\\\\\*b', ['a\\*b']],
    ['three backslashes are two', 'a\\\\\\b', ['a\\\\b']],
    ['four backslashes are two', 'a\\\\\\\\b', ['a\\\\b']],
    ['a backslash at the end is a backslash', 'a\\', ['a\\']],
    ['wildcards split the text', '*a?b*', [ANY_TEXT, 'a', ONE_CHARACTER, 'b', ANY_TEXT]],
    ['two stars are one', 'a**b', ['a', ANY_TEXT, 'b']],
    ['nothing is the empty text', '', []],
  ] as const)('%s', ([, text, pieces]) => {
    expect(parsePattern(text)).toEqual(pieces);
  });
});

/** Tries every way: exponential, and plainly right. */
const slowMatch = (pieces: readonly Piece[], characters: readonly string[]): boolean => {
  const [piece, ...rest] = pieces;
  if (piece === undefined) return characters.length === 0;
  if (piece === ANY_TEXT) return slowMatch(rest, characters) || (characters.length > 0 && slowMatch(pieces, characters.slice(1)));
  if (piece === ONE_CHARACTER) return characters.length > 0 && slowMatch(rest, characters.slice(1));
  const letters = [...piece];
  return letters.every((letter, place) => characters[place] === letter) && slowMatch(rest, characters.slice(letters.length));
};

const textOf = (letters: readonly string[], longest: number) =>
  fc.array(fc.constantFrom(...letters), { maxLength: longest }).map((parts) => parts.join(''));

test.for([
  ['with stars and question marks', ['a', 'b', '💥', '*', '?'], ['a', 'b', '💥']],
  ['with stars alone', ['a', 'b', '*', '*'], ['a', 'b']],
] as const)('matching %s agrees with trying every way', ([, signs, letters]) => {
  fc.assert(
    fc.property(textOf(signs, 8), textOf(letters, 8), (source, value) => {
      const pieces = parsePattern(source);
      expect(patternMatcher(pieces)(value)).toBe(slowMatch(pieces, [...value]));
      expect(patternMatcher(containing(pieces))(value)).toBe(slowMatch(containing(pieces), [...value]));
    }),
    { numRuns: 2_000 },
  );
});

test.for([
  ['a*bc*c', 'abc', false],
  ['a*bc*c', 'abcc', true],
  ['ab*b', 'ab', false],
  ['*a*', '', false],
] as const)('no character counts twice: %s on %s', ([source, value, expected]) => {
  expect(patternMatcher(parsePattern(source))(value)).toBe(expected);
});

test.for([
  ['many stars', '*a*a*a*a*a*a*a*a*a*a*a*a*b'],
  ['stars and question marks', '*?a*?a*?a*?a*?a*?a*?a*?b'],
] as const)('a text of 400,000 characters against %s takes time in proportion', ([, source]) => {
  const matcher = patternMatcher(parsePattern(source));
  const time = (length: number): number => {
    const text = 'a'.repeat(length);
    const start = performance.now();
    expect(matcher(text)).toBe(false);
    return performance.now() - start;
  };
  time(50_000);
  // Eight times the text; anything quadratic would take sixty-four times as long.
  expect(time(400_000)).toBeLessThan(30 * time(50_000) + 100);
});
