// How unlikely a value of one window is, given what was expected: the spread of such windows, and the calibrated tail beyond.
//
// Counts are negative binomial, amounts gamma, both by their first two moments. Counts that come in few windows are judged by the
// chance that there is anything at all and by how large that is then (batch.ts): no mean tells of the size of what rarely comes.
import { LEAST_RATE_POINTS, type MeasureKind } from './measure-kind.ts';
import { calibrated, learnSurprise, SURPRISE_SLOTS } from './past-surprises.ts';
import { gammaTail, negativeBinomialTail } from './tail-probability.ts';

/** Means of squared errors and of squared expectations, for the spread relative to what is expected. */
const SQUARED_ERROR = 0;
const SQUARED_MEAN = 1;
/** Windows with anything in them, forgotten slowly: what the mean rests on. */
const ACTIVE = 2;
/** The squared error of late: it waits six hours on average before it counts, as surprises do, or an incident would excuse itself. */
const WAITING = 3;
/** Its own past surprises. */
const SURPRISES = 4;
export const TAIL_SLOTS = SURPRISES + SURPRISE_SLOTS;

export type TailState = Float32Array;
const newTail = (): TailState => new Float32Array(TAIL_SLOTS);

/** Half-life of a week of five-minute windows: a spread is learned slower than a level, or every burst would excuse the next. */
const SPREAD_RATE = 1 / 2900;
const WAITING_RATE = 1 / 72;
/** A squared error teaches at most that of 10 standard deviations. */
const WIDEST_ERROR = 100;
/**
 * What was never active gives no size to compare with: the first activity is as unlikely as the windows without it, and
 * four decades more; each active window seen adds one.
 */
const DECADES_OF_FIRST = 4;

const at = (state: TailState, slot: number): number => state[slot] ?? 0;

export interface TailReading {
  readonly mean: number;
  readonly variance: number;
  /** -log10 of the probability of this much or more in this window, calibrated. */
  readonly decades: number;
}

/** What is expected of the window, and the points learned in all. */
export interface TailPlace {
  readonly mean: number;
  readonly points: number;
  /** -log10 of the chance of such a size, given that there is anything, where that is what a window is judged by. */
  readonly size?: number | undefined;
}

const varianceAt = (state: TailState, mean: number, kind: MeasureKind): number => {
  const relative = at(state, SQUARED_MEAN) > 0 ? at(state, SQUARED_ERROR) / at(state, SQUARED_MEAN) : 1;
  const own = relative * mean * mean;
  // The mean itself is known only as well as the windows it rests on.
  const doubt = (mean * mean + own) / Math.max(1, at(state, ACTIVE));
  return Math.max(own, kind === 'count' ? mean : 0) + doubt;
};

/** Decades, held to what so few active windows can tell at most. */
export const heldDecades = (state: TailState, points: number, decades: number): number =>
  decades > 0 ? Math.min(Math.log10(1 + points) + DECADES_OF_FIRST + at(state, ACTIVE), decades) : decades;

/** Share of the windows that had anything, of late; never surer than the windows seen allow (Laplace's rule of succession). */
export const activeShareOf = (state: TailState, points: number): number => {
  const remembered = (1 - (1 - SPREAD_RATE) ** points) / SPREAD_RATE;
  return Math.min(1, (at(state, ACTIVE) + 1) / (remembered + 2));
};

export const activeOf = (state: TailState): number => at(state, ACTIVE);

const decadesOf = (state: TailState, value: number, variance: number, { mean, points, size }: TailPlace, kind: MeasureKind): number => {
  if (size !== undefined) return size - Math.log10(activeShareOf(state, points));
  // Less than this is never worth the sum.
  if (value <= mean + 1.5 * Math.sqrt(variance)) return 0;
  const probability =
    kind === 'count' ? negativeBinomialTail(value, mean, Math.max(0, (variance - mean) / (mean * mean))) : gammaTail(value, mean, variance);
  return -Math.log10(probability);
};

/** What the memory says of a value. Changes nothing. */
export const readTail = (state: TailState, value: number, place: TailPlace, kind: MeasureKind): TailReading => {
  const { mean } = place;
  const variance = varianceAt(state, mean, kind);
  const decades = heldDecades(state, place.points, decadesOf(state, value, variance, place, kind));
  return { mean, variance, decades: calibrated(state, SURPRISES, decades) };
};

const move = (state: TailState, slot: number, rate: number, value: number): void => {
  state[slot] = at(state, slot) + rate * (value - at(state, slot));
};

/** Learns a value, and how surprising what was shown was. */
export const learnTail = (
  state: TailState,
  { value, shown, alerted }: { readonly value: number; readonly shown: number; readonly alerted: boolean },
  place: TailPlace,
  kind: MeasureKind,
): void => {
  const { points, mean } = place;
  const slow = Math.max(SPREAD_RATE, 1 / (points + 1));
  if (points >= LEAST_RATE_POINTS) {
    const variance = varianceAt(state, mean, kind);
    const squared = Math.min((value - mean) ** 2, WIDEST_ERROR * Math.max(variance, mean));
    move(state, WAITING, Math.max(WAITING_RATE, slow), squared);
    move(state, SQUARED_ERROR, slow, at(state, WAITING));
    move(state, SQUARED_MEAN, slow, mean * mean);
    learnSurprise(state, SURPRISES, heldDecades(state, points, decadesOf(state, shown, variance, place, kind)), alerted);
  }
  state[ACTIVE] = at(state, ACTIVE) * (1 - SPREAD_RATE) + (value > 0 ? 1 : 0);
};

/** What it is judged by has changed: past surprises were of something else. */
export const forgetSurprises = (state: TailState): void => {
  state.fill(0, SURPRISES);
};

/** From the first three versions of the state. */
export const tailOf = (spread: Float32Array): TailState => {
  const state = newTail();
  state.set(spread);
  state[WAITING] = at(state, SQUARED_ERROR);
  return state;
};
