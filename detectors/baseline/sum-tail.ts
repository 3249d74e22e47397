// How unlikely a sum of several windows is against what was expected of it, by the spread of such sums about their expectations.
import type { MeasureKind } from './measure-kind.ts';
import { gammaTail, negativeBinomialTail, studentTail } from './tail-probability.ts';

const LEARNED = 0;
/** Means of squared errors, of expected sums, and of their squares. */
const ERROR = 1;
const EXPECTED = 2;
const SQUARE = 3;
/** The squared error of late: it waits before it counts, or a long incident would excuse itself while it lasts. */
const WAITING = 4;
export const SUM_SLOTS = 5;

/** Forgets by 1/e in 30 days, as surprises do: a burst must not excuse the next. */
const RATE = 1 / 8640;
/** What waits, waits six hours on average, as surprises do. */
const WAITING_RATE = 1 / 72;
/** A squared error teaches at most that of 8 standard deviations. */
const WIDEST = 64;
/** Sums of whole events that swing less than a Poisson (a schedule) are never taken to swing less than this share of one. */
const LEAST_GRAIN = 0.05;

const at = (state: Float32Array, slot: number): number => state[slot] ?? 0;

export interface Sum {
  readonly came: number;
  readonly expected: number;
  /** Relative variance of the expectation itself. */
  readonly doubt: number;
  /** Independent sums that tell of the spread, of sums whose sizes multiply; else it is that of the model. */
  readonly independent?: number;
}

/**
 * -log10 of the chance that the rate alone came to so much: rates multiply, so it is their logarithm that has a variance, known from so
 * many sums; beside it lies the grain of what came.
 */
const rateDecades = ({ came, expected }: Sum, dispersion: number, freedom: number): number => {
  const spread = Math.log1p(dispersion + 1 / came);
  return -Math.log10(studentTail((Math.log(came / expected) + spread / 2) / Math.sqrt(spread), Math.max(1, freedom)));
};

/** Sums learned, up to where they are forgotten. */
export const sumsLearned = (state: Float32Array): number => at(state, LEARNED);

/** Relative variance of sums about their expectation, beyond their grain; below 0 for sums that swing less than a Poisson. */
const dispersionOf = (state: Float32Array, kind: MeasureKind): number =>
  (at(state, ERROR) - (kind === 'count' ? at(state, EXPECTED) : 0)) / at(state, SQUARE);

/** -log10 of the chance of so large a sum, by the model alone. */
export const sumDecades = (state: Float32Array, sum: Sum, kind: MeasureKind): number => {
  const { came, expected, doubt, independent } = sum;
  if (expected <= 0 || came <= expected || at(state, SQUARE) <= 0) return 0;
  const dispersion = dispersionOf(state, kind);
  // A sum of less than one event shows no regularity.
  const regular = kind === 'count' && dispersion < 0 && expected >= 1;
  const relative = Math.max(0, dispersion) + doubt;
  const grain = kind === 'amount' ? 0 : regular ? Math.max(LEAST_GRAIN, at(state, ERROR) / at(state, EXPECTED)) : 1;
  const variance = grain * expected + relative * expected * expected;
  if (came <= expected + 1.5 * Math.sqrt(variance)) return 0;
  if (kind === 'amount' || regular) return -Math.log10(gammaTail(came, expected, variance));
  const decades = -Math.log10(negativeBinomialTail(came, expected, relative));
  if (independent === undefined || dispersion <= 0) return decades;
  return Math.min(decades, rateDecades(sum, relative + dispersion / independent, independent - 1));
};

export const learnSum = (state: Float32Array, { came, expected }: Sum): void => {
  const learned = at(state, LEARNED) + 1;
  const rate = Math.max(RATE, 1 / learned);
  const relative = at(state, SQUARE) > 0 ? at(state, ERROR) / at(state, SQUARE) : 0;
  const widest = WIDEST * Math.max(at(state, ERROR), expected, relative * expected * expected);
  const off = learned > 12 ? Math.min((came - expected) ** 2, widest) : (came - expected) ** 2;
  state[LEARNED] = Math.min(1 / RATE, learned);
  state[WAITING] = at(state, WAITING) + Math.max(WAITING_RATE, 1 / learned) * (off - at(state, WAITING));
  state[ERROR] = at(state, ERROR) + rate * (at(state, WAITING) - at(state, ERROR));
  state[EXPECTED] = at(state, EXPECTED) + rate * (expected - at(state, EXPECTED));
  state[SQUARE] = at(state, SQUARE) + rate * (expected * expected - at(state, SQUARE));
};

/** What was learned so far counts as so many sums from now on. */
export const discountSums = (state: Float32Array, sums: number): void => {
  state[LEARNED] = Math.min(at(state, LEARNED), sums);
};

/** From the second and third version of the state, in which nothing waited. */
export const sumOf = (learned: Float32Array): Float32Array => {
  const state = new Float32Array(SUM_SLOTS);
  state.set(learned);
  state[WAITING] = at(state, ERROR);
  return state;
};
