// What any detector could find at best: likelihood ratios by the simulator's own laws (Neyman & Pearson 1933).
//
// The oracle knows each function's true rates and sizes, the kind and size of the incident and how long it lasts; of chance it
// knows only the odds. A common threshold on the ratio, over all functions, finds the most for a given number of false alarms.
// It is a bound that is meant to be generous: no detector learns all that from records.
import { logNormalMean, logNormalSum, poisson } from '../simulator/distributions.ts';
import type { FunctionSpec, TrafficSpec } from '../simulator/function-spec.ts';
import type { Random } from '../simulator/random.ts';
import { drawHour, HOUR_SHAPE } from '../simulator/traffic/traffic-source.ts';
import type { LifeWindow } from './baselines-life.ts';

export const WINDOWS_AN_HOUR = 12;

/** Sums of up to so many draws are taken as log-normal (Fenton 1960), larger ones as normal, as the simulator draws them. */
const DRAWN = 24;

interface Size {
  readonly median: number;
  readonly sigma: number;
}

interface Channel {
  readonly of: 'responseBytes' | 'readBytes' | 'sentBytes';
  /** Share of the calls that bring anything, and how much each does. */
  readonly chance: number;
  readonly size: Size;
}

const channelsOf = (spec: FunctionSpec): readonly Channel[] => [
  ...(spec.trigger.kind === 'api' ? [{ of: 'responseBytes' as const, chance: 1, size: spec.responseBytes }] : []),
  ...spec.uses.flatMap((use) => (use.kind === 's3-read' ? [{ of: 'readBytes' as const, chance: use.chance, size: use.bytes }] : [])),
  ...(spec.network?.destinations ?? []).map(({ chance, sentBytes }) => ({
    of: 'sentBytes' as const,
    chance,
    size: sentBytes,
  })),
];

/** Log density of the sum of `count` draws, but for what does not depend on them. */
const logDensity = (amount: number, count: number, { median, sigma }: Size): number => {
  const mean = count * logNormalMean({ median, sigma });
  const relative = Math.expm1(sigma * sigma) / count;
  if (count > DRAWN) {
    const deviation = mean * Math.sqrt(relative);
    return -0.5 * ((amount - mean) / deviation) ** 2 - Math.log(deviation);
  }
  const spread = Math.log1p(relative);
  return -0.5 * ((Math.log(amount / mean) + spread / 2) ** 2 / spread) - 0.5 * Math.log(spread) - Math.log(amount);
};

/** Of numbers given by their logarithms, whose largest would leave double precision. */
const logSum = (terms: readonly number[]): number => {
  const largest = Math.max(...terms);
  return largest + Math.log(terms.reduce((sum, term) => sum + Math.exp(term - largest), 0));
};

/** Log density of what `calls` bring, over how many of them bring anything. */
const logAmount = (amount: number, calls: number, { chance, size }: Channel): number => {
  if (chance >= 1) return logDensity(amount, calls, size);
  const terms: number[] = [];
  let logBinomial = calls * Math.log1p(-chance);
  for (let count = 1; count <= calls; count++) {
    logBinomial += Math.log(((calls - count + 1) / count) * (chance / (1 - chance)));
    terms.push(logBinomial + logDensity(amount, count, size));
  }
  return logSum(terms);
};

/** Log ratio of `times` the bytes of each call against the usual bytes, given the calls. */
export const egressRatio = (spec: FunctionSpec, windows: readonly LifeWindow[], times: number): number => {
  let ratio = 0;
  for (const window of windows) {
    const calls = window.invocations;
    for (const channel of channelsOf(spec)) {
      const amount = window[channel.of];
      if (calls > 0 && amount > 0) ratio += logAmount(amount / times, calls, channel) - Math.log(times) - logAmount(amount, calls, channel);
    }
  }
  return ratio;
};

/** Steps in which the chance of a batch's size is summed up, and where the sum ends: beyond is one in a million. */
const BATCH_STEP = 0.1;
const BATCH_LARGEST = 20;

