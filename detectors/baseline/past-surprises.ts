// What a model calls unlikely, corrected by how often it called so before: peaks over a threshold of its own surprises.
//
// A model's -log10 p would be exponential above any threshold were the model right (mean excess 1/ln 10). Its share above
// the threshold and the excesses' first two moments give a generalised Pareto tail (Hosking & Wallis 1987; the use on a
// stream after Siffer et al. 2017; renormalising a detector by its own past after Elastic's), so that one in a thousand
// comes once in a thousand windows whatever the traffic is like. A tail lighter than the model's is hardly believed. Seven numbers,
// and no look at anything but the past.

const POINTS = 0;
const COUNT = 1;
const SUM = 2;
const SQUARES = 3;
/** The same three of late: they wait before they count, or a long incident would excuse itself while it lasts. */
const WAITING = 4;
export const SURPRISE_SLOTS = 7;
/** What the second version of the state knew of them. */
export const SECOND_SURPRISE_SLOTS = 4;

/** Of what waits, this share counts with each window: it waits six hours on average, as long as an episode stays open. */
const COUNTED = 1 / 72;

/** One window in thirty-two is above it: a hundred and more in the least time of learning. */
const FROM = 1.5;
/** Before anything was seen the model is believed, as much as after so many excesses. */
const PRIOR = 30;
const PRIOR_POINTS = PRIOR * 10 ** FROM;
/** Mean excess of a calibrated -log10 p. */
const NATURAL = 1 / Math.LN10;
/** Excesses after which the tail's shape is half believed; until then it is taken as exponential. */
const SHAPE_TRUST = 20;
const LARGEST_SHAPE = 0.5;
/** A tail lighter than the model's is believed up to a factor of two. */
const MOST_LIGHTER = Math.log10(2);
/** Forgets by 1/e in 30 days of five-minute windows. */
const FADE = 1 - 1 / 8640;
/** An excess teaches at most this much; one that was told of teaches less, or a few would excuse the next. */
const MOST_EXCESS = 60;
const MOST_TOLD = 4;

const at = (state: Float32Array, slot: number): number => state[slot] ?? 0;

/** Calibrated decades of a model's decades; `start` is where the four numbers lie. */
export const calibrated = (state: Float32Array, start: number, decades: number): number => {
  if (decades <= FROM) return decades;
  const seen = at(state, start + COUNT);
  const count = seen + PRIOR;
  const mean = (at(state, start + SUM) + PRIOR * NATURAL) / count;
  const variance = (at(state, start + SQUARES) + PRIOR * 2 * NATURAL * NATURAL) / count - mean * mean;
  // Less one standard error: an excess of noise is no heavy tail.
  const raw = variance > 0 ? 0.5 * (1 - (mean * mean) / variance) - 1 / Math.sqrt(count) : 0;
  const shape = (Math.max(0, Math.min(LARGEST_SHAPE, raw)) * seen) / (seen + SHAPE_TRUST);
  const over = decades - FROM;
  const scaled = over / (mean * (1 - shape));
  const nats = shape < 1e-3 ? scaled : Math.log1p(shape * scaled) / shape;
  // What is known of the mean excess is known from `count` of them: the predictive tail of an exponential is a Lomax.
  const predicted = count * Math.log1p(nats / count) * NATURAL;
  // Hardly ever steeper than the model's own tail: counts come in steps, and a step never taken is no proof.
  const tail = Math.min(over + MOST_LIGHTER, predicted);
  return Math.max(0, Math.log10((at(state, start + POINTS) + PRIOR_POINTS) / count) + tail);
};

const learnOne = (state: Float32Array, start: number, which: number, value: number, fade: number, counted: number): void => {
  const waits = at(state, start + WAITING + which - COUNT);
  const counts = counted * waits;
  state[start + which] = at(state, start + which) * fade + counts;
  state[start + WAITING + which - COUNT] = waits - counts + value;
};

/** Learns the model's own decades, the largest of so many windows; `told` when it was called anomalous. */
export const learnSurprise = (state: Float32Array, start: number, decades: number, told: boolean, windows = 1): void => {
  const excess = decades > FROM ? Math.min(told ? MOST_TOLD : MOST_EXCESS, decades - FROM) : 0;
  const fade = windows === 1 ? FADE : FADE ** windows;
  const counted = COUNTED * windows;
  state[start + POINTS] = at(state, start + POINTS) * fade + 1;
  learnOne(state, start, COUNT, decades > FROM ? 1 : 0, fade, counted);
  learnOne(state, start, SUM, excess, fade, counted);
  learnOne(state, start, SQUARES, excess ** 2, fade, counted);
};
