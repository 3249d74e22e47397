// How large a batch is, given that there is one: what the windows of the last half hour that had anything brought.
//
// A function at work in few windows has a mean that tells nothing of their size. So sizes are learned of the windows that had
// anything (a hurdle model, Mullahy 1986): one event is what made the window count, the rest is Poisson or wider about a mean
// of its own. Half an hour together: that long, the grain of counts no longer hides how much batches differ, and an incident often lasts no longer.
//
// The windows of one batch are alike, so hours are what is counted: each that had anything is one batch more that tells of the spread
// of batches, and one occasion to be unusual.
import { calibrated, learnSurprise, SURPRISE_SLOTS } from './past-surprises.ts';
import { learnSum, SUM_SLOTS, type Sum, sumDecades } from './sum-tail.ts';
import { WINDOWS_AN_HOUR } from './window-index.ts';

const MEAN = SUM_SLOTS;
const VISITS = MEAN + 1;
/** Hours of the clock that had anything, and the mean of how many of their windows did. */
const HOURS = MEAN + 2;
const WINDOWS_ACTIVE = MEAN + 3;
/** Of this hour: windows that had anything, the largest surprise, and whether one was told of. */
const OPEN = MEAN + 4;
const PEAK = MEAN + 5;
const PEAK_TOLD = MEAN + 6;
const SURPRISES = MEAN + 7;
export const BATCH_SLOTS = SURPRISES + SURPRISE_SLOTS;

export type BatchState = Float32Array;
export const newBatch = (): BatchState => new Float32Array(BATCH_SLOTS);
/** What versions four and five of the state stored: no hours, and surprises of windows, which are let go. */
export const FIFTH_BATCH_SLOTS = HOURS + SURPRISE_SLOTS;

/** Windows looked at together. */
export const BATCH_WINDOWS = 6;
/** A mean of the first 300 active windows, which then forgets at this rate: a day of a busy function. */
const RATE = 1 / 300;
/** And of the first 300 hours. */
const HOUR_RATE = 1 / 300;
/** Batches that must have been seen before anything is said: five deviations from their mean tell of a spread. */
const LEAST_HOURS = 6;
/** Of a Poisson's mean nothing is known before: Jeffreys' prior is half an event. */
const PRIOR_EVENTS = 0.5;

export interface BatchReading {
  /** -log10 of the chance of such a size, of a window that has anything. */
  readonly decades: number;
  /** Of one window that has anything. */
  readonly mean: number;
  readonly ratio: number;
  readonly excess: number;
}

const at = (state: BatchState, slot: number): number => state[slot] ?? 0;

export interface Batch {
  readonly came: number;
  /** Windows among them that had anything. */
  readonly active: number;
}

/** Beyond the one event of each active window. */
const sumOf = (state: BatchState, { came, active }: Batch): Sum => {
  const visits = Math.max(1, at(state, VISITS));
  const events = at(state, MEAN) * visits + PRIOR_EVENTS;
  return { came: came - active, expected: (active * events) / visits, doubt: 1 / events, independent: Math.max(1, at(state, HOURS)) };
};

/** Whether what comes fills a stretch of windows when it comes. */
export const comesTogether = (state: BatchState): boolean => at(state, WINDOWS_ACTIVE) >= BATCH_WINDOWS;

const isKnown = (state: BatchState): boolean => at(state, HOURS) >= LEAST_HOURS;

/** -log10 of the chance that a window that has anything has so much, by the model alone; undefined while too little was seen. */
export const sizeDecades = (state: BatchState, value: number): number | undefined =>
  isKnown(state) ? sumDecades(state, sumOf(state, { came: value, active: 1 }), 'count') : undefined;

/** Of a window that has anything; undefined while too little was seen. `alone`: nothing else is asked about the window and its hour. */
export const readBatch = (state: BatchState, batch: Batch, alone: boolean): BatchReading | undefined => {
  if (!isKnown(state)) return undefined;
  const sum = sumOf(state, batch);
  const decades = calibrated(state, SURPRISES, sumDecades(state, sum, 'count'));
  // Windows looked at together are one occasion, where they come together; elsewhere it is one look of three, which costs as much.
  const together = alone ? Math.max(1, Math.min(BATCH_WINDOWS, at(state, WINDOWS_ACTIVE))) : 1;
  return {
    decades: decades > 0 ? decades + Math.log10(together) : 0,
    mean: 1 + at(state, MEAN),
    ratio: sum.came / sum.expected,
    excess: sum.came - sum.expected,
  };
};

/** `value` is that of the last of its windows. */
export const learnBatch = (state: BatchState, batch: Batch, value: number, told: boolean): void => {
  const sum = sumOf(state, batch);
  const visits = at(state, VISITS) + 1;
  state[OPEN] = at(state, OPEN) + 1;
  if (isKnown(state)) state[PEAK] = Math.max(at(state, PEAK), sumDecades(state, sum, 'count'));
  if (told) state[PEAK_TOLD] = 1;
  if (visits > 1) learnSum(state, sum);
  state[VISITS] = Math.min(1 / RATE, visits);
  state[MEAN] = at(state, MEAN) + Math.max(RATE, 1 / visits) * (value - 1 - at(state, MEAN));
};

/** An hour of the clock is over. Whether batches are known from now on. */
export const closeBatchHour = (state: BatchState): boolean => {
  if (at(state, OPEN) === 0) return false;
  const known = isKnown(state);
  if (known) learnSurprise(state, SURPRISES, at(state, PEAK), at(state, PEAK_TOLD) === 1, at(state, WINDOWS_ACTIVE));
  const hours = Math.min(1 / HOUR_RATE, at(state, HOURS) + 1);
  state[HOURS] = hours;
  state[WINDOWS_ACTIVE] = at(state, WINDOWS_ACTIVE) + (at(state, OPEN) - at(state, WINDOWS_ACTIVE)) / hours;
  state[OPEN] = 0;
  state[PEAK] = 0;
  state[PEAK_TOLD] = 0;
  return !known && isKnown(state);
};

/** From versions four and five of the state, as if windows had come in as few hours as they may have. */
export const batchOfFifth = (fifth: Float32Array): BatchState => {
  const state = newBatch();
  state.set(fifth.subarray(0, HOURS));
  state[HOURS] = Math.floor(at(fifth, VISITS) / WINDOWS_AN_HOUR);
  state[WINDOWS_ACTIVE] = 1;
  return state;
};
