// The long memory that a slow ramp cannot move: days against the first two learned weeks, frozen.
//
// A level that trails the data follows a slow ramp and never sees it. The frozen reference sees every one, and honest growth
// with it: so a rise is told of once, and what was told is the new reference (a verdict of malicious takes that back).
// Where calls are known, amounts are taken a call: more customers then raise nothing but the calls.

import { DAYS_A_WEEK } from './window-index.ts';

const DAY = 0;
const TODAY = 1;
const CALLS = 2;
const WINDOWS = 3;
const DAYS = 4;
/** Of a day's relative distance from the trailing ratio. */
const VARIANCE = 5;
/** Days over the reference, trailing. */
const RATIO = 6;
/** The last whole day's, and what the reference has for its weekday. */
const LAST = 7;
const LAST_USUAL = 8;
/** The factor of the last rise that was told of and taken as the new reference. */
const TOLD = 9;
const MEANS = 10;
/** As RATIO, trailing further behind: steadier, for slow ramps of what swings. */
const SLOW = MEANS + DAYS_A_WEEK;
export const REFERENCE_SLOTS = SLOW + 1;
/** What the second version of the state knew of it. */
export const SECOND_REFERENCE_SLOTS = SLOW;

export type ReferenceState = Float32Array;
export const newReference = (): ReferenceState => new Float32Array(REFERENCE_SLOTS);

/** Two of each weekday: the first sets its mean, the second tells how far one may lie from it. */
const FIRST_DAYS = 2 * DAYS_A_WEEK;
/** One ratio trails by half a day, so that a rise of a fifth a day is seen before it has doubled; the other by four days. */
const TRAIL = 2 / 3;
const SLOW_TRAIL = 0.2;
/** A trailing mean of rate r swings by sqrt(r / (2 - r)) of one day. */
const trailed = (rate: number): number => Math.sqrt(rate / (2 - rate));
/** A rise that is told of: before it has doubled, and well outside the swing of such days. */
export const RISE_RATIO = 1.4;
/** Deviations at which the logarithm of a ratio is sure enough: days swing by factors. */
export const SURE = 3;
/** One odd day counts for so many times the days before at most: it alone moves the faster ratio by a third, and a ramp lasts. */
const MOST_A_DAY = 1.5;
/** The factor by which today moves a trailing ratio at most; a thousandth is for rounding. */
const reach = (rate: number): number => 1.001 * (1 + rate * (MOST_A_DAY - 1));
const REACH = reach(TRAIL);
const SLOW_REACH = reach(SLOW_TRAIL);
/** Days are never taken to swing less than this: two weeks cannot show a smaller spread. */
const LEAST_SPREAD = 0.08;
/** The least spread counts as so many days; and the spread forgets in so many. */
const PRIOR_DAYS = 3;
const SPREAD_DAYS = 30;
/** A square teaches at most that of three standard deviations. */
const WIDEST = 9;
/** A function that has shrunk to this share is compared with what it is now, or it would have room to grow unseen. */
const SHRUNK = 0.6;

const at = (state: ReferenceState, slot: number): number => state[slot] ?? 0;

const spreadOf = (state: ReferenceState): number => Math.max(LEAST_SPREAD, Math.sqrt(at(state, VARIANCE)));

const meanOfWeek = (state: ReferenceState): number => {
  let sum = 0;
  let days = 0;
  for (let day = 0; day < DAYS_A_WEEK; day++) {
    const mean = at(state, MEANS + day);
    sum += mean;
    if (mean > 0) days++;
  }
  return days > 0 ? sum / days : 0;
};

/** What is usual for a weekday: its own mean, and the mean of all while it never had anything. What a call brings knows no weekday. */
const usualOf = (state: ReferenceState, weekday: number, perCall: boolean): number => {
  const own = at(state, MEANS + weekday);
  return own > 0 && !perCall ? own : meanOfWeek(state);
};

const learnSpread = (state: ReferenceState, day: number, off: number): void => {
  const squared = Math.min(off * off, WIDEST * spreadOf(state) ** 2);
  const rate = 1 / Math.min(SPREAD_DAYS, PRIOR_DAYS + day);
  const before = day === 1 ? LEAST_SPREAD ** 2 : at(state, VARIANCE);
  state[VARIANCE] = before + rate * (squared - before);
};

const rescale = (state: ReferenceState, factor: number): void => {
  for (let day = 0; day < DAYS_A_WEEK; day++) state[MEANS + day] = at(state, MEANS + day) * factor;
  state[LAST_USUAL] = at(state, LAST_USUAL) * factor;
  state[RATIO] = at(state, RATIO) / factor;
  state[SLOW] = at(state, SLOW) / factor;
};

