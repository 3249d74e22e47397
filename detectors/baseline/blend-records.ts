// The metric detector: three forecasts blended by how well each has done, and the largest surprises remembered.
//
// Forecasts: the mean of this hour of the day, a level over hours, a level over days; blended by inverse squared error
// (Bates & Granger 1969). Nothing depends on the future, the length of a series, or another series.
// State is single precision in memory as in storage, so a saved memory answers exactly like the one it was saved from.

import { beyondLargest, rememberSurprise, SURPRISE_SLOTS } from './largest-surprises.ts';

const HOURS = 24;

const COUNT = 0;
const LEVEL = 1;
const LONG = 2;
const SUSTAINED = 3;
/** Three squared errors: hour, level, long. */
const ERRORS = 4;
/** The largest surprises of points, and of sustained ones. */
const RECORDS = 7;
const SUSTAINED_RECORDS = RECORDS + SURPRISE_SLOTS;
const BINS = SUSTAINED_RECORDS + SURPRISE_SLOTS;
const VISITS = BINS + HOURS;
export const BLEND_SLOTS = VISITS + HOURS;

/** Rates a point, whatever a point lasts (NAB's rows last 5 to 60 minutes): half-lives of 69, 690 and 34 points. */
const LEVEL_RATE = 0.01;
const LONG_RATE = 0.001;
const SUSTAINED_RATE = 0.02;
/** An hour's mean is a plain mean of its first 100 points and then forgets at this rate. */
const BIN_RATE = 0.01;
const ERROR_RATE = 0.002;
/** A squared error teaches at most 9 times the present one (3 standard deviations), so that freaks do not reweigh the forecasts. */
const ERROR_CLAMP = 9;

/** Points before which nothing is a record. */
export const SETTLED_POINTS = 100;

export type BlendState = Float32Array;
export const newBlend = (): BlendState => new Float32Array(BLEND_SLOTS);

export interface BlendReading {
  /** How far outside the surprises seen before, relative to the yardsticks: 0 = has been seen. */
  readonly margin: number;
  readonly sustainedMargin: number;
  /** On the stabilised scale. */
  readonly residual: number;
  /** Weights of the hour, level and long forecasts; they sum to 1. */
  readonly weights: readonly [number, number, number];
}

/** Square root with the sign kept: steadies the spread of counts and bytes. */
export const stabilised = (value: number): number => (value < 0 ? -Math.sqrt(-value) : Math.sqrt(value));

const at = (state: BlendState, slot: number): number => state[slot] ?? 0;

/** Points learned. */
export const pointsOf = (state: BlendState): number => at(state, COUNT);

const forecasts = (state: BlendState, hour: number): readonly [number, number, number] => {
  const level = at(state, LEVEL);
  const visits = at(state, VISITS + hour);
  const trust = visits / (visits + 1);
  return [trust * at(state, BINS + hour) + (1 - trust) * level, level, at(state, LONG)];
};

/** Keeps a perfect forecaster's weight finite. */
const LEAST_ERROR = 1e-9;

const weigh = (state: BlendState): readonly [number, number, number] => {
  const hour = 1 / (at(state, ERRORS) + LEAST_ERROR);
  const level = 1 / (at(state, ERRORS + 1) + LEAST_ERROR);
  const long = 1 / (at(state, ERRORS + 2) + LEAST_ERROR);
  const sum = hour + level + long;
  return [hour / sum, level / sum, long / sum];
};

/** What the memory says of a value (already stabilised) at an hour of the day. Changes nothing. `pace`: as it is learned. */
export const readBlend = (state: BlendState, value: number, hour: number, pace = 1): BlendReading => {
  const weights = weigh(state);
  const [byHour, level, long] = forecasts(state, hour);
  const residual = value - (weights[0] * byHour + weights[1] * level + weights[2] * long);
  const settled = at(state, COUNT) >= SETTLED_POINTS;
  const sustained = at(state, SUSTAINED) + pace * SUSTAINED_RATE * (residual - at(state, SUSTAINED));
  return {
    margin: settled ? beyondLargest(state, RECORDS, residual) : 0,
    sustainedMargin: settled ? beyondLargest(state, SUSTAINED_RECORDS, sustained) : 0,
    residual,
    weights,
  };
};

const learnError = (state: BlendState, slot: number, off: number, rate: number): void => {
  const error = at(state, slot);
  const squared = off * off;
  const taught = error > 0 ? Math.min(squared, ERROR_CLAMP * error) : squared;
  state[slot] = error + rate * (taught - error);
};

/** Learns a value (already stabilised) that came at an hour of the day. `pace` multiplies the rates of all that follows the values. */
export const learnBlend = (state: BlendState, value: number, hour: number, pace = 1): void => {
  const count = at(state, COUNT) + 1;
  state[COUNT] = count;
  if (count === 1) {
    state[LEVEL] = value;
    state[LONG] = value;
    state[BINS + hour] = value;
    state[VISITS + hour] = 1;
    return;
  }
  const predicted = forecasts(state, hour);
  const weights = weigh(state);
  const residual = value - (weights[0] * predicted[0] + weights[1] * predicted[1] + weights[2] * predicted[2]);
  const sustained = at(state, SUSTAINED) + pace * SUSTAINED_RATE * (residual - at(state, SUSTAINED));
  state[SUSTAINED] = sustained;
  rememberSurprise(state, RECORDS, residual);
  rememberSurprise(state, SUSTAINED_RECORDS, sustained);
  const errorRate = Math.max(ERROR_RATE, 1 / count);
  learnError(state, ERRORS, value - predicted[0], errorRate);
  learnError(state, ERRORS + 1, value - predicted[1], errorRate);
  learnError(state, ERRORS + 2, value - predicted[2], errorRate);
  const visits = at(state, VISITS + hour) + 1;
  state[VISITS + hour] = Math.min(visits, 1 / (pace * BIN_RATE));
  state[BINS + hour] = at(state, BINS + hour) + Math.max(pace * BIN_RATE, 1 / visits) * (value - at(state, BINS + hour));
  state[LEVEL] = at(state, LEVEL) + Math.max(pace * LEVEL_RATE, 1 / count) * (value - at(state, LEVEL));
  state[LONG] = at(state, LONG) + Math.max(pace * LONG_RATE, 1 / count) * (value - at(state, LONG));
};
