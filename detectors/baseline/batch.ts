// How large a batch is, given that there is one: what the windows of the last quarter of an hour that had anything brought.
//
// A function at work in few windows has a mean that tells nothing of their size. So sizes are learned of the windows that had
// anything (a hurdle model, Mullahy 1986): one event is what made the window count, the rest is Poisson or wider about a mean
// of its own. A quarter of an hour together, because an incident lasts longer than a window and a batch often less than an hour.
import { calibrated, learnSurprise, SURPRISE_SLOTS } from './past-surprises.ts';
import { learnSum, SUM_SLOTS, type Sum, sumDecades } from './sum-tail.ts';

const MEAN = SUM_SLOTS;
const VISITS = MEAN + 1;
const SURPRISES = MEAN + 2;
export const BATCH_SLOTS = SURPRISES + SURPRISE_SLOTS;

export type BatchState = Float32Array;
export const newBatch = (): BatchState => new Float32Array(BATCH_SLOTS);

/** Windows looked at together. */
export const BATCH_WINDOWS = 3;
/** A mean of the first 300 active windows, which then forgets at this rate: a day of a busy function. */
const RATE = 1 / 300;
/** Active windows that must have been seen before anything is said. */
const LEAST_VISITS = 12;
/** Of a Poisson's mean nothing is known before: Jeffreys' prior is half an event. */
const PRIOR_EVENTS = 0.5;

export interface BatchReading {
  /** -log10 of the chance of such a size, of a window that has anything. */
  readonly decades: number;
  /** Of one window that has anything. */
  readonly mean: number;
  readonly ratio: number;
  readonly excess: number;
}

const at = (state: BatchState, slot: number): number => state[slot] ?? 0;

export interface Batch {
  readonly came: number;
  /** Windows among them that had anything. */
  readonly active: number;
}

/** Beyond the one event of each active window. */
const sumOf = (state: BatchState, { came, active }: Batch): Sum => {
  const visits = Math.max(1, at(state, VISITS));
  const events = at(state, MEAN) * visits + PRIOR_EVENTS;
  return { came: came - active, expected: (active * events) / visits, doubt: 1 / events };
};

/** Of a window that has anything; undefined while too little was seen. */
export const readBatch = (state: BatchState, batch: Batch): BatchReading | undefined => {
  if (at(state, VISITS) < LEAST_VISITS) return undefined;
  const sum = sumOf(state, batch);
  return {
    decades: calibrated(state, SURPRISES, sumDecades(state, sum, 'count')),
    mean: 1 + at(state, MEAN),
    ratio: sum.came / sum.expected,
    excess: sum.came - sum.expected,
  };
};

/** `value` is that of the last of its windows. */
export const learnBatch = (state: BatchState, batch: Batch, value: number, told: boolean): void => {
  const sum = sumOf(state, batch);
  const visits = at(state, VISITS) + 1;
  if (visits > LEAST_VISITS) learnSurprise(state, SURPRISES, sumDecades(state, sum, 'count'), told);
  if (visits > 1) learnSum(state, sum);
  state[VISITS] = Math.min(1 / RATE, visits);
  state[MEAN] = at(state, MEAN) + Math.max(RATE, 1 / visits) * (value - 1 - at(state, MEAN));
};
