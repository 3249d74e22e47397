// The calibrated half of a measure's memory: what mean and spread to expect in a window of this hour of the day, and how
// unlikely a value is, for one window and for the last hour together.
//
// Counts are negative binomial, amounts gamma, both by their first two moments. A small shape (mean²/variance) is a
// hurdle by itself: P(X >= x) is then about P(active) times an exponential tail, which is what rare batches need.
import { LEAST_RATE_POINTS, type MeasureKind } from './measure-kind.ts';
import { gammaTail, negativeBinomialTail } from './tail-probability.ts';

const HOURS = 24;
const MEANS = 0;
const VARIANCES = HOURS;
const LEVEL = 2 * HOURS;
const LONG = LEVEL + 1;
/** Sums of squared errors and of squared means, for the spread relative to the mean over all hours. */
const SQUARED_ERROR = LEVEL + 2;
const SQUARED_MEAN = LEVEL + 3;
/** Windows with anything in them, forgotten slowly: what the mean rests on. */
const ACTIVE = LEVEL + 4;
/** Exponentially weighted sums over about an hour: of what came, of what was expected, of its variance. */
const CAME = LEVEL + 5;
const EXPECTED = LEVEL + 6;
const SPREAD = LEVEL + 7;
/** How much wider the hour's sum swings than independent windows would. */
const CLUSTERING = LEVEL + 8;
/** The five largest standardised hour sums. */
const RECORDS = LEVEL + 9;
const KEPT = 5;
export const TAIL_SLOTS = RECORDS + KEPT;

export type TailState = Float32Array;
export const newTail = (): TailState => new Float32Array(TAIL_SLOTS);

/** A window stays 11/12 as heavy after each window: twelve windows of five minutes are the hour. */
const HOUR_DECAY = 11 / 12;
const LEVEL_RATE = 0.01;
const LONG_RATE = 0.001;
/** Half-life of a week of five-minute windows: a spread is learned slower than a level, or every burst would excuse the next. */
const SPREAD_RATE = 1 / 2900;
/** A squared error teaches at most that of 10 standard deviations. */
const WIDEST_ERROR = 100;
/** Visits at which an hour's own variance weighs as much as the variance over all hours. */
const TRUSTED_VISITS = 12;

const at = (state: TailState, slot: number): number => state[slot] ?? 0;

export interface TailReading {
  readonly mean: number;
  readonly variance: number;
  /** -log10 of the probability of this much or more, in this window and in about the last hour. */
  readonly decades: number;
  readonly hourDecades: number;
  /** What came in about the last hour over what was expected. */
  readonly hourRatio: number;
  /** How far the hour's sum lies outside the five largest before it, relative to them. */
  readonly hourMargin: number;
}

/** Where the memory is asked: the hour of the day, points learned in that hour, and the blend's weights. */
export interface TailPlace {
  readonly hour: number;
  readonly visits: number;
  readonly weights: readonly [number, number, number];
}

/**
 * Most of an error is noise that no forecast can help, so inverse errors hardly tell forecasts apart. Records are held
 * against that cautious blend; a mean is wanted as right as can be, and the weights are raised to this power first.
 */
const SHARPNESS = 4;

const meanAt = (state: TailState, { hour, visits, weights }: TailPlace): number => {
  const level = at(state, LEVEL);
  const trust = visits / (visits + 1);
  const byHour = trust * at(state, MEANS + hour) + (1 - trust) * level;
  const best = Math.max(weights[0], weights[1], weights[2]);
  const one = (weights[0] / best) ** SHARPNESS;
  const two = (weights[1] / best) ** SHARPNESS;
  const three = (weights[2] / best) ** SHARPNESS;
  return Math.max(0, (one * byHour + two * level + three * at(state, LONG)) / (one + two + three));
};

const varianceAt = (state: TailState, place: TailPlace, mean: number, kind: MeasureKind): number => {
  const relative = at(state, SQUARED_MEAN) > 0 ? at(state, SQUARED_ERROR) / at(state, SQUARED_MEAN) : 1;
  const overall = relative * mean * mean;
  const trust = place.visits / (place.visits + TRUSTED_VISITS);
  const own = trust * at(state, VARIANCES + place.hour) + (1 - trust) * overall;
  // The mean itself is known only as well as the windows it rests on.
  const doubt = (mean * mean + Math.max(own, overall)) / Math.max(1, at(state, ACTIVE));
  const grain = kind === 'count' ? mean : 0;
  return Math.max(own, overall, grain) + doubt;
};

