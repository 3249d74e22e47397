// The last hour as a whole: what twelve windows brought together, against what their hours make expect.
import type { MeasureKind } from './measure-kind.ts';
import { calibrated, learnSurprise, SURPRISE_SLOTS } from './past-surprises.ts';
import { discountSums, learnSum, SUM_SLOTS, type Sum, sumDecades, sumsLearned } from './sum-tail.ts';
import { heldDecades, type TailState } from './tail.ts';
import { DAYS_A_WEEK, WINDOWS_A_DAY, WINDOWS_AN_HOUR } from './window-index.ts';

/** The largest surprise of this hour of the clock, and whether it was told of. */
const PEAK = SUM_SLOTS;
const PEAK_TOLD = PEAK + 1;
const SURPRISES = PEAK + 2;
export const HOUR_SLOTS = SURPRISES + SURPRISE_SLOTS;

export type HourState = Float32Array;
export const newHour = (): HourState => new Float32Array(HOUR_SLOTS);

/** Nothing is said before a day of hours was seen, and no surprise learned before half of one. */
const LEAST_LEARNED = WINDOWS_A_DAY;
/** An hour is one occasion to be unusual, whichever of its twelve sums is: its chance as one for a window of the clock. */
const OF_A_WINDOW = Math.log10(WINDOWS_AN_HOUR);
/** Sums were held against forecasts that knew no week yet until a week was over: then they count as a day of them. */
const WEEK = DAYS_A_WEEK * WINDOWS_A_DAY;

/** -log10 of the chance of so much in an hour, after so many `points`; the window's tail tells how sure that can be. */
export const readHour = (state: HourState, sum: Sum, kind: MeasureKind, tail: TailState, points: number): number => {
  if (sumsLearned(state) < LEAST_LEARNED) return 0;
  const decades = heldDecades(tail, points, sumDecades(state, sum, kind));
  return decades > 0 ? calibrated(state, SURPRISES, decades) + OF_A_WINDOW : 0;
};

interface HourLesson {
  readonly tail: TailState;
  /** Windows learned before. */
  readonly points: number;
  readonly told: boolean;
  /** The window is its hour's last. */
  readonly closes: boolean;
}

export const learnHour = (state: HourState, sum: Sum, kind: MeasureKind, { tail, points, told, closes }: HourLesson): void => {
  if (sumsLearned(state) >= LEAST_LEARNED / 2) {
    state[PEAK] = Math.max(state[PEAK] ?? 0, heldDecades(tail, points, sumDecades(state, sum, kind)));
    if (told) state[PEAK_TOLD] = 1;
    if (closes) {
      learnSurprise(state, SURPRISES, state[PEAK] ?? 0, state[PEAK_TOLD] === 1, WINDOWS_AN_HOUR);
      state[PEAK] = 0;
      state[PEAK_TOLD] = 0;
    }
  }
  learnSum(state, sum);
  if (points === WEEK) discountSums(state, WINDOWS_A_DAY);
};
