import { describe, expect, test } from 'vitest';
import { suppress, suppressionNotes } from '../../../alerts/triage/suppress.ts';
import { readSuppressions, type Suppression } from '../../../alerts/triage/suppression.ts';
import { matchesGlob } from '../../../detectors/model/glob.ts';
import type { Json } from '../../../detectors/model/json.ts';
import { findingOf, roleArn } from '../fixtures/finding-of.ts';

const NOW = '2025-06-01T00:00:00Z';
const whole = { owner: 'ada', reason: 'penetration test', expires: '2025-06-30', detector: 'first' };

describe('a suppression is refused', () => {
  test.for<[string, Json, string]>([
    ['without an owner', { ...whole, owner: ' ' }, 'has no owner'],
    ['without a reason', { ...whole, reason: '' }, 'has no reason'],
    ['without an expiry', { owner: 'ada', reason: 'test', detector: 'first' }, 'has no expiry date (expires: 2026-01-31)'],
    ['with an expiry that is no date', { ...whole, expires: '2025-99-99' }, 'has no expiry date (expires: 2026-01-31)'],
    ['for ever', { ...whole, expires: '2099-01-01' }, 'expires more than 366 days from now'],
    ['for everything', { ...whole, detector: '*' }, 'names no detector, function or principal, and would hide everything'],
    ['with a misspelt selector', { ...whole, fuction: 'orders' }, 'has an unknown name, fuction'],
    ['for a severity there is not', { ...whole, upTo: 'extreme' }, 'upTo is none of info, low, medium, high, critical'],
    ['with a number for a name', { ...whole, function: 7 }, 'function is not a text'],
    ['that is no mapping', 'quiet please', 'is not a mapping of names to values'],
  ])('%s', ([, value, why]) => {
    expect(readSuppressions([value], NOW)).toEqual({ suppressions: [], refused: [{ place: 1, why }] });
  });

  test('when its id is taken', () => {
    const { suppressions, refused } = readSuppressions(
      [
        { ...whole, id: 'one' },
        { ...whole, id: 'one' },
      ],
      NOW,
    );
    expect([suppressions.length, refused]).toEqual([1, [{ place: 2, why: 'its id one is taken' }]]);
  });

  test('when the list is none', () => {
    expect(readSuppressions({ one: whole }, NOW).refused).toEqual([{ place: 1, why: 'suppressions is not a list' }]);
    expect(readSuppressions(null, NOW).refused).toEqual([]);
  });
});

const read = (value: object): Suppression => {
  const [suppression] = readSuppressions([{ ...whole, ...value }], NOW).suppressions;
  if (suppression === undefined) throw new Error('refused');
  return suppression;
};

const found = findingOf({
  at: NOW,
  detector: 'first',
  severity: 'medium',
  category: 'discovery',
  title: 'Found',
  on: 'orders-export',
  by: roleArn('orders'),
});

describe('a suppression hides', () => {
  test.for<[string, object, boolean]>([
    ['what its detector found', {}, true],
    ['not what another found', { detector: 'second' }, false],
    ["a function by its bare name's glob", { function: 'orders-*' }, true],
    ['a function by its ARN', { function: 'arn:aws:lambda:*:function:orders-export' }, true],
    ['not another function', { function: 'refunds*' }, false],
    ['a principal', { principal: '*:role/orders' }, true],
    ['not another principal', { principal: '*:role/order' }, false],
    ['only what matches all it names', { principal: '*:role/orders', function: 'refunds' }, false],
    ['up to medium, when it does not say', {}, true],
    ['nothing graver than it was written for', { upTo: 'low' }, false],
    ['nothing from its expiry on', { expires: '2025-06-01T00:00:00Z' }, false],
    ['until its expiry', { expires: '2025-06-01T00:00:01Z' }, true],
  ])('%s', ([, value, hidden]) => {
    expect(suppress([found], [read(value)], NOW).hiddenBy.has(found.id)).toBe(hidden);
  });
});

test('it counts what it hid and what was too grave, and says so', () => {
  const grave = { ...found, id: 'grave', severity: 'critical' as const };
  const { uses } = suppress([found, grave], [read({ id: 'pentest' })], NOW);
  expect(suppressionNotes(uses)).toEqual([
    'suppressed: 1 by pentest (ada, until 2025-06-30: penetration test)',
    'suppression pentest (ada) was written for medium at most: 1 graver shown',
  ]);
});

test('it says when it has expired, and what it would have hidden', () => {
  const { uses } = suppress([found], [read({ id: 'old', expires: '2025-05-31' })], NOW);
  expect(suppressionNotes(uses)).toEqual(['suppression old (ada) expired on 2025-05-31 and would have hidden 1']);
});

test('the first of two that match hides it: counts add up', () => {
  const { uses } = suppress([found], [read({ id: 'one' }), read({ id: 'two' })], NOW);
  expect(uses.map((use) => use.hid)).toEqual([1, 0]);
});

describe('globs', () => {
  test.for([
    ['orders', 'orders', true],
    ['orders', 'orders2', false],
    ['*', '', true],
    ['a*a', 'a', false],
    ['a*a', 'aa', true],
    ['*b*', 'abc', true],
    ['a*b*c', 'a-c-b-c', true],
    ['a*b*c', 'a-c-b', false],
    ['', 'x', false],
    ['**', 'x', true],
  ] as const)('%s on %s', ([pattern, text, matches]) => {
    expect(matchesGlob(pattern, text)).toBe(matches);
  });

  test('a hostile pattern on a hostile name ends at once', () => {
    const start = performance.now();
    expect(matchesGlob(`${'a*'.repeat(2000)}b`, 'a'.repeat(20_000))).toBe(false);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