const decadesOf = (value: number, mean: number, variance: number, kind: MeasureKind): number => {
  // Less than this is never worth the sum: within two standard deviations.
  if (value <= mean + 2 * Math.sqrt(variance)) return 0;
  const probability =
    kind === 'count' ? negativeBinomialTail(value, mean, Math.max(0, (variance - mean) / (mean * mean))) : gammaTail(value, mean, variance);
  return -Math.log10(probability);
};

/** What the memory says of a value after `quiet` further empty windows of which it was not told. Changes nothing. */
export const readTail = (state: TailState, value: number, place: TailPlace, kind: MeasureKind): TailReading => {
  const mean = meanAt(state, place);
  const variance = varianceAt(state, place, mean, kind);
  const came = at(state, CAME) * HOUR_DECAY + value;
  const expected = at(state, EXPECTED) * HOUR_DECAY + mean;
  const spread = at(state, SPREAD) * HOUR_DECAY * HOUR_DECAY + variance;
  const wide = spread * Math.max(1, at(state, CLUSTERING));
  const sum = came > expected && wide > 0 ? (came - expected) / Math.sqrt(wide) : 0;
  const yardstick = at(state, RECORDS + KEPT - 1);
  return {
    mean,
    variance,
    decades: decadesOf(value, mean, variance, kind),
    hourDecades: sum > 2 ? -Math.log10(gammaTail(came, expected, wide)) : 0,
    hourRatio: expected > 0 ? came / expected : came > 0 ? Number.MAX_VALUE : 1,
    hourMargin: yardstick > 0 ? Math.max(0, sum / yardstick - 1) : sum > 0 ? 1 : 0,
  };
};

const keepRecord = (state: TailState, sum: number): void => {
  let size = sum;
  for (let slot = RECORDS; slot < RECORDS + KEPT; slot++) {
    const kept = at(state, slot);
    if (size > kept) {
      state[slot] = size;
      size = kept;
    }
  }
};

/** Learns a value; `points` were learned before it. */
export const learnTail = (state: TailState, value: number, place: TailPlace, kind: MeasureKind, points: number): void => {
  const mean = meanAt(state, place);
  const variance = varianceAt(state, place, mean, kind);
  const slow = Math.max(SPREAD_RATE, 1 / (points + 1));
  const off = value - mean;
  if (points >= LEAST_RATE_POINTS) {
    const squared = Math.min(off * off, WIDEST_ERROR * Math.max(variance, mean));
    const ofHour = Math.max(0.01, 1 / (place.visits + 1));
    state[VARIANCES + place.hour] = at(state, VARIANCES + place.hour) + ofHour * (squared - at(state, VARIANCES + place.hour));
    state[SQUARED_ERROR] = at(state, SQUARED_ERROR) + slow * (squared - at(state, SQUARED_ERROR));
    state[SQUARED_MEAN] = at(state, SQUARED_MEAN) + slow * (mean * mean - at(state, SQUARED_MEAN));
    const came = at(state, CAME) * HOUR_DECAY + value;
    const expected = at(state, EXPECTED) * HOUR_DECAY + mean;
    const spread = at(state, SPREAD) * HOUR_DECAY * HOUR_DECAY + variance;
    state[CAME] = came;
    state[EXPECTED] = expected;
    state[SPREAD] = spread;
    if (spread > 0) {
      const swing = ((came - expected) * (came - expected)) / spread;
      const clustering = at(state, CLUSTERING);
      state[CLUSTERING] = clustering + slow * (Math.min(swing, WIDEST_ERROR * Math.max(1, clustering)) - clustering);
      if (came > expected) keepRecord(state, (came - expected) / Math.sqrt(spread * Math.max(1, clustering)));
    }
  }
  state[ACTIVE] = at(state, ACTIVE) * (1 - SPREAD_RATE) + (value > 0 ? 1 : 0);
  const ofHour = Math.max(0.01, 1 / (place.visits + 1));
  state[MEANS + place.hour] = at(state, MEANS + place.hour) + ofHour * (value - at(state, MEANS + place.hour));
  state[LEVEL] = at(state, LEVEL) + Math.max(LEVEL_RATE, 1 / (points + 1)) * (value - at(state, LEVEL));
  state[LONG] = at(state, LONG) + Math.max(LONG_RATE, 1 / (points + 1)) * (value - at(state, LONG));
};
