// The last windows of a measure, for the small chart beside an explanation: 16 bits a value.

/** Thirty-two windows of five minutes: the last two hours and forty minutes. */
export const RECENT_WINDOWS = 32;

/** Values below this are kept exactly; above, to 0.1 % on a logarithmic scale. */
const EXACT = 1024;
/** Steps a doubling: 2^(1/700) is 1.001. */
const STEPS = 700;

const encoded = (value: number): number =>
  value <= EXACT ? Math.round(Math.max(0, value)) : Math.min(65_535, EXACT + Math.round(Math.log2(value / EXACT) * STEPS));

/** What each code above EXACT means, once it was asked for: a power for each window of an hour would cost more than all else of a point. */
const MEANT = new Float64Array(2 ** 16);

const decoded = (code: number): number => {
  if (code <= EXACT) return code;
  const known = MEANT[code] as number;
  if (known > 0) return known;
  const value = Math.round(EXACT * 2 ** ((code - EXACT) / STEPS));
  MEANT[code] = value;
  return value;
};

/** Oldest first. */
export type RecentState = Uint16Array;

export const learnRecent = (state: RecentState, value: number): void => {
  state.copyWithin(0, 1);
  state[RECENT_WINDOWS - 1] = encoded(value);
};

/** Of the last `count` windows. */
export const recentSum = (state: RecentState, count: number): number => {
  let sum = 0;
  for (let index = Math.max(0, RECENT_WINDOWS - count); index < RECENT_WINDOWS; index++) sum += decoded(state[index] ?? 0);
  return sum;
};

/** Of the window so many before the next: 1 is the last one learned. */
export const recentValue = (state: RecentState, back: number): number => decoded(state[RECENT_WINDOWS - back] ?? 0);

export const recentValues = (state: RecentState, points: number): readonly number[] =>
  [...state.subarray(Math.max(0, RECENT_WINDOWS - points))].map(decoded);
