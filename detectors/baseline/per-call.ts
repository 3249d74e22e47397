// Bytes or time of each call: how unlikely an amount is given how often the function ran, whatever made it run.
//
// Bursts, batches and schedules move the total of a window; they do not move what one call brings. Sizes multiply rather than
// add up, so it is their logarithms whose mean and variance are learned, by the size of n calls (1, 2-3, 4-7, ...), from windows
// in which there was an amount at all: no law of how they shrink has to be assumed, nor how many of the calls bring nothing. As
// both are estimates, a new window is held against Student's t: what few windows know, they say less surely.
import { calibrated, learnSurprise, SECOND_SURPRISE_SLOTS, SURPRISE_SLOTS } from './past-surprises.ts';
import { studentTail } from './tail-probability.ts';

const CLASSES = 8;
const MEANS = 0;
const SPREADS = CLASSES;
const VISITS = 2 * CLASSES;
const SURPRISES = 3 * CLASSES;
/** The calibrated decades of the window before, 0 when nothing was called in it; and the surprises of two windows together. */
const BEFORE = SURPRISES + SURPRISE_SLOTS;
const PAIR_SURPRISES = BEFORE + 1;
export const PER_CALL_SLOTS = PAIR_SURPRISES + SURPRISE_SLOTS;
/** What the third version of the state knew of them. */
export const THIRD_PER_CALL_SLOTS = BEFORE;
export const SECOND_PER_CALL_SLOTS = SURPRISES + SECOND_SURPRISE_SLOTS;

export type PerCallState = Float32Array;
export const newPerCall = (): PerCallState => new Float32Array(PER_CALL_SLOTS);

/** A class is a plain mean of its first 300 windows and then forgets at this rate: a day of a busy function. */
const RATE = 1 / 300;
/** What is borrowed from the nearest class counts as so many windows, and a class is lent from so many on. */
const BORROWED = 6;
/** Variance of the logarithm for a function of which nothing is known: sizes that vary threefold. */
const UNKNOWN_SPREAD = 1;
/** What is taught, and its square for the spread, lies at most so many standard deviations out. */
const WIDEST = 6;
/** Variance never taken to be less: a constant size one day is not one for ever. */
const LEAST_SPREAD = 1e-3;
/** Windows that must have been seen before anything is said. */
const LEAST_VISITS = 12;

export interface PerCallReading {
  /** -log10 of the chance of so much a call. */
  readonly decades: number;
  /** Mean of one call, and times of it that came. */
  readonly mean: number;
  readonly ratio: number;
}

interface Expected {
  /** Mean and variance of the logarithm of what a call brings, and the windows they rest on. */
  readonly mean: number;
  readonly spread: number;
  readonly visits: number;
}

const at = (state: PerCallState, slot: number): number => state[slot] ?? 0;
const classOf = (calls: number): number => Math.max(0, 31 - Math.clz32(Math.min(calls, 2 ** (CLASSES - 1))));

/** From the next class of fewer calls (which spreads more, and is safe as it is), else of more, widened. */
const lender = (state: PerCallState, class_: number): Omit<Expected, 'visits'> | undefined => {
  for (let other = class_ - 1; other >= 0; other--)
    if (at(state, VISITS + other) >= BORROWED) return { mean: at(state, MEANS + other), spread: at(state, SPREADS + other) };
  for (let other = class_ + 1; other < CLASSES; other++)
    if (at(state, VISITS + other) >= BORROWED)
      return { mean: at(state, MEANS + other), spread: at(state, SPREADS + other) * 2 ** (other - class_) };
  return undefined;
};

const expectedOf = (state: PerCallState, class_: number): Expected => {
  const visits = at(state, VISITS + class_);
  const own = { mean: at(state, MEANS + class_), spread: at(state, SPREADS + class_) };
  if (visits >= 10 * BORROWED) return { ...own, spread: Math.max(LEAST_SPREAD, own.spread), visits };
  const lent = lender(state, class_) ?? { mean: own.mean, spread: UNKNOWN_SPREAD };
  const mix = (mine: number, other: number): number => (visits * mine + BORROWED * other) / (visits + BORROWED);
  return { mean: mix(own.mean, lent.mean), spread: Math.max(LEAST_SPREAD, mix(own.spread, lent.spread)), visits: visits + BORROWED };
};