const closeDay = (state: ReferenceState, amounts: boolean, windowsInDay: number): void => {
  // A day that was only partly seen says nothing of a day's total.
  if (at(state, WINDOWS) < windowsInDay) return;
  const perCall = at(state, CALLS) > 0;
  // A day without calls says nothing of a call.
  if (amounts && !perCall && at(state, TODAY) === 0) return;
  const total = perCall ? at(state, TODAY) / at(state, CALLS) : at(state, TODAY);
  const slot = MEANS + (at(state, DAY) % DAYS_A_WEEK);
  const days = at(state, DAYS) + 1;
  state[DAYS] = days;
  const usual = usualOf(state, at(state, DAY) % DAYS_A_WEEK, perCall);
  state[LAST] = total;
  state[LAST_USUAL] = usual;
  if (days <= DAYS_A_WEEK) {
    state[slot] = total;
    return;
  }
  if (usual <= 0) return;
  if (days <= FIRST_DAYS) {
    // The difference of two days spreads as two.
    learnSpread(state, days - DAYS_A_WEEK, (total / usual - 1) / Math.SQRT2);
    state[slot] = (at(state, slot) + total) / 2;
    state[RATIO] = 1;
    state[SLOW] = 1;
    return;
  }
  const trailing = at(state, RATIO);
  const ratio = Math.min(total / usual, trailing * MOST_A_DAY);
  learnSpread(state, days - DAYS_A_WEEK, total / usual / Math.max(trailing, SHRUNK / 2) - 1);
  state[RATIO] = trailing + TRAIL * (ratio - trailing);
  state[SLOW] = at(state, SLOW) + SLOW_TRAIL * (ratio - at(state, SLOW));
  if (at(state, SLOW) < SHRUNK) rescale(state, at(state, SLOW));
};

/** Adds a window's `total` to a day since the epoch; `calls` are undefined for what is not brought by calls. Days come in order. */
export const learnReference = (
  state: ReferenceState,
  day: number,
  total: number,
  calls: number | undefined,
  windowsInDay: number,
): void => {
  if (day !== at(state, DAY)) {
    if (at(state, DAY) !== 0) closeDay(state, calls !== undefined, windowsInDay);
    state[DAY] = day;
    state[TODAY] = 0;
    state[CALLS] = 0;
    state[WINDOWS] = 0;
  }
  state[TODAY] = at(state, TODAY) + total;
  state[CALLS] = at(state, CALLS) + (calls ?? 0);
  state[WINDOWS] = at(state, WINDOWS) + 1;
};

export interface RampReading {
  /** Days over the reference, trailing; of the two the one that lies further out. 1 while there is no reference. */
  readonly ratio: number;
  /** Standard deviations of such a mean of days that it lies above. */
  readonly deviations: number;
  /** The last whole day, and what was usual for its weekday: totals, or means a call where calls are known. */
  readonly day: number;
  readonly usualDay: number;
}

/** A trailing mean of days with as much of today as is over: what it is, and the days' spread in it. */
const withToday = (trailing: number, rate: number, now: number, share: number): readonly [ratio: number, spread: number] => {
  const moved = 1 - (1 - rate) ** share;
  const ratio = trailing + moved * (Math.min(now, trailing * MOST_A_DAY) - trailing);
  return [ratio, Math.sqrt(((1 - moved) * trailed(rate)) ** 2 + (share > 0 ? moved ** 2 / share : 0))];
};

/** Whether there is a reference, and days may lie above it by what is told of, whatever today brings. */
export const mayHaveRisen = (state: ReferenceState): boolean =>
  at(state, DAYS) > FIRST_DAYS && (at(state, RATIO) * REACH >= RISE_RATIO || at(state, SLOW) * SLOW_REACH >= RISE_RATIO);

/** `perCall`: of what calls bring. `share`: how much of a usual day lies before this window of `day`. */
export const readReference = (state: ReferenceState, perCall: boolean, day: number, share: number): RampReading => {
  const usualDay = at(state, LAST_USUAL);
  const last = at(state, LAST);
  if (at(state, DAYS) <= FIRST_DAYS || usualDay <= 0 || at(state, RATIO) <= 0) return { ratio: 1, deviations: 0, day: last, usualDay };
  const usual = usualOf(state, day % DAYS_A_WEEK, perCall);
  const expected = perCall ? usual * at(state, CALLS) : usual * share;
  const seen = day === at(state, DAY) && expected > 0 ? share : 0;
  const now = seen > 0 ? at(state, TODAY) / expected : 1;
  const [fast, fastSpread] = withToday(at(state, RATIO), TRAIL, now, seen);
  const fastSure = Math.log(fast) / (spreadOf(state) * fastSpread);
  const quick = { ratio: fast, deviations: fastSure, day: last, usualDay };
  // The faster one is nearer to the truth: the slower speaks where the faster is not sure. Totals of days lie high and low
  // together, and two of a weekday are a poor mean: only what a call brings is worth that patience.
  if (!perCall || fastSure >= SURE || at(state, SLOW) <= 0) return quick;
  const [slow, slowSpread] = withToday(at(state, SLOW), SLOW_TRAIL, now, seen);
  const slowSure = Math.log(slow) / (spreadOf(state) * slowSpread);
  return slowSure > fastSure ? { ratio: slow, deviations: slowSure, day: last, usualDay } : quick;
};

/** The present level is the reference from now on: the rise was told of. */
export const acceptRise = (state: ReferenceState, ratio: number): void => {
  state[TOLD] = ratio;
  rescale(state, ratio);
};

/** Takes back what the last rise told of made the reference. */
export const rejectRise = (state: ReferenceState): void => {
  const told = at(state, TOLD);
  if (told <= 0) return;
  rescale(state, 1 / told);
  state[TOLD] = 0;
};

/** From the second version of the state, which had one trailing ratio. */
export const referenceOfSecond = (second: Float32Array): ReferenceState => {
  const state = newReference();
  state.set(second);
  state[SLOW] = at(second, RATIO);
  return state;
};
