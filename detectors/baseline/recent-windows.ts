// The last windows of a measure, for the hour they make up and for the small chart beside an explanation: 16 bits a value.

/** Thirty-two windows of five minutes: the last two hours and forty minutes. A power of two. */
export const RECENT_WINDOWS = 32;

/** Values below this are kept exactly; above, to 0.1 % on a logarithmic scale. */
const EXACT = 1024;
/** Steps a doubling: 2^(1/700) is 1.001. */
const STEPS = 700;

const encoded = (value: number): number =>
  value <= EXACT ? Math.round(Math.max(0, value)) : Math.min(65_535, EXACT + Math.round(Math.log2(value / EXACT) * STEPS));

const decoded = (code: number): number => (code <= EXACT ? code : Math.round(EXACT * 2 ** ((code - EXACT) / STEPS)));

/** A ring of values as their codes tell them, as they are summed more often than learned; its last number is the place of the oldest. */
export type RecentState = Float64Array;
export const RECENT_SLOTS = RECENT_WINDOWS + 1;
const OLDEST = RECENT_WINDOWS;
const AROUND = RECENT_WINDOWS - 1;

export const learnRecent = (state: RecentState, value: number): void => {
  const oldest = state[OLDEST] as number;
  state[oldest] = decoded(encoded(value));
  state[OLDEST] = (oldest + 1) & AROUND;
};

/** Of the window so many before the next: 1 is the last one learned. */
export const recentValue = (state: RecentState, back: number): number => state[((state[OLDEST] as number) - back) & AROUND] as number;

/** Of the last `count` windows, at most all. */
export const recentSum = (state: RecentState, count: number): number => {
  const oldest = (state[OLDEST] as number) & AROUND;
  let sum = 0;
  for (let back = count; back > 0; back--) sum += state[(oldest - back) & AROUND] as number;
  return sum;
};

/** Oldest first. */
export const recentValues = (state: RecentState, points: number): readonly number[] => {
  const length = Math.min(Math.max(0, points), RECENT_WINDOWS);
  return Array.from({ length }, (_, index) => recentValue(state, length - index));
};

/** Codes of all, oldest first, and back. */
export const recentCodes = (state: RecentState): readonly number[] => recentValues(state, RECENT_WINDOWS).map(encoded);
export const setRecent = (state: RecentState, codes: readonly number[]): void => {
  codes.forEach((code, index) => {
    state[index] = decoded(code);
  });
};
