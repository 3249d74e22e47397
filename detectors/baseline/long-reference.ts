// The long memory that a slow ramp cannot move: daily totals against those of the first learned days.
//
// Measured (reference, 50 seeds): trailing means never see a ramp of 0.2 to 5 % an hour in up to 84 % of runs, a frozen
// first week sees every one at 1.4 to 1.6 times. Frozen for ever it would also call honest growth an anomaly, so it is
// re-anchored at 1/90 a day: growth of 1 % a day stays below twice, a ramp of 5 % a day does not.

const DAY = 0;
const TODAY = 1;
const WINDOWS = 2;
const DAYS = 3;
const MEAN = 4;
const VARIANCE = 5;
const YESTERDAY = 6;
export const REFERENCE_SLOTS = 7;

export type ReferenceState = Float32Array;
export const newReference = (): ReferenceState => new Float32Array(REFERENCE_SLOTS);

/** Days that make the first reference: one of each weekday. */
const FIRST_DAYS = 7;
const RATE_A_DAY = 1 / 90;
/** A day teaches at most twice the reference: one poisoned day moves it by 1.1 %, and a year of them still shows. */
const MOST_A_DAY = 2;

/** Standard deviations that one day may teach the spread. */
const WIDEST_DAY = 2;
/** A reference's days are never taken to swing less than this about their mean: seven days cannot show a smaller spread. */
const LEAST_SPREAD = 0.1;

const at = (state: ReferenceState, slot: number): number => state[slot] ?? 0;

const spreadOf = (state: ReferenceState): number => Math.max(Math.sqrt(at(state, VARIANCE)), LEAST_SPREAD * at(state, MEAN));

const closeDay = (state: ReferenceState, windowsInDay: number): void => {
  // A day that was only partly seen says nothing of a day's total.
  if (at(state, WINDOWS) < windowsInDay) return;
  const total = at(state, TODAY);
  const days = at(state, DAYS) + 1;
  state[DAYS] = days;
  state[YESTERDAY] = total;
  const learned = days <= FIRST_DAYS ? total : Math.min(total, at(state, MEAN) * MOST_A_DAY);
  const rate = days <= FIRST_DAYS ? 1 / days : RATE_A_DAY;
  const off = learned - at(state, MEAN);
  // The days of a ramp must not widen the spread that it is held against.
  const widest = days <= FIRST_DAYS ? Number.POSITIVE_INFINITY : WIDEST_DAY * spreadOf(state);
  const swing = Math.min(Math.abs(off), widest);
  state[MEAN] = at(state, MEAN) + rate * off;
  state[VARIANCE] = (1 - rate) * (at(state, VARIANCE) + rate * swing * swing);
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
  /** The last whole day over a day of the reference; 1 while there is no reference. */
  readonly ratio: number;
  /** Standard deviations of the reference's days above its mean. */
  readonly deviations: number;
  readonly day: number;
  readonly usualDay: number;
}

export const readReference = (state: ReferenceState): RampReading => {
  const usualDay = at(state, MEAN);
  const day = at(state, YESTERDAY);
  if (at(state, DAYS) <= FIRST_DAYS || usualDay <= 0) return { ratio: 1, deviations: 0, day, usualDay };
  return { ratio: day / usualDay, deviations: (day - usualDay) / spreadOf(state), day, usualDay };
};
