// The two kinds of numbers a measure can be, and when its spread may be learned.

/** `count`: whole events, at least as spread as a Poisson. `amount`: bytes or time, any spread. */
export type MeasureKind = 'count' | 'amount';

/** Points before a spread about the mean is worth learning: an hour of five-minute windows. */
export const LEAST_RATE_POINTS = 12;