/** Less than this many standard deviations is never worth the sum. */
const LEAST_DEVIATIONS = 1.5;

const modelDecades = (logEach: number, { mean, spread, visits }: Expected): number => {
  // The mean itself is known only as well as the windows behind it.
  const deviations = (logEach - mean) / Math.sqrt(spread * (1 + 1 / visits));
  return deviations <= LEAST_DEVIATIONS ? 0 : -Math.log10(studentTail(deviations, Math.max(1, visits - 1)));
};

const visitsOf = (state: PerCallState): number => {
  let visits = 0;
  for (let class_ = 0; class_ < CLASSES; class_++) visits += at(state, VISITS + class_);
  return visits;
};

/** -log10 of the chance that the product of two such chances is as small (Fisher 1932). */
const together = (one: number, other: number): number => Math.max(0, one + other - Math.log10(1 + (one + other) * Math.LN10));

/** Undefined while too little was seen, and where nothing was called. */
export const readPerCall = (state: PerCallState, amount: number, calls: number): PerCallReading | undefined => {
  if (calls <= 0 || visitsOf(state) < LEAST_VISITS) return undefined;
  const expected = expectedOf(state, classOf(calls));
  const mean = Math.exp(expected.mean + expected.spread / 2);
  const each = amount / calls;
  const decades = each > 0 ? calibrated(state, SURPRISES, modelDecades(Math.log(each), expected)) : 0;
  // An incident lasts longer than a window: with the one before, when that was as unusual in the same way.
  const pair = decades > 0 && at(state, BEFORE) > 0 ? calibrated(state, PAIR_SURPRISES, together(decades, at(state, BEFORE))) : 0;
  return { decades: Math.max(decades, pair), mean, ratio: each / mean };
};

export const learnPerCall = (state: PerCallState, amount: number, calls: number, told: boolean): void => {
  const before = at(state, BEFORE);
  state[BEFORE] = 0;
  if (calls <= 0 || amount <= 0) return;
  const class_ = classOf(calls);
  const each = Math.log(amount / calls);
  let taught = each;
  let swing = 0;
  if (visitsOf(state) >= LEAST_VISITS) {
    const expected = expectedOf(state, class_);
    const decades = modelDecades(each, expected);
    const own = calibrated(state, SURPRISES, decades);
    learnSurprise(state, SURPRISES, decades, told);
    learnSurprise(state, PAIR_SURPRISES, own > 0 && before > 0 ? together(own, before) : 0, told);
    state[BEFORE] = own;
    const most = WIDEST * Math.sqrt(expected.spread);
    const off = Math.max(-most, Math.min(most, each - expected.mean));
    taught = expected.mean + off;
    swing = off * off;
  } else if (at(state, VISITS + class_) > 0) swing = (each - at(state, MEANS + class_)) ** 2;
  const visits = Math.min(1 / RATE, at(state, VISITS + class_) + 1);
  state[VISITS + class_] = visits;
  // The first window of a class tells its mean and nothing of its spread.
  state[SPREADS + class_] = visits === 1 ? UNKNOWN_SPREAD : at(state, SPREADS + class_) + (swing - at(state, SPREADS + class_)) / visits;
  state[MEANS + class_] = at(state, MEANS + class_) + (taught - at(state, MEANS + class_)) / visits;
};

/** From the second version of the state, which had means and relative variances of the amounts themselves. */
export const perCallOfSecond = (second: Float32Array): PerCallState => {
  const state = newPerCall();
  for (let class_ = 0; class_ < CLASSES; class_++) {
    const mean = at(second, MEANS + class_);
    const visits = at(second, VISITS + class_);
    if (!(mean > 0) || visits < 1) continue;
    const spread = Math.log1p(Math.max(0, at(second, SPREADS + class_)));
    state[MEANS + class_] = Math.log(mean) - spread / 2;
    state[SPREADS + class_] = spread;
    state[VISITS + class_] = visits;
  }
  return state;
};

/** From the third version of the state, which knew no pairs. */
export const perCallOfThird = (third: Float32Array): PerCallState => {
  const state = newPerCall();
  state.set(third);
  return state;
};
