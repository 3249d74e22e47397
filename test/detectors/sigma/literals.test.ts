// What the index looks for instead of running every rule: it may find too much, never too little.
import fc from 'fast-check';
import { RE2JS } from 're2js';
import { expect, test } from 'vitest';
import { newLiteralSkipper } from '../../../detectors/sigma/literal-skipper.ts';
import { regexLiterals } from '../../../detectors/sigma/regex-literals.ts';

const CASES: readonly (readonly [source: string, literals: readonly string[] | undefined])[] = [
  ['-----BEGIN (RSA |EC )?KEY', ['-----begin rsa key', '-----begin ec key', '-----begin key']],
  ['(Syntax error|unexpected EOF)', ['syntax error', 'unexpected eof']],
  ['ORA-0?(0933|1756)', ['ora-00933', 'ora-01756', 'ora-0933', 'ora-1756']],
  ['[a-z]{3}: (command )?not found', [': command not found', ': not found']],
  ['(abc)+d*', ['abc']],
  ['(?i)key', ['key']],
  ['(?i)sh: x', ['sh: x', 'ſh: x']],
  ['abc|[0-9]+', undefined],
  ['(abc)?', undefined],
  ['ab', undefined],
  ['\\x41bcdef', undefined],
  ['\\p{Greek}abcdef', undefined],
  ['(?P<name>abcdef)', undefined],
  ['[[:alpha:]]abcdef', undefined],
];

test.for(CASES)('literals of %s', ([source, literals]) => {
  expect(regexLiterals(source, 0)).toEqual(literals);
});

const pieces = fc.constantFrom(
  'abc',
  'Sek',
  'k',
  '(abc|Ks)',
  '(s|k)?',
  '(?:bc)+',
  '[abc]',
  '[^]x]*',
  '.',
  'a?',
  'b{2}',
  'c{0,2}',
  '\\.',
  '^',
  '$',
  '(?i)',
  '(?i:as)',
  '|',
);
const letters = fc.constantFrom('a', 'A', 'b', 'c', 'C', 's', 'S', 'ſ', 'k', 'K', '\u212a', 'İ', 'e', '.', 'abc', 'bcbc', 'ks', 'Sek');

test('a text that a regular expression matches has one of its literals, and is not skipped', () => {
  let matched = 0;
  fc.assert(
    fc.property(
      fc.array(pieces, { minLength: 1, maxLength: 6 }),
      fc.array(letters, { maxLength: 10 }),
      fc.boolean(),
      (parts, characters, folds) => {
        const source = `(?:${parts.join('')})`;
        let regex: RE2JS;
        try {
          regex = RE2JS.compile(source, folds ? RE2JS.CASE_INSENSITIVE : 0);
        } catch {
          return;
        }
        const text = characters.join('');
        const literals = regexLiterals(source, regex.flags());
        if (literals === undefined || !regex.test(text)) return;
        matched++;
        expect(literals.some((literal) => text.toLowerCase().includes(literal))).toBe(true);
        expect(newLiteralSkipper(literals)(text)).toBe(true);
      },
    ),
    { numRuns: 20_000 },
  );
  expect(matched).toBeGreaterThan(50);
});

test('no text that contains a literal is skipped, whatever the case of its letters', () => {
  const unit = fc.constantFrom('a', 'B', 'k', 'K', '\u212a', 'i', 'I', 'İ', '\u0307', 'é', 'É', '水', '😀', '-');
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit, maxLength: 5 }), { minLength: 1, maxLength: 6 }),
      fc.string({ unit, maxLength: 40 }),
      (texts, text) => {
        const literals = texts.map((literal) => literal.toLowerCase());
        const folded = text.toLowerCase();
        if (literals.some((literal) => folded.includes(literal))) expect(newLiteralSkipper(literals)(text)).toBe(true);
      },
    ),
    { numRuns: 5_000 },
  );
  expect(newLiteralSkipper(['needle'])('a haystack without any such thing')).toBe(false);
});
