// Bytes or time of each call: how unlikely an amount is given how often the function ran, whatever made it run.
//
// Bursts, batches and schedules move the total of a window; they do not move what one call brings. The spread of the mean of
// n calls is learned by the size of n (1, 2-3, 4-7, ...), so no law of how it shrinks has to be assumed.
import { calibrated, learnSurprise, SURPRISE_SLOTS } from './past-surprises.ts';
import { gammaTail } from './tail-probability.ts';

const CLASSES = 8;
const AMOUNT = 0;
const CALLS = 1;
const SPREADS = 2;
const VISITS = SPREADS + CLASSES;
const SURPRISES = VISITS + CLASSES;
export const PER_CALL_SLOTS = SURPRISES + SURPRISE_SLOTS;

export type PerCallState = Float32Array;
export const newPerCall = (): PerCallState => new Float32Array(PER_CALL_SLOTS);

/** Half of the mean is the last 350 windows with calls: a day and more of a busy function. */
const FADE = 0.998;
/** A class's spread is a plain mean of its first 300 windows and then forgets at this rate. */
const SPREAD_RATE = 1 / 300;
/** A borrowed spread counts as so many windows. */
const BORROWED = 6;
/** Relative variance of a log-normal of sigma 1, for a function of which nothing is known: sizes that vary threefold. */
const UNKNOWN_SPREAD = 1.7;
/** A squared error teaches at most that of so many standard deviations. */
const WIDEST = 36;
/** Relative variance never taken to be less: sizes are rounded, and a constant one day is not one for ever. */
const LEAST_SPREAD = 1e-3;
/** Calls that must have been seen before anything is said. */
const LEAST_CALLS = 12;

export interface PerCallReading {
  /** -log10 of the chance of so much a call. */
  readonly decades: number;
  /** Mean of one call, and times of it that came. */
  readonly mean: number;
  readonly ratio: number;
}

const at = (state: PerCallState, slot: number): number => state[slot] ?? 0;
const classOf = (calls: number): number => Math.max(0, Math.min(CLASSES - 1, Math.floor(Math.log2(calls))));

const borrowed = (state: PerCallState, class_: number): number => {
  // Fewer calls spread more: their spread is safe as it is; that of more calls has to be widened.
  for (let other = class_ - 1; other >= 0; other--) if (at(state, VISITS + other) >= BORROWED) return at(state, SPREADS + other);
  for (let other = class_ + 1; other < CLASSES; other++)
    if (at(state, VISITS + other) >= BORROWED) return at(state, SPREADS + other) * 2 ** (other - class_);
  return UNKNOWN_SPREAD / 2 ** class_;
};

const spreadOf = (state: PerCallState, class_: number): number => {
  const visits = at(state, VISITS + class_);
  const own =
    visits >= 10 * BORROWED
      ? at(state, SPREADS + class_)
      : (visits * at(state, SPREADS + class_) + BORROWED * borrowed(state, class_)) / (visits + BORROWED);
  return Math.max(LEAST_SPREAD, own);
};

const modelDecades = (ratio: number, spread: number): number =>
  ratio <= 1 + 1.5 * Math.sqrt(spread) ? 0 : -Math.log10(gammaTail(ratio, 1, spread));

/** Undefined while too little was seen, and where nothing was called. */
export const readPerCall = (state: PerCallState, amount: number, calls: number): PerCallReading | undefined => {
  const known = at(state, CALLS);
  if (calls <= 0 || known < LEAST_CALLS || at(state, AMOUNT) <= 0) return undefined;
  const mean = at(state, AMOUNT) / known;
  const ratio = amount / (mean * calls);
  const spread = spreadOf(state, classOf(calls));
  // The mean itself is known only as well as the calls behind it.
  const decades = modelDecades(ratio, spread + UNKNOWN_SPREAD / known);
  return { decades: calibrated(state, SURPRISES, decades), mean, ratio };
};

export const learnPerCall = (state: PerCallState, amount: number, calls: number): void => {
  if (calls <= 0) return;
  const known = at(state, CALLS);
  const mean = known > 0 ? at(state, AMOUNT) / known : 0;
  let taught = amount;
  if (known >= LEAST_CALLS && mean > 0) {
    const class_ = classOf(calls);
    const spread = spreadOf(state, class_);
    const ratio = amount / (mean * calls);
    learnSurprise(state, SURPRISES, modelDecades(ratio, spread + UNKNOWN_SPREAD / known));
    const visits = Math.min(1 / SPREAD_RATE, at(state, VISITS + class_) + 1);
    state[VISITS + class_] = visits;
    state[SPREADS + class_] =
      at(state, SPREADS + class_) + (Math.min((ratio - 1) ** 2, WIDEST * spread) - at(state, SPREADS + class_)) / visits;
    taught = Math.min(amount, mean * calls * (1 + Math.sqrt(WIDEST * spread)));
  }
  state[AMOUNT] = at(state, AMOUNT) * FADE + taught;
  state[CALLS] = known * FADE + calls;
};
