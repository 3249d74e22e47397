// The calibrated half of a measure's memory: what mean and spread to expect in a window of this hour of the day, and how
// unlikely a value of one window is.
//
// Counts are negative binomial, amounts gamma, both by their first two moments. A small shape (mean²/variance) is a
// hurdle by itself: P(X >= x) is then about P(active) times an exponential tail, which is what rare batches need.
import { LEAST_RATE_POINTS, type MeasureKind } from './measure-kind.ts';
import { calibrated, learnSurprise, SURPRISE_SLOTS } from './past-surprises.ts';
import { gammaTail, negativeBinomialTail } from './tail-probability.ts';

const HOURS = 24;
const WEEKDAYS = 7;
const MEANS = 0;
const VARIANCES = HOURS;
/** For each weekday, means of what came and of what the hours alone made expect: their ratio is the weekday's factor. */
const DAY_CAME = 2 * HOURS;
const DAY_EXPECTED = DAY_CAME + WEEKDAYS;
const LEVEL = DAY_EXPECTED + WEEKDAYS;
const LONG = LEVEL + 1;
/** Squared errors of the four forecasts, on the square root's scale: hour, hour and weekday, level, long. */
const ERRORS = LEVEL + 2;
const FORECASTS = 4;
/** Sums of squared errors and of squared means, for the spread relative to the mean over all hours. */
const SQUARED_ERROR = ERRORS + FORECASTS;
const SQUARED_MEAN = SQUARED_ERROR + 1;
/** Windows with anything in them, forgotten slowly: what the mean rests on. */
const ACTIVE = SQUARED_ERROR + 2;
/** Its own past surprises. */
const SURPRISES = SQUARED_ERROR + 3;
/**
 * The hour that is still being seen: the windows of an hour move its forecasts together once it is over, so that an incident of
 * an hour is not measured against itself. Which hour, its windows, its visits with them, their sum and their squared errors.
 */
const OPEN_HOUR = SURPRISES + SURPRISE_SLOTS;
const OPEN_WINDOWS = OPEN_HOUR + 1;
const OPEN_VISITS = OPEN_HOUR + 2;
const OPEN_SUM = OPEN_HOUR + 3;
const OPEN_SQUARES = OPEN_HOUR + 4;
export const TAIL_SLOTS = OPEN_HOUR + 5;
/** What the versions of the state before this one had in common with it. */
export const COMMON_TAIL_SLOTS = SURPRISES;

export type TailState = Float32Array;
export const newTail = (): TailState => new Float32Array(TAIL_SLOTS);

const LEVEL_RATE = 0.01;
const LONG_RATE = 0.001;
/** An hour's mean is a plain mean of its first 100 windows and then forgets at this rate. */
const HOUR_RATE = 0.01;
/** Half of a weekday's factor is its last day. */
const DAY_RATE = 1 / 400;
/** Half-life of a week of five-minute windows: a spread is learned slower than a level, or every burst would excuse the next. */
const SPREAD_RATE = 1 / 2900;
/** A squared error teaches at most that of 10 standard deviations. */
const WIDEST_ERROR = 100;
/**
 * What was never active gives no size to compare with: the first activity is as unlikely as the windows without it, and
 * four decades more; each active window seen adds one.
 */
const DECADES_OF_FIRST = 4;
/** Visits at which an hour's own variance weighs as much as the variance over all hours. */
const TRUSTED_VISITS = 12;

const at = (state: TailState, slot: number): number => state[slot] ?? 0;

export interface TailReading {
  readonly mean: number;
  readonly variance: number;
  /** -log10 of the probability of this much or more in this window, calibrated. */
  readonly decades: number;
}

/** Where the memory is asked: the hour of the day, points learned in that hour, and the weekday. */
export interface TailPlace {
  readonly hour: number;
  readonly visits: number;
  /** 0 to 6, from any day on. */
  readonly weekday: number;
  /** Points learned in all. */
  readonly points: number;
}

/**
 * Most of an error is noise that no forecast can help, so inverse errors hardly tell forecasts apart: they are raised to
 * this power. At 8, a forecast whose squared error is a tenth larger than the best one's has half its weight.
 */
