// Counts per name, bounded however many names an attacker invents, and the same whatever the order of arrival.
//
// Kept are the `limit` names with the smallest hashes. A name that belongs to the final set belongs to the set of every
// part, so kept counts are exact, merging is associative and commutative, and the largest kept hash estimates how many
// names there were (a k-minimum-values sketch: Bar-Yossef et al. 2002).
import { hash53 } from './hash.ts';
import type { RecordId } from './identity.ts';
import type { Instant } from './time.ts';

/** One name. Names are chained rather than in a table: most windows show but one or two of a kind. */
export interface KeyedCount {
  readonly name: string;
  count: number;
  /** Sum of what each occurrence weighed, an integer: bytes for destinations, else 0. */
  amount: number;
  /** Earliest occurrence and the record that tells of it (ties: the smaller id). */
  firstTime: Instant;
  witness: RecordId;
  /** The next name kept, in no order that means anything. */
  next: KeyedCount | undefined;
}

export interface KeyedCounts {
  readonly limit: number;
  first: KeyedCount | undefined;
  /** How many are chained. */
  size: number;
  /** The same by name, once they are more than is looked through quickly. */
  table: Map<string, KeyedCount> | undefined;
  /** Over all names, kept or not. */
  count: number;
  amount: number;
  /** Only names that hash below this are kept; undefined while all are. */
  ceiling: number | undefined;
}

/** How a missing ceiling is written: one past the largest hash53. */
const NO_CEILING = 2 ** 53;

/** A name longer than this is cut: the longest S3 object key is 1,024 bytes and a baseline needs less to tell two apart. */
const LONGEST_KEY = 256;

/** As many strings are compared in the time of one look into a table. */
const FEW = 8;

export const emptyCounts = (limit: number): KeyedCounts => ({
  limit,
  first: undefined,
  size: 0,
  table: undefined,
  count: 0,
  amount: 0,
  ceiling: undefined,
});

const chained = ({ first }: KeyedCounts): KeyedCount[] => {
  const entries: KeyedCount[] = [];
  for (let entry = first; entry !== undefined; entry = entry.next) entries.push(entry);
  return entries;
};

const entryOf = ({ first, table }: KeyedCounts, key: string): KeyedCount | undefined => {
  if (table !== undefined) return table.get(key);
  let entry = first;
  while (entry !== undefined && entry.name !== key) entry = entry.next;
  return entry;
};

/** Adds a name that is not among them. */
export const keep = (counts: KeyedCounts, entry: KeyedCount): void => {
  entry.next = counts.first;
  counts.first = entry;
  counts.size++;
  if (counts.table !== undefined) counts.table.set(entry.name, entry);
  else if (counts.size > FEW) counts.table = new Map(chained(counts).map((one) => [one.name, one]));
};

const keepOnly = (counts: KeyedCounts, entries: readonly KeyedCount[]): void => {
  counts.first = undefined;
  counts.size = 0;
  counts.table = undefined;
  for (const entry of entries) keep(counts, entry);
};

const keepEarliest = (entry: KeyedCount, time: Instant, witness: RecordId): void => {
  if (time < entry.firstTime || (time === entry.firstTime && witness < entry.witness)) {
    entry.firstTime = time;
    entry.witness = witness;
  }
};

const isAbove = (ceiling: number | undefined, key: string): boolean => ceiling !== undefined && hash53(key) >= ceiling;

/** Drops the names of largest hash until at most `limit` are left, and lowers the ceiling to the last one dropped. */
const trim = (counts: KeyedCounts): void => {
  if (counts.size <= counts.limit) return;
  const hashes = chained(counts)
    .map((entry) => ({ entry, hash: hash53(entry.name) }))
    .sort((one, other) => one.hash - other.hash);
  counts.ceiling = Math.min(counts.ceiling ?? NO_CEILING, hashes[counts.limit]?.hash ?? NO_CEILING);
  keepOnly(
    counts,
    hashes.slice(0, counts.limit).map(({ entry }) => entry),
  );
};

