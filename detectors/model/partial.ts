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
  readonly sums: Map<Sum, number>;
  readonly peaks: Map<Peak, number>;
  readonly named: Map<Named, KeyedCounts>;
}

export const emptyPartial = (): FunctionPartial => ({ sums: new Map(), peaks: new Map(), named: new Map() });

/** Sums stop at the largest exact integer: beyond it, what a sum comes to would depend on the order of its parts. */
export const addSum = (partial: FunctionPartial, sum: Sum, amount: number): void => {
  if (amount !== 0) partial.sums.set(sum, Math.min((partial.sums.get(sum) ?? 0) + Math.round(amount), Number.MAX_SAFE_INTEGER));
};

export const raisePeak = (partial: FunctionPartial, peak: Peak, value: number): void => {
  if (value > (partial.peaks.get(peak) ?? 0)) partial.peaks.set(peak, value);
};

export const addName = (partial: FunctionPartial, named: Named, name: string, time: Instant, witness: RecordId, amount = 0): void => {
  let counts = partial.named.get(named);
  if (counts === undefined) {
    counts = emptyCounts(NAMED[named]);
    partial.named.set(named, counts);
  }
  countKey(counts, name, time, witness, amount);
};

export const sumOf = (partial: FunctionPartial, sum: Sum): number => partial.sums.get(sum) ?? 0;

/** Adds `other` into `partial`; `other` is left as it was. */
export const mergePartial = (partial: FunctionPartial, other: FunctionPartial): void => {
  for (const [sum, amount] of other.sums) addSum(partial, sum, amount);
  for (const [peak, value] of other.peaks) raisePeak(partial, peak, value);
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
  sums: [...partial.sums].sort(byName),
  peaks: [...partial.peaks].sort(byName),
  named: [...partial.named].map(([named, counts]) => [named, countsState(counts)] as const).sort(byName),
});

/** Of another version, too: partials live for days, and what they count that this one does not know is left out. */
export const partialFrom = (state: PartialState): FunctionPartial => ({
  sums: new Map(state.sums),
  peaks: new Map(state.peaks),
  named: new Map(
    state.named.flatMap(([named, counts]) => (Object.hasOwn(NAMED, named) ? [[named, countsFrom(NAMED[named], counts)] as const] : [])),
  ),
});