const sharpened = (share: number): number => {
  const fourth = share * share * share * share;
  return fourth * fourth;
};
const ERROR_RATE = 0.002;
/** As for the blend: a squared error teaches at most 9 times the present one. */
const ERROR_CLAMP = 9;
const LEAST_ERROR = 1e-9;

/** A weekday's factor is believed within these: a day of the week that is a hundred times another is a schedule, not a rhythm. */
const LEAST_FACTOR = 0.01;
const LARGEST_FACTOR = 10;

/** Windows of this hour of the day that its mean rests on: those of an hour still open do not count yet. */
const visitsIn = (state: TailState, { hour, visits }: TailPlace): number =>
  at(state, OPEN_WINDOWS) > 0 && at(state, OPEN_HOUR) === hour ? Math.max(0, visits - at(state, OPEN_WINDOWS)) : visits;

const forecastsAt = (state: TailState, place: TailPlace): readonly [number, number, number, number] => {
  const { hour, weekday } = place;
  const level = at(state, LEVEL);
  const visits = visitsIn(state, place);
  const trust = visits / (visits + 1);
  const byHour = trust * at(state, MEANS + hour) + (1 - trust) * level;
  const expected = at(state, DAY_EXPECTED + weekday);
  const factor = expected > 0 ? Math.min(LARGEST_FACTOR, Math.max(LEAST_FACTOR, at(state, DAY_CAME + weekday) / expected)) : 1;
  return [byHour, byHour * factor, level, at(state, LONG)];
};

const meanOf = (state: TailState, forecasts: readonly [number, number, number, number]): number => {
  let best = Number.POSITIVE_INFINITY;
  for (let index = 0; index < FORECASTS; index++) best = Math.min(best, at(state, ERRORS + index));
  let sum = 0;
  let weights = 0;
  for (let index = 0; index < FORECASTS; index++) {
    const weight = sharpened((best + LEAST_ERROR) / (at(state, ERRORS + index) + LEAST_ERROR));
    sum += weight * (forecasts[index] ?? 0);
    weights += weight;
  }
  return Math.max(0, sum / weights);
};

const varianceAt = (state: TailState, place: TailPlace, mean: number, kind: MeasureKind): number => {
  const relative = at(state, SQUARED_MEAN) > 0 ? at(state, SQUARED_ERROR) / at(state, SQUARED_MEAN) : 1;
  const overall = relative * mean * mean;
  const visits = visitsIn(state, place);
  const trust = visits / (visits + TRUSTED_VISITS);
  const own = trust * at(state, VARIANCES + place.hour) + (1 - trust) * overall;
  // The mean itself is known only as well as the windows it rests on.
  const doubt = (mean * mean + Math.max(own, overall)) / Math.max(1, at(state, ACTIVE));
  const grain = kind === 'count' ? mean : 0;
  return Math.max(own, overall, grain) + doubt;
};

const decadesOf = (value: number, mean: number, variance: number, kind: MeasureKind): number => {
  // Less than this is never worth the sum.
  if (value <= mean + 1.5 * Math.sqrt(variance)) return 0;
  const probability =
    kind === 'count' ? negativeBinomialTail(value, mean, Math.max(0, (variance - mean) / (mean * mean))) : gammaTail(value, mean, variance);
  return -Math.log10(probability);
};

/** What so few active windows can tell at most, in decades. */
export const surestOf = (state: TailState, points: number): number => Math.log10(1 + points) + DECADES_OF_FIRST + at(state, ACTIVE);

/** Share of the windows that had anything, of late; never surer than the windows seen allow (Laplace's rule of succession). */
export const activeShareOf = (state: TailState, points: number): number => {
  const remembered = (1 - (1 - SPREAD_RATE) ** points) / SPREAD_RATE;
  return Math.min(1, (at(state, ACTIVE) + 1) / (remembered + 2));
};

export const activeOf = (state: TailState): number => at(state, ACTIVE);

export const expectedAt = (state: TailState, place: TailPlace): number => meanOf(state, forecastsAt(state, place));

