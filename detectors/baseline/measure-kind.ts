// The two kinds of numbers a measure can be, and when its spread may be learned.

/** `count`: whole events, at least as spread as a Poisson. `amount`: bytes or time, any spread. */
export type MeasureKind = 'count' | 'amount';

/** Points before a spread about the mean is worth learning: an hour of windows, the one it waits for, and the first to be foretold. */
export const LEAST_RATE_POINTS = 36;
