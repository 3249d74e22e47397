// The last hour as a whole: what twelve windows brought together, against what their hours make expect.
import type { MeasureKind } from './measure-kind.ts';
import { calibrated, learnSurprise, SECOND_SURPRISE_SLOTS, SURPRISE_SLOTS } from './past-surprises.ts';
import { gammaTail, negativeBinomialTail } from './tail-probability.ts';

const LEARNED = 0;
/** Means of squared errors, of expected sums, and of their squares. */
const ERROR = 1;
const EXPECTED = 2;
const SQUARE = 3;
const SURPRISES = 4;
export const HOUR_SLOTS = SURPRISES + SURPRISE_SLOTS;
export const SECOND_HOUR_SLOTS = SURPRISES + SECOND_SURPRISE_SLOTS;

export type HourState = Float32Array;
export const newHour = (): HourState => new Float32Array(HOUR_SLOTS);

/** Half-life of a week: a burst must not excuse the next. */
const RATE = 1 / 2900;
/** A squared error teaches at most that of 8 standard deviations. */
const WIDEST = 64;
/** Sums of whole events that swing less than a Poisson (a schedule) are never taken to swing less than this share of one. */
const LEAST_GRAIN = 0.05;
/** Nothing is said before a day of hours was seen. */
const LEAST_LEARNED = 288;

const at = (state: HourState, slot: number): number => state[slot] ?? 0;

/** `active`: windows with anything in them, on which the expectation rests. */
export interface HourSum {
  readonly came: number;
  readonly expected: number;
  readonly active: number;
}

const modelDecades = (state: HourState, { came, expected, active }: HourSum, kind: MeasureKind): number => {
  if (expected <= 0 || came <= expected || at(state, SQUARE) <= 0) return 0;
  const grain = kind === 'count' ? at(state, EXPECTED) : 0;
  const dispersion = (at(state, ERROR) - grain) / at(state, SQUARE);
  const doubt = 1 / Math.max(1, active);
  if (kind === 'count' && dispersion < 0) {
    const share = Math.max(LEAST_GRAIN, at(state, ERROR) / grain);
    const variance = expected * share + doubt * expected * expected;
    return came <= expected + 1.5 * Math.sqrt(variance) ? 0 : -Math.log10(gammaTail(came, expected, variance));
  }
  const relative = dispersion + doubt;
  const variance = (kind === 'count' ? expected : 0) + relative * expected * expected;
  if (came <= expected + 1.5 * Math.sqrt(variance)) return 0;
  return -Math.log10(kind === 'count' ? negativeBinomialTail(came, expected, relative) : gammaTail(came, expected, variance));
};

/** -log10 of the chance of so much in an hour; `surest` bounds what few active windows can tell. */
export const readHour = (state: HourState, sum: HourSum, kind: MeasureKind, surest: number): number =>
  at(state, LEARNED) < LEAST_LEARNED ? 0 : calibrated(state, SURPRISES, Math.min(surest, modelDecades(state, sum, kind)));

export const learnHour = (state: HourState, sum: HourSum, kind: MeasureKind, surest: number, told: boolean): void => {
  const learned = at(state, LEARNED) + 1;
  const { came, expected } = sum;
  if (learned > LEAST_LEARNED / 2) learnSurprise(state, SURPRISES, Math.min(surest, modelDecades(state, sum, kind)), told);
  const rate = Math.max(RATE, 1 / learned);
  const widest =
    WIDEST * Math.max(at(state, ERROR), expected, at(state, SQUARE) > 0 ? (at(state, ERROR) / at(state, SQUARE)) * expected * expected : 0);
  const off = (came - expected) ** 2;
  state[LEARNED] = Math.min(1 / RATE, learned);
  state[ERROR] = at(state, ERROR) + rate * ((learned > 12 ? Math.min(off, widest) : off) - at(state, ERROR));
  state[EXPECTED] = at(state, EXPECTED) + rate * (expected - at(state, EXPECTED));
  state[SQUARE] = at(state, SQUARE) + rate * (expected * expected - at(state, SQUARE));
};