/** What the memory says of a value. Changes nothing. */
export const readTail = (state: TailState, value: number, place: TailPlace, kind: MeasureKind): TailReading => {
  const mean = expectedAt(state, place);
  const variance = varianceAt(state, place, mean, kind);
  const decades = Math.min(surestOf(state, place.points), decadesOf(value, mean, variance, kind));
  return { mean, variance, decades: calibrated(state, SURPRISES, decades) };
};

const move = (state: TailState, slot: number, rate: number, value: number): void => {
  state[slot] = at(state, slot) + rate * (value - at(state, slot));
};

/** How far a mean moves by `windows` at once that would each move it at `rate`, or by their share of all it has seen. */
const rateOf = (rate: number, windows: number, seen: number): number => Math.min(1, Math.max(1 - (1 - rate) ** windows, windows / seen));

/** An hour is over: its windows move the means. */
const closeHour = (state: TailState, points: number): void => {
  const windows = at(state, OPEN_WINDOWS);
  if (windows === 0) return;
  const mean = at(state, OPEN_SUM) / windows;
  const hour = at(state, OPEN_HOUR);
  const byVisits = rateOf(HOUR_RATE, windows, at(state, OPEN_VISITS));
  move(state, MEANS + hour, byVisits, mean);
  move(state, LEVEL, rateOf(LEVEL_RATE, windows, points), mean);
  move(state, LONG, rateOf(LONG_RATE, windows, points), mean);
  if (points >= LEAST_RATE_POINTS + windows) move(state, VARIANCES + hour, byVisits, at(state, OPEN_SQUARES) / windows);
  state[OPEN_WINDOWS] = 0;
  state[OPEN_SUM] = 0;
  state[OPEN_SQUARES] = 0;
};

const learnForecasts = (
  state: TailState,
  value: number,
  { hour, visits, weekday, points }: TailPlace,
  forecasts: readonly [number, number, number, number],
): void => {
  const errorRate = Math.max(ERROR_RATE, 1 / (points + 1));
  const root = Math.sqrt(value);
  for (let index = 0; points > 0 && index < FORECASTS; index++) {
    const error = at(state, ERRORS + index);
    const off = root - Math.sqrt(Math.max(0, forecasts[index] ?? 0));
    move(state, ERRORS + index, errorRate, error > 0 ? Math.min(off * off, ERROR_CLAMP * error) : off * off);
  }
  move(state, DAY_CAME + weekday, DAY_RATE, value);
  move(state, DAY_EXPECTED + weekday, DAY_RATE, forecasts[0]);
  state[OPEN_HOUR] = hour;
  state[OPEN_WINDOWS] = at(state, OPEN_WINDOWS) + 1;
  state[OPEN_VISITS] = visits + 1;
  state[OPEN_SUM] = at(state, OPEN_SUM) + value;
};

/** Learns a value, and how surprising what was shown was. */
export const learnTail = (
  state: TailState,
  { value, shown, alerted }: { readonly value: number; readonly shown: number; readonly alerted: boolean },
  place: TailPlace,
  kind: MeasureKind,
): void => {
  const { points } = place;
  if (at(state, OPEN_HOUR) !== place.hour) closeHour(state, points);
  const forecasts = forecastsAt(state, place);
  const mean = meanOf(state, forecasts);
  const variance = varianceAt(state, place, mean, kind);
  const slow = Math.max(SPREAD_RATE, 1 / (points + 1));
  const off = value - mean;
  if (points >= LEAST_RATE_POINTS) {
    const squared = Math.min(off * off, WIDEST_ERROR * Math.max(variance, mean));
    state[OPEN_SQUARES] = at(state, OPEN_SQUARES) + squared;
    move(state, SQUARED_ERROR, slow, squared);
    move(state, SQUARED_MEAN, slow, mean * mean);
    learnSurprise(state, SURPRISES, Math.min(surestOf(state, points), decadesOf(shown, mean, variance, kind)), alerted);
  }
  learnForecasts(state, value, place, forecasts);
  state[ACTIVE] = at(state, ACTIVE) * (1 - SPREAD_RATE) + (value > 0 ? 1 : 0);
};
