// A partial: all that one function did in one window, small, bounded and mergeable in any order.

import type { RecordId } from './identity.ts';
import {
  countKey,
  countOfKey,
  countsFrom,
  countsState,
  emptyCounts,
  type KeyedCounts,
  type KeyedCountsState,
  mergeCounts,
  sortedKeys,
} from './keyed-counts.ts';
import type { Instant } from './time.ts';

/** What is added up. Units are in the names; those without are plain counts. Integers all: sums of floats would depend on the order. */
export const SUMS = [
  'records',
  'invocations',
  'errors',
  'timeouts',
  'initialisations',
  'durationMicros',
  'cpuMillis',
  'billedMbMs',
  'logLines',
  'logBytes',
  'errorLines',
  'requests',
  'clientErrors',
  'serverErrors',
  'responseBytes',
  'apiCalls',
  'apiWrites',
  'apiDenied',
  'apiErrors',
  'serviceBytesRead',
  'serviceBytesWritten',
  'networkBytesOut',
  'networkBytesIn',
  'connections',
  'connectionsRejected',
  'dnsQueries',
  'dnsUnanswered',
] as const;
export type Sum = (typeof SUMS)[number];

/** Of what the largest is kept. */
export const PEAKS = ['maxMemoryUsedMb', 'maxDurationMs'] as const;
export type Peak = (typeof PEAKS)[number];

/**
 * What is counted by name, each with how many names a window may keep. 64 is above what one function was seen to use in
 * a minute in real accounts (a configuration recorder used 24 actions); wider sets are for what outsiders choose.
 */
export const NAMED = {
  /** `s3:GetObject`, by calls. */
  actions: 64,
  /** ARNs, by calls. */
  resources: 64,
  /** Actions that were refused. */
  deniedActions: 64,
  /** AWS services, hosts and addresses the function talked to; amount = bytes sent there. */
  destinations: 64,
  /** Network interfaces that the account's traffic went out through; amount = bytes. */
  interfaces: 16,
  /** Where the function's credentials were used from: `lambda` (the execution environment), an address, a service. */
  credentialSources: 32,
  /** `KEY ADDRESS`: of calls that say they come from the execution environment, with which key and from where. */
  credentialPlaces: 64,
  /** Principals and services that invoked it. */
  callers: 32,
  /** Error classes it logged or died of. */
  errorClasses: 32,
  /** Addresses that sent it HTTP requests; amount = response bytes. */
  clients: 32,
  /** What was changed about it: `code`, `configuration`, `alias`, `policy`, or the version that ran. */
  changes: 16,
  /** Invocations, as evidence. */
  invocationSamples: 4,
} as const;
export type Named = keyof typeof NAMED;

export interface FunctionPartial {
  /** By the places of `SUMS`; every record adds to some, so they are no map. */
  readonly sums: number[];
  /** By the places of `PEAKS`. */
  readonly peaks: number[];
  /** By the places of `NAMED`. */
  readonly named: (KeyedCounts | undefined)[];
}

const placesOf = <Name extends string>(names: readonly Name[]): Readonly<Record<Name, number>> =>
  Object.fromEntries(names.map((name, place) => [name, place])) as Record<Name, number>;

const SUM_PLACES = placesOf(SUMS);
const PEAK_PLACES = placesOf(PEAKS);
const NAMED_KINDS = Object.keys(NAMED) as readonly Named[];
const NAMED_PLACES = placesOf(NAMED_KINDS);

/** Partials live for days and may be another version's: what they count may be unknown to this one. */
export const isSum = (name: string): name is Sum => Object.hasOwn(SUM_PLACES, name);
export const isPeak = (name: string): name is Peak => Object.hasOwn(PEAK_PLACES, name);
export const isNamed = (name: string): name is Named => Object.hasOwn(NAMED_PLACES, name);

const NO_SUMS = SUMS.map(() => 0);
const NO_PEAKS = PEAKS.map(() => 0);
const NO_COUNTS = NAMED_KINDS.map((): KeyedCounts | undefined => undefined);

export const emptyPartial = (): FunctionPartial => ({
  sums: NO_SUMS.slice(),
  peaks: NO_PEAKS.slice(),
  named: NO_COUNTS.slice(),
});

/** Sums stop at the largest exact integer: beyond it, what a sum comes to would depend on the order of its parts. */
export const addSum = (partial: FunctionPartial, sum: Sum, amount: number): void => {
  const place = SUM_PLACES[sum];
  partial.sums[place] = Math.min((partial.sums[place] as number) + Math.round(amount), Number.MAX_SAFE_INTEGER);
};

