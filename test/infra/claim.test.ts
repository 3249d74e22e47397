// Claims: a record belongs to the first unit that brought it, whoever comes again and however often.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { claim } from '../../ingest/aws/claim.ts';

const visits = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 20 });
/** Overlapping like sources: each unit shares records with its neighbours. */
const recordsOf = new Map([
  ['a', new Set(['1', '2', '3'])],
  ['b', new Set(['3', '4'])],
  ['c', new Set(['1', '4', '5', '6'])],
  ['d', new Set<string>()],
]);

test('every record has one owner, and it stays', () => {
  fc.assert(
    fc.property(visits, (order) => {
      let body: string | undefined;
      const owned = new Map<string, ReadonlySet<string>>();
      for (const unit of order) {
        const claimed = claim(body, unit, recordsOf.get(unit) ?? new Set());
        const before = owned.get(unit);
        if (before !== undefined) expect(claimed.mine).toEqual(before);
        owned.set(unit, claimed.mine);
        body = claimed.body;
      }
      const all = [...owned.values()].flatMap((mine) => [...mine]);
      expect(new Set(all).size).toBe(all.length);
      const brought = new Set(order.flatMap((unit) => [...(recordsOf.get(unit) ?? [])]));
      expect(new Set(all)).toEqual(brought);
    }),
  );
});

test('a full page takes no more, and its records are still counted', () => {
  const many = (from: number, count: number): Set<string> =>
    new Set(Array.from({ length: count }, (_, place) => (2 ** 50 + from + place).toString(36)));
  const full = claim(undefined, 'flood', many(0, 20_000));
  expect(full.unchecked).toBe(false);
  const more = claim(full.body, 'next', many(30_000, 5_000));
  expect(more).toMatchObject({ unchecked: true, body: full.body });
  expect(more.mine.size).toBe(5_000);
  // What an earlier unit owns is known all the same.
  expect(claim(full.body, 'again', many(0, 5_000)).mine.size).toBe(0);
});