/** Amounts stop at the largest exact integer: beyond it, what a sum comes to would depend on the order of its parts. */
const added = (one: number, other: number): number => Math.min(one + other, Number.MAX_SAFE_INTEGER);

/** Adds one occurrence (or `count` of them) of a name. */
export const countKey = (counts: KeyedCounts, name: string, time: Instant, witness: RecordId, amount = 0, count = 1): void => {
  const key = name.length > LONGEST_KEY ? name.slice(0, LONGEST_KEY) : name;
  counts.count += count;
  counts.amount = added(counts.amount, amount);
  // Asked first: where there are too many names, most are new.
  if (isAbove(counts.ceiling, key)) return;
  const entry = entryOf(counts, key);
  if (entry !== undefined) {
    entry.count += count;
    entry.amount = added(entry.amount, amount);
    keepEarliest(entry, time, witness);
    return;
  }
  keep(counts, { name: key, count, amount, firstTime: time, witness, next: undefined });
  // Trimming late costs a little memory and saves a sort for each new name.
  if (counts.size > 2 * counts.limit) trim(counts);
};

/** Adds `other` into `counts`. */
export const mergeCounts = (counts: KeyedCounts, other: KeyedCounts): void => {
  const { count, amount } = counts;
  if (other.ceiling !== undefined) {
    counts.ceiling = Math.min(counts.ceiling ?? NO_CEILING, other.ceiling);
    keepOnly(
      counts,
      chained(counts).filter(({ name }) => !isAbove(counts.ceiling, name)),
    );
  }
  for (let entry = other.first; entry !== undefined; entry = entry.next)
    countKey(counts, entry.name, entry.firstTime, entry.witness, entry.amount, entry.count);
  trim(counts);
  counts.count = count + other.count;
  counts.amount = added(amount, other.amount);
};

/** How often the name came; 0 where it is not kept. */
export const countOfKey = (counts: KeyedCounts, name: string): number => entryOf(counts, name)?.count ?? 0;

/** How many different names there were: exact up to the limit, then an estimate (relative error about 1/√limit). */
export const distinctKeys = (counts: KeyedCounts): number => {
  trim(counts);
  return counts.ceiling === undefined ? counts.size : Math.round((counts.size * NO_CEILING) / counts.ceiling);
};

/** The kept names, in no order that means anything. */
export const keptKeys = (counts: KeyedCounts): KeyedCount[] => {
  trim(counts);
  return chained(counts);
};

const byName = (one: KeyedCount, other: KeyedCount): number => (one.name < other.name ? -1 : 1);

/** The kept names by name. */
export const sortedKeys = (counts: KeyedCounts): readonly KeyedCount[] => {
  return keptKeys(counts).sort(byName);
};

/** The kept names in a fixed order: most frequent first, ties by name. */
export const rankedKeys = (counts: KeyedCounts): readonly KeyedCount[] => {
  return keptKeys(counts).sort((one, other) => other.count - one.count || byName(one, other));
};

/** A JSON form that does not depend on the order of arrival. */
export type KeyedCountsState = readonly [
  count: number,
  amount: number,
  ceiling: number,
  entries: readonly (readonly [string, number, number, number, string])[],
];

export const countsState = (counts: KeyedCounts): KeyedCountsState => {
  const entries = sortedKeys(counts).map(
    ({ name, count, amount, firstTime, witness }) => [name, count, amount, firstTime, witness] as const,
  );
  return [counts.count, counts.amount, counts.ceiling ?? NO_CEILING, entries];
};

export const countsFrom = (limit: number, [count, amount, ceiling, entries]: KeyedCountsState): KeyedCounts => {
  const counts = emptyCounts(limit);
  counts.count = count;
  counts.amount = amount;
  if (ceiling < NO_CEILING) counts.ceiling = ceiling;
  for (const [name, times, weight, first, witness] of entries)
    keep(counts, { name, count: times, amount: weight, firstTime: first as Instant, witness: witness as RecordId, next: undefined });
  return counts;
};
