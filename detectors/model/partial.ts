// A partial: all that one function did in one minute, small, bounded and mergeable in any order.

import type { RecordId } from './identity.ts';
import { countKey, countsFrom, countsState, emptyCounts, type KeyedCounts, type KeyedCountsState, mergeCounts } from './keyed-counts.ts';
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
 * What is counted by name, each with how many names a minute may keep. 64 is above what one function was seen to use in
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
  readonly named: Map<Named, KeyedCounts>;
}

const placesOf = <Name extends string>(names: readonly Name[]): Readonly<Record<Name, number>> =>
  Object.fromEntries(names.map((name, place) => [name, place])) as Record<Name, number>;

const SUM_PLACES = placesOf(SUMS);
const PEAK_PLACES = placesOf(PEAKS);

const zeros = (count: number): number[] => new Array<number>(count).fill(0);

export const emptyPartial = (): FunctionPartial => ({ sums: zeros(SUMS.length), peaks: zeros(PEAKS.length), named: new Map() });

/** Sums stop at the largest exact integer: beyond it, what a sum comes to would depend on the order of its parts. */
export const addSum = (partial: FunctionPartial, sum: Sum, amount: number): void => {
  const place = SUM_PLACES[sum];
  partial.sums[place] = Math.min((partial.sums[place] as number) + Math.round(amount), Number.MAX_SAFE_INTEGER);
};

export const raisePeak = (partial: FunctionPartial, peak: Peak, value: number): void => {
  const place = PEAK_PLACES[peak];
  if (value > (partial.peaks[place] as number)) partial.peaks[place] = value;
};

export const addName = (partial: FunctionPartial, named: Named, name: string, time: Instant, witness: RecordId, amount = 0): void => {
  let counts = partial.named.get(named);
  if (counts === undefined) {
    counts = emptyCounts(NAMED[named]);
    partial.named.set(named, counts);
  }
  countKey(counts, name, time, witness, amount);
};

export const sumOf = (partial: FunctionPartial, sum: Sum): number => partial.sums[SUM_PLACES[sum]] as number;

const entriesOf = <Name extends string>(names: readonly Name[], amounts: readonly number[]): readonly (readonly [Name, number])[] =>
  names.flatMap((name, place) => (amounts[place] === 0 ? [] : [[name, amounts[place] as number] as const]));

/** The sums that are not zero, by name. */
export const sumsOf = ({ sums }: FunctionPartial): readonly (readonly [Sum, number])[] => entriesOf(SUMS, sums);

/** The peaks that are not zero, by name. */
export const peaksOf = ({ peaks }: FunctionPartial): readonly (readonly [Peak, number])[] => entriesOf(PEAKS, peaks);

/** Whether anything was added to it. */
export const isEmptyPartial = ({ sums, named }: FunctionPartial): boolean => named.size === 0 && sums.every((amount) => amount === 0);

/** Adds `other` into `partial`; `other` is left as it was. */
export const mergePartial = (partial: FunctionPartial, other: FunctionPartial): void => {
  for (const sum of SUMS) addSum(partial, sum, sumOf(other, sum));
  for (const peak of PEAKS) raisePeak(partial, peak, other.peaks[PEAK_PLACES[peak]] as number);
  for (const [named, counts] of other.named) {
    let mine = partial.named.get(named);
    if (mine === undefined) {
      mine = emptyCounts(NAMED[named]);
      partial.named.set(named, mine);
    }
    mergeCounts(mine, counts);
  }
};

/** A JSON form that is the same whatever the order the partial was made in. */
export interface PartialState {
  readonly sums: readonly (readonly [Sum, number])[];
  readonly peaks: readonly (readonly [Peak, number])[];
  readonly named: readonly (readonly [Named, KeyedCountsState])[];
}

const byName = ([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number => (one < other ? -1 : 1);

export const partialState = (partial: FunctionPartial): PartialState => ({
  sums: sumsOf(partial),
  peaks: peaksOf(partial),
  named: [...partial.named].map(([named, counts]) => [named, countsState(counts)] as const).sort(byName),
});

/** Of another version, too: partials live for days, and what they count that this one does not know is left out. */
export const partialFrom = (state: PartialState): FunctionPartial => {
  const partial = emptyPartial();
  for (const [sum, amount] of state.sums) if (Object.hasOwn(SUM_PLACES, sum)) addSum(partial, sum, amount);
  for (const [peak, value] of state.peaks) if (Object.hasOwn(PEAK_PLACES, peak)) raisePeak(partial, peak, value);
  for (const [named, counts] of state.named) {
    if (Object.hasOwn(NAMED, named)) partial.named.set(named, countsFrom(NAMED[named], counts));
  }
  return partial;
};
