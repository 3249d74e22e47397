// Counts per name, bounded however many names an attacker invents, and the same whatever the order of arrival.
//
// Kept are the `limit` names with the smallest hashes. A name that belongs to the final set belongs to the set of every
// part, so kept counts are exact, merging is associative and commutative, and the largest kept hash estimates how many
// names there were (a k-minimum-values sketch: Bar-Yossef et al. 2002).
import { hash53 } from './hash.ts';
import type { RecordId } from './identity.ts';
import type { Instant } from './time.ts';

export interface KeyedCount {
  count: number;
  /** Sum of what each occurrence weighed, an integer: bytes for destinations, else 0. */
  amount: number;
  /** Earliest occurrence and the record that tells of it (ties: the smaller id). */
  firstTime: Instant;
  witness: RecordId;
}

export interface KeyedCounts {
  readonly limit: number;
  readonly entries: Map<string, KeyedCount>;
  /** Over all names, kept or not. */
  count: number;
  amount: number;
  /** Only names that hash below this are kept. Starts above every hash. */
  ceiling: number;
}

/** One past the largest hash53. */
const NO_CEILING = 2 ** 53;

/** A name longer than this is cut: the longest S3 object key is 1,024 bytes and a baseline needs less to tell two apart. */
const LONGEST_KEY = 256;

export const emptyCounts = (limit: number): KeyedCounts => ({ limit, entries: new Map(), count: 0, amount: 0, ceiling: NO_CEILING });

const keepEarliest = (entry: KeyedCount, time: Instant, witness: RecordId): void => {
  if (time < entry.firstTime || (time === entry.firstTime && witness < entry.witness)) {
    entry.firstTime = time;
    entry.witness = witness;
  }
};

/** Drops the names of largest hash until at most `limit` are left, and lowers the ceiling to the last one dropped. */
const trim = (counts: KeyedCounts): void => {
  if (counts.entries.size <= counts.limit) return;
  const hashes = [...counts.entries.keys()].map((key) => [hash53(key), key] as const).sort((one, other) => one[0] - other[0]);
  for (const [hash, key] of hashes.slice(counts.limit)) {
    counts.entries.delete(key);
    counts.ceiling = Math.min(counts.ceiling, hash);
  }
};

/** Amounts stop at the largest exact integer: beyond it, what a sum comes to would depend on the order of its parts. */
const added = (one: number, other: number): number => Math.min(one + other, Number.MAX_SAFE_INTEGER);

/** Adds one occurrence (or `count` of them) of a name. */
export const countKey = (counts: KeyedCounts, name: string, time: Instant, witness: RecordId, amount = 0, count = 1): void => {
  const key = name.length > LONGEST_KEY ? name.slice(0, LONGEST_KEY) : name;
  counts.count += count;
  counts.amount = added(counts.amount, amount);
  const entry = counts.entries.get(key);
  if (entry !== undefined) {
    entry.count += count;
    entry.amount = added(entry.amount, amount);
    keepEarliest(entry, time, witness);
    return;
  }
  if (counts.ceiling !== NO_CEILING && hash53(key) >= counts.ceiling) return;
  counts.entries.set(key, { count, amount, firstTime: time, witness });
  // Trimming late costs a little memory and saves a sort for each new name.
  if (counts.entries.size > 2 * counts.limit) trim(counts);
};

/** Adds `other` into `counts`. */
export const mergeCounts = (counts: KeyedCounts, other: KeyedCounts): void => {
  const { count, amount } = counts;
  counts.ceiling = Math.min(counts.ceiling, other.ceiling);
  for (const [key, entry] of other.entries) countKey(counts, key, entry.firstTime, entry.witness, entry.amount, entry.count);
  if (counts.ceiling !== NO_CEILING) {
    for (const key of counts.entries.keys()) if (hash53(key) >= counts.ceiling) counts.entries.delete(key);
  }
  trim(counts);
  counts.count = count + other.count;
  counts.amount = added(amount, other.amount);
};

/** How many different names there were: exact up to the limit, then an estimate (relative error about 1/√limit). */
export const distinctKeys = (counts: KeyedCounts): number => {
  trim(counts);
  return counts.ceiling === NO_CEILING ? counts.entries.size : Math.round((counts.entries.size * NO_CEILING) / counts.ceiling);
};

/** The kept names in a fixed order: most frequent first, ties by name. */
export const rankedKeys = (counts: KeyedCounts): (readonly [string, KeyedCount])[] => {
  trim(counts);
  return [...counts.entries].sort(
    ([oneKey, one], [otherKey, other]) => other.count - one.count || (oneKey < otherKey ? -1 : oneKey > otherKey ? 1 : 0),
  );
};

/** A JSON form that does not depend on the order of arrival. */
export type KeyedCountsState = readonly [
  count: number,
  amount: number,
  ceiling: number,
  entries: readonly (readonly [string, number, number, number, string])[],
];

export const countsState = (counts: KeyedCounts): KeyedCountsState => {
  trim(counts);
  const entries = [...counts.entries]
    .map(([key, entry]) => [key, entry.count, entry.amount, entry.firstTime, entry.witness] as const)
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return [counts.count, counts.amount, counts.ceiling, entries];
};

export const countsFrom = (limit: number, [count, amount, ceiling, entries]: KeyedCountsState): KeyedCounts => ({
  limit,
  count,
  amount,
  ceiling,
  entries: new Map(
    entries.map(([key, times, weight, first, witness]) => [
      key,
      { count: times, amount: weight, firstTime: first as Instant, witness: witness as RecordId },
    ]),
  ),
});