/** Log of E[h^count exp(-expected h)] over the chance h of an hour. */
const logMixed = (traffic: TrafficSpec, count: number, expected: number): number => {
  if (traffic.kind === 'sparse') return -expected;
  if (traffic.kind === 'rare-batch') {
    const { activeShare } = traffic;
    const terms: number[] = [];
    let weights = 0;
    for (let g = BATCH_STEP / 2; g < BATCH_LARGEST; g += BATCH_STEP) {
      const hour = 0.5 + g / 8;
      weights += g ** 3 * Math.exp(-g);
      terms.push(3 * Math.log(g) - g + count * Math.log(hour / activeShare) - (expected * hour) / activeShare);
    }
    const active = logSum(terms) - Math.log(weights) + Math.log(activeShare);
    return count > 0 ? active : Math.log(1 - activeShare + Math.exp(active));
  }
  const shape = traffic.kind === 'bursty' ? traffic.shape : HOUR_SHAPE;
  // But for powers and Γ of count and shape, which are the same whatever was expected.
  return -(shape + count) * Math.log1p(expected / shape);
};

interface Hour {
  came: number;
  expected: number;
}

/** The stretch cut at full hours: chance draws a rate for each. */
const hoursOf = (windows: readonly LifeWindow[], start: number): readonly Hour[] => {
  const hours = new Map<number, Hour>();
  windows.forEach(({ invocations, expectedInvocations }, index) => {
    const hour = Math.floor((start + index) / WINDOWS_AN_HOUR);
    const sum = hours.get(hour) ?? { came: 0, expected: 0 };
    sum.came += invocations;
    sum.expected += expectedInvocations;
    hours.set(hour, sum);
  });
  return [...hours.values()];
};

/** Log ratio of `times` the rate against the usual one. */
export const rateRatio = ({ traffic }: FunctionSpec, windows: readonly LifeWindow[], start: number, times: number): number => {
  // A schedule that brings another number than it is set to is no schedule any more.
  if (traffic.kind === 'cron')
    return windows.some(({ invocations, expectedInvocations }) => invocations !== expectedInvocations) ? Number.POSITIVE_INFINITY : 0;
  let ratio = 0;
  for (const { came, expected } of hoursOf(windows, start))
    if (expected > 0) ratio += came * Math.log(times) + logMixed(traffic, came, times * expected) - logMixed(traffic, came, expected);
  return ratio;
};

/** Log ratio of no calls at all against the usual ones. */
export const silenceRatio = (spec: FunctionSpec, windows: readonly LifeWindow[], start: number): number => {
  let ratio = 0;
  for (const { expected } of hoursOf(windows, start))
    ratio += spec.traffic.kind === 'cron' ? (expected > 0 ? Number.POSITIVE_INFINITY : 0) : -logMixed(spec.traffic, 0, expected);
  return ratio;
};

/** The bytes that the calls of a window might as well have brought. */
export const drawBytes = (spec: FunctionSpec, window: LifeWindow, random: Random): LifeWindow => {
  const bytes = { responseBytes: 0, readBytes: 0, sentBytes: 0 };
  for (const { of, chance, size } of channelsOf(spec)) {
    let count = 0;
    for (let call = 0; call < window.invocations; call++) if (random.chance(chance)) count++;
    bytes[of] += logNormalSum(random, count, size);
  }
  return { ...window, ...bytes };
};

/** The calls that a stretch might have had at `times` the rate. */
export const drawCalls = (
  { traffic }: FunctionSpec,
  windows: readonly LifeWindow[],
  start: number,
  times: number,
  random: Random,
): readonly LifeWindow[] => {
  let hour = -1;
  let chance = 1;
  return windows.map((window, index) => {
    if (traffic.kind === 'cron') return { ...window, invocations: window.expectedInvocations * times };
    const now = Math.floor((start + index) / WINDOWS_AN_HOUR);
    if (now !== hour) chance = drawHour(traffic, random);
    hour = now;
    return { ...window, invocations: poisson(random, times * window.expectedInvocations * chance) };
  });
};

/** A stretch drawn as the incident would have it: its log ratio less that of its function's tests a day, and what it costs. */
export interface Drawn {
  readonly margin: number;
  /** False alarms a day that telling of the like would bring. */
  readonly alarmsADay: number;
}

/**
 * The margin above which ordinary days bring `alarmsADay`. Drawn from the incident and weighed by the inverse of the ratio, rare
 * ordinary days need not be waited for.
 */
export const thresholdFor = (drawn: readonly Drawn[], alarmsADay: number): number => {
  let alarms = 0;
  for (const one of [...drawn].sort((left, right) => right.margin - left.margin)) {
    alarms += one.alarmsADay;
    if (alarms > alarmsADay) return one.margin;
  }
  return Number.NEGATIVE_INFINITY;
};
