// Bytes or time of each call: how unlikely an amount is given how often the function ran, whatever made it run.
//
// Bursts, batches and schedules move the total of a window; they do not move what one call brings. Mean and spread of n calls
// are learned by the size of n (1, 2-3, 4-7, ...), from windows in which there was an amount at all: no law of how they
// shrink has to be assumed, nor how many of the calls bring nothing.
import { calibrated, learnSurprise, SURPRISE_SLOTS } from './past-surprises.ts';
import { gammaTail } from './tail-probability.ts';

const CLASSES = 8;
const MEANS = 0;
const SPREADS = CLASSES;
const VISITS = 2 * CLASSES;
const SURPRISES = 3 * CLASSES;
export const PER_CALL_SLOTS = SURPRISES + SURPRISE_SLOTS;

export type PerCallState = Float32Array;
export const newPerCall = (): PerCallState => new Float32Array(PER_CALL_SLOTS);

/** A class is a plain mean of its first 300 windows and then forgets at this rate: a day of a busy function. */
const RATE = 1 / 300;
/** What is borrowed from the nearest class counts as so many windows, and a class is lent from so many on. */
const BORROWED = 6;
/** Relative variance of a log-normal of sigma 1, for a function of which nothing is known: sizes that vary threefold. */
const UNKNOWN_SPREAD = 1.7;
/** What is taught, and its square for the spread, lies at most so many standard deviations out. */
const WIDEST = 6;
/** Relative variance never taken to be less: a constant size one day is not one for ever. */
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
  readonly mean: number;
  readonly spread: number;
}

const at = (state: PerCallState, slot: number): number => state[slot] ?? 0;
const classOf = (calls: number): number => Math.max(0, Math.min(CLASSES - 1, Math.floor(Math.log2(calls))));

/** From the next class of fewer calls (which spreads more, and is safe as it is), else of more, widened. */
const lender = (state: PerCallState, class_: number): Expected | undefined => {
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
  if (visits >= 10 * BORROWED) return { ...own, spread: Math.max(LEAST_SPREAD, own.spread) };
  const lent = lender(state, class_) ?? { mean: own.mean, spread: UNKNOWN_SPREAD };
  const mix = (mine: number, other: number): number => (visits * mine + BORROWED * other) / (visits + BORROWED);
  // The mean itself is known only as well as the windows behind it.
  return {
    mean: mix(own.mean, lent.mean),
    spread: Math.max(LEAST_SPREAD, mix(own.spread, lent.spread)) + UNKNOWN_SPREAD / (visits + BORROWED) / 4,
  };
};

const modelDecades = (ratio: number, spread: number): number =>
  ratio <= 1 + 1.5 * Math.sqrt(spread) ? 0 : -Math.log10(gammaTail(ratio, 1, spread));

const visitsOf = (state: PerCallState): number => {
  let visits = 0;
  for (let class_ = 0; class_ < CLASSES; class_++) visits += at(state, VISITS + class_);
  return visits;
};

/** Undefined while too little was seen, and where nothing was called. */
export const readPerCall = (state: PerCallState, amount: number, calls: number): PerCallReading | undefined => {
  if (calls <= 0 || visitsOf(state) < LEAST_VISITS) return undefined;
  const { mean, spread } = expectedOf(state, classOf(calls));
  if (mean <= 0) return undefined;
  const ratio = amount / (mean * calls);
  return { decades: calibrated(state, SURPRISES, modelDecades(ratio, spread)), mean, ratio };
};

export const learnPerCall = (state: PerCallState, amount: number, calls: number, told: boolean): void => {
  if (calls <= 0 || amount <= 0) return;
  const class_ = classOf(calls);
  const each = amount / calls;
  let taught = each;
  let swing = 0;
  if (visitsOf(state) >= LEAST_VISITS) {
    const { mean, spread } = expectedOf(state, class_);
    const ratio = each / mean;
    learnSurprise(state, SURPRISES, modelDecades(ratio, spread), told);
    const most = WIDEST * Math.sqrt(spread);
    taught = Math.min(each, mean * (1 + most));
    swing = Math.min((ratio - 1) ** 2, most * most);
  } else if (at(state, VISITS + class_) > 0) swing = (each / at(state, MEANS + class_) - 1) ** 2;
  const visits = Math.min(1 / RATE, at(state, VISITS + class_) + 1);
  state[VISITS + class_] = visits;
  // The first window of a class tells its mean and nothing of its spread.
  state[SPREADS + class_] = visits === 1 ? UNKNOWN_SPREAD : at(state, SPREADS + class_) + (swing - at(state, SPREADS + class_)) / visits;
  state[MEANS + class_] = at(state, MEANS + class_) + (taught - at(state, MEANS + class_)) / visits;
};
