// The long memory that a slow ramp cannot move: daily totals against those of the first learned days.
//
// A level that trails the data follows a slow ramp and never sees it; a frozen first week does. Frozen for ever it would
// also call honest growth an anomaly, so it is re-anchored at 1/90 a day: growth of 1 % a day stays below twice, a ramp of
// 5 % a day does not.

import { DAYS_A_WEEK } from './window-index.ts';

const DAY = 0;
const TODAY = 1;
const WINDOWS = 2;
const DAYS = 3;
/** Of relative differences below the weekday's mean. */
const VARIANCE = 4;
/** The last whole day's total, and what was usual for its weekday before it. */
const LAST = 5;
const LAST_USUAL = 6;
/** The same of the day before. */
const BEFORE = 7;
const BEFORE_USUAL = 8;
const MEANS = 9;
export const REFERENCE_SLOTS = MEANS + DAYS_A_WEEK;

export type ReferenceState = Float32Array;
export const newReference = (): ReferenceState => new Float32Array(REFERENCE_SLOTS);

/** Days that make the first reference: one of each weekday. */
const FIRST_DAYS = DAYS_A_WEEK;
/** Each weekday comes once in seven days and then learns seven days' worth. */
const RATE_A_DAY = 1 / 90;
const RATE_A_WEEK = DAYS_A_WEEK * RATE_A_DAY;
/** A day teaches at most twice the reference: one poisoned day moves it by 1.1 %, and a year of them still shows. */
const MOST_A_DAY = 2;
/** Days are never taken to swing less than this about their mean: a few weeks cannot show a smaller spread. */
const LEAST_SPREAD = 0.1;
/** The first week's spread over its weekdays counts as so many days of spread about a weekday's own mean. */
const PRIOR_DAYS = 1;
/** Days after which the spread forgets. */
const SPREAD_DAYS = 30;

const at = (state: ReferenceState, slot: number): number => state[slot] ?? 0;

const spreadOf = (state: ReferenceState): number => Math.max(Math.sqrt(at(state, VARIANCE)), LEAST_SPREAD);

/** What is usual for a weekday: its own mean, and the mean of all while it never had anything. */
const usualOf = (state: ReferenceState, weekday: number): number => {
  const own = at(state, MEANS + weekday);
  if (own > 0) return own;
  let sum = 0;
  for (let day = 0; day < DAYS_A_WEEK; day++) sum += at(state, MEANS + day);
  return sum / DAYS_A_WEEK;
};

const spreadOfWeek = (state: ReferenceState): number => {
  const week = [...state.subarray(MEANS, MEANS + DAYS_A_WEEK)];
  const mean = week.reduce((sum, total) => sum + total, 0) / DAYS_A_WEEK;
  return mean > 0 ? week.reduce((sum, total) => sum + (total / mean - 1) ** 2, 0) / DAYS_A_WEEK : 0;
};

const closeDay = (state: ReferenceState, windowsInDay: number): void => {
  // A day that was only partly seen says nothing of a day's total.
  if (at(state, WINDOWS) < windowsInDay) return;
  const total = at(state, TODAY);
  const slot = MEANS + (at(state, DAY) % DAYS_A_WEEK);
  const usual = usualOf(state, at(state, DAY) % DAYS_A_WEEK);
  const days = at(state, DAYS) + 1;
  state[DAYS] = days;
  state[BEFORE] = at(state, LAST);
  state[BEFORE_USUAL] = at(state, LAST_USUAL);
  state[LAST] = total;
  state[LAST_USUAL] = usual;
  if (days <= FIRST_DAYS) {
    state[slot] = total;
    if (days === FIRST_DAYS) state[VARIANCE] = spreadOfWeek(state);
    return;
  }
  const learned = Math.min(total, usual * MOST_A_DAY);
  state[slot] = at(state, slot) + RATE_A_WEEK * (learned - at(state, slot));
  // Only days below teach the spread (as Random Cut Forest's thresholder does): a ramp's must not widen what it is held against.
  if (total >= usual) return;
  const swing = total / usual - 1;
  const rate = 1 / Math.min(SPREAD_DAYS, PRIOR_DAYS + days - FIRST_DAYS);
  state[VARIANCE] = at(state, VARIANCE) + rate * (swing * swing - at(state, VARIANCE));
};

/** Adds `windows` windows of `total` together to a day (days since the epoch). Days come in order. */
export const learnReference = (state: ReferenceState, day: number, total: number, windows: number, windowsInDay: number): void => {
  if (day !== at(state, DAY)) {
    if (at(state, DAY) !== 0) closeDay(state, windowsInDay);
    state[DAY] = day;
    state[TODAY] = 0;
    state[WINDOWS] = 0;
  }
  state[TODAY] = at(state, TODAY) + total;
  state[WINDOWS] = at(state, WINDOWS) + windows;
};

export interface RampReading {
  /** Days over what was usual for their weekday: the lesser of the last two whole ones. 1 while there is no reference. */
  readonly ratio: number;
  /** Standard deviations of such days that it lies above. */
  readonly deviations: number;
  /** The last whole day, and what was usual for its weekday. */
  readonly day: number;
  readonly usualDay: number;
}

export const readReference = (state: ReferenceState): RampReading => {
  const usualDay = at(state, LAST_USUAL);
  const day = at(state, LAST);
  // A ramp lasts: one odd day is not one.
  if (at(state, DAYS) <= FIRST_DAYS + 1 || usualDay <= 0 || at(state, BEFORE_USUAL) <= 0) return { ratio: 1, deviations: 0, day, usualDay };
  const ratio = Math.min(day / usualDay, at(state, BEFORE) / at(state, BEFORE_USUAL));
  return { ratio, deviations: (ratio - 1) / spreadOf(state), day, usualDay };
};
