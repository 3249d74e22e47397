// Keyed counts keep their promises whatever names come, in whatever order and parts.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { recordId } from '../../../detectors/model/identity.ts';
import {
  countKey,
  countsFrom,
  countsState,
  distinctKeys,
  emptyCounts,
  type KeyedCounts,
  mergeCounts,
  rankedKeys,
} from '../../../detectors/model/keyed-counts.ts';
import type { Instant } from '../../../detectors/model/time.ts';

interface Occurrence {
  readonly name: string;
  readonly time: number;
  readonly amount: number;
}

const LIMIT = 8;
const START = 1_772_446_530_000;

const occurrences = fc.array(
  fc.record({
    name: fc.oneof(
      fc.nat({ max: 40 }).map((number) => `name-${number}`),
      fc.constantFrom('__proto__', 'constructor', 'toString', ''),
    ),
    time: fc.nat({ max: 50 }),
    amount: fc.oneof(fc.nat({ max: 1000 }), fc.constant(2 ** 52)),
  }),
  { maxLength: 120 },
);

const counted = (list: readonly Occurrence[]): KeyedCounts => {
  const counts = emptyCounts(LIMIT);
  for (const { name, time, amount } of list) countKey(counts, name, (START + time) as Instant, recordId(`r-${time}-${name}`), amount);
  return counts;
};
const merged = (...parts: readonly KeyedCounts[]): KeyedCounts => {
  const counts = emptyCounts(LIMIT);
  for (const part of parts) mergeCounts(counts, part);
  return counts;
};
const state = (counts: KeyedCounts): string => JSON.stringify(countsState(counts));

describe('laws', () => {
  test('merging parts is counting the whole', () => {
    fc.assert(
      fc.property(occurrences, fc.nat({ max: 120 }), (list, cut) => {
        expect(state(merged(counted(list.slice(0, cut)), counted(list.slice(cut))))).toBe(state(counted(list)));
      }),
    );
  });
  test('the order of occurrences does not matter', () => {
    fc.assert(
      fc.property(occurrences, (list) => {
        expect(state(counted(list.toReversed()))).toBe(state(counted(list)));
      }),
    );
  });
  test('merging is commutative and associative', () => {
    fc.assert(
      fc.property(occurrences, occurrences, occurrences, (one, two, three) => {
        const [a, b, c] = [counted(one), counted(two), counted(three)];
        expect(state(merged(a, b))).toBe(state(merged(b, a)));
        expect(state(merged(merged(a, b), c))).toBe(state(merged(a, merged(b, c))));
      }),
    );
  });
  test('nothing merged changes nothing, and what was merged in stays as it was', () => {
    fc.assert(
      fc.property(occurrences, (list) => {
        const counts = counted(list);
        const before = state(counts);
        expect(state(merged(counts, emptyCounts(LIMIT)))).toBe(before);
        expect(state(counts)).toBe(before);
      }),
    );
  });
  test('a state read back is the same', () => {
    fc.assert(
      fc.property(occurrences, (list) => {
        const before = countsState(counted(list));
        expect(countsState(countsFrom(LIMIT, JSON.parse(JSON.stringify(before))))).toEqual(before);
      }),
    );
  });
});

describe('promises', () => {
  test('kept names are counted exactly, and no more are kept than the limit', () => {
    fc.assert(
      fc.property(occurrences, (list) => {
        const ranked = rankedKeys(counted(list));
        expect(ranked.length).toBeLessThanOrEqual(LIMIT);
        for (const { name, count } of ranked) expect(count).toBe(list.filter((occurrence) => occurrence.name === name).length);
      }),
    );
  });
  test('the total counts all, kept or not', () => {
    fc.assert(
      fc.property(occurrences, (list) => {
        expect(counted(list).count).toBe(list.length);
      }),
    );
  });
  test('the witness is of the earliest occurrence', () => {
    fc.assert(
      fc.property(occurrences, (list) => {
        for (const { name, firstTime, witness } of rankedKeys(counted(list))) {
          const earliest = Math.min(...list.filter((occurrence) => occurrence.name === name).map((occurrence) => occurrence.time));
          expect([firstTime, witness]).toEqual([START + earliest, `r-${earliest}-${name}`]);
        }
      }),
    );
  });
  test('how many names there were: exactly while they fit, roughly beyond', () => {
    const names = (count: number): KeyedCounts => {
      const counts = emptyCounts(64);
      for (let index = 0; index < count; index++) countKey(counts, `host-${index}.example.com`, START as Instant, recordId('r'));
      return counts;
    };
    expect(distinctKeys(names(64))).toBe(64);
    // Three standard errors of a sketch of 64.
    expect(Math.abs(distinctKeys(names(100_000)) / 100_000 - 1)).toBeLessThan(3 / Math.sqrt(64));
    expect(names(100_000).size).toBeLessThanOrEqual(128);
  });
  test('a name of any length is kept short', () => {
    const counts = emptyCounts(4);
    countKey(counts, 'x'.repeat(1_000_000), START as Instant, recordId('r'));
    expect(rankedKeys(counts)[0]?.name.length).toBe(256);
  });
});