export const raisePeak = (partial: FunctionPartial, peak: Peak, value: number): void => {
  const place = PEAK_PLACES[peak];
  if (value > (partial.peaks[place] as number)) partial.peaks[place] = value;
};

/** The counts of the kind, begun where there were none. */
export const countsToAddTo = ({ named }: FunctionPartial, kind: Named): KeyedCounts => {
  const place = NAMED_PLACES[kind];
  let counts = named[place];
  if (counts === undefined) {
    counts = emptyCounts(NAMED[kind]);
    named[place] = counts;
  }
  return counts;
};

export const addName = (partial: FunctionPartial, kind: Named, name: string, time: Instant, witness: RecordId, amount = 0): void =>
  countKey(countsToAddTo(partial, kind), name, time, witness, amount);

export const sumOf = (partial: FunctionPartial, sum: Sum): number => partial.sums[SUM_PLACES[sum]] as number;

/** What was counted of the kind, if anything was. */
export const countsOf = (partial: FunctionPartial, kind: Named): KeyedCounts | undefined => partial.named[NAMED_PLACES[kind]];

const NO_NAMES: readonly string[] = [];

/** The names kept of the kind, sorted. */
export const namesOf = (partial: FunctionPartial, kind: Named): readonly string[] => {
  const counts = countsOf(partial, kind);
  return counts === undefined ? NO_NAMES : sortedKeys(counts).map(({ name }) => name);
};

/** How often the name was counted. */
export const countOf = (partial: FunctionPartial, kind: Named, name: string): number => {
  const counts = countsOf(partial, kind);
  return counts === undefined ? 0 : countOfKey(counts, name);
};

/** The kinds of which something was counted. */
export const kindsOf = ({ named }: FunctionPartial): readonly Named[] => NAMED_KINDS.filter((_, place) => named[place] !== undefined);

const entriesOf = <Name extends string>(names: readonly Name[], amounts: readonly number[]): readonly (readonly [Name, number])[] =>
  names.flatMap((name, place) => (amounts[place] === 0 ? [] : [[name, amounts[place] as number] as const]));

/** The sums that are not zero, by name. */
export const sumsOf = ({ sums }: FunctionPartial): readonly (readonly [Sum, number])[] => entriesOf(SUMS, sums);

/** The peaks that are not zero, by name. */
export const peaksOf = ({ peaks }: FunctionPartial): readonly (readonly [Peak, number])[] => entriesOf(PEAKS, peaks);

/** Whether anything was added to it. */
export const isEmptyPartial = ({ sums, named }: FunctionPartial): boolean =>
  named.every((counts) => counts === undefined) && sums.every((amount) => amount === 0);

/** Adds `other` into `partial`; `other` is left as it was. */
export const mergePartial = (partial: FunctionPartial, other: FunctionPartial): void => {
  for (const sum of SUMS) addSum(partial, sum, sumOf(other, sum));
  for (const peak of PEAKS) raisePeak(partial, peak, other.peaks[PEAK_PLACES[peak]] as number);
  for (const kind of NAMED_KINDS) {
    const counts = countsOf(other, kind);
    if (counts !== undefined) mergeCounts(countsToAddTo(partial, kind), counts);
  }
};

/** A JSON form that is the same whatever the order the partial was made in. */
export interface PartialState {
  readonly sums: readonly (readonly [Sum, number])[];
  readonly peaks: readonly (readonly [Peak, number])[];
  readonly named: readonly (readonly [Named, KeyedCountsState])[];
}

const SORTED_KINDS = NAMED_KINDS.toSorted();

export const partialState = (partial: FunctionPartial): PartialState => ({
  sums: sumsOf(partial),
  peaks: peaksOf(partial),
  named: SORTED_KINDS.flatMap((kind) => {
    const counts = countsOf(partial, kind);
    return counts === undefined ? [] : [[kind, countsState(counts)] as const];
  }),
});

/** Of another version, too: what it counted that this one does not know is left out. */
export const partialFrom = (state: PartialState): FunctionPartial => {
  const partial = emptyPartial();
  for (const [sum, amount] of state.sums) if (isSum(sum)) addSum(partial, sum, amount);
  for (const [peak, value] of state.peaks) if (isPeak(peak)) raisePeak(partial, peak, value);
  for (const [named, counts] of state.named) {
    if (isNamed(named)) partial.named[NAMED_PLACES[named]] = countsFrom(NAMED[named], counts);
  }
  return partial;
};
