import fc from 'fast-check';
import { expect, test } from 'vitest';
import { remaining, type Span, withSpan } from '../../../ingest/aws/history/spans.ts';

const span = fc.tuple(fc.nat(60), fc.nat(60)).map(([from, until]): Span => ({ from, until }));
const holds = (spans: readonly Span[], point: number): boolean => spans.some(({ from, until }) => from <= point && point < until);

test('what remains is what is wanted and was not read, to the point', () => {
  fc.assert(
    fc.property(fc.array(span, { maxLength: 12 }), span, (added, wanted) => {
      const read = added.reduce<readonly Span[]>(withSpan, []);
      const left = remaining(wanted, read);
      for (let point = 0; point <= 60; point++) {
        expect(holds(left, point)).toBe(holds([wanted], point) && !holds(added, point));
      }
    }),
  );
});

test('however many gaps there are, what is kept is bounded, and never more than was read', () => {
  const added = Array.from({ length: 100 }, (_, index) => ({ from: index * 10, until: index * 10 + 1 + (index % 7) }));
  const kept = added.reduce<readonly Span[]>(withSpan, []);
  expect(kept).toHaveLength(16);
  for (const one of kept) expect(added).toContainEqual(one);
  expect([...kept].sort((one, other) => one.from - other.from)).toEqual(kept);
});
