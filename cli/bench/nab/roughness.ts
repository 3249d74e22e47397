// How much a series moves from point to point, of late and at all: what goes flat, falls silent, becomes noisy or has its spikes more
// often moves within the values that it always had, and no value of it is a surprise.
import { beyondLargest, rememberSurprise, SURPRISE_SLOTS } from '../../../detectors/baseline/largest-surprises.ts';

/** Rates a point: of late (half-life of 23 points), and at all. */
const LATE_RATE = 0.03;
const LONG_RATE = 0.001;
/** A thousandth of the long roughness is as flat as flat: keeps the logarithm finite. */
const FLAT = 1e-3;
/** Points before which nothing is a record (as of the blend), and before which none is remembered. */
const SETTLED_POINTS = 100;
const FIRST_POINTS = 20;

const COUNT = 0;
const PREVIOUS = 1;
const LATE = 2;
const LONG = 3;
const RECORDS = 4;

export type RoughnessState = Float32Array;
export const newRoughness = (): RoughnessState => new Float32Array(RECORDS + SURPRISE_SLOTS);

const at = (state: RoughnessState, slot: number): number => state[slot] ?? 0;

/** Logarithm of the roughness of late over the long one, if `value` comes now. */
const ratioWith = (state: RoughnessState, late: number): number => {
  const long = at(state, LONG);
  return long > 0 ? Math.log((late + FLAT * long) / (long + FLAT * long)) : 0;
};

const lateWith = (state: RoughnessState, value: number, pace: number): number =>
  at(state, LATE) + pace * LATE_RATE * (Math.abs(value - at(state, PREVIOUS)) - at(state, LATE));

/** How far rougher or smoother than ever, 0 = as smooth and as rough has been. Changes nothing. */
export const readRoughness = (state: RoughnessState, value: number, pace: number): number =>
  at(state, COUNT) < SETTLED_POINTS ? 0 : beyondLargest(state, RECORDS, ratioWith(state, lateWith(state, value, pace)), 'own side');

export const learnRoughness = (state: RoughnessState, value: number, pace: number): void => {
  const count = at(state, COUNT) + 1;
  state[COUNT] = count;
  if (count > 1) {
    const late = lateWith(state, value, pace);
    if (count > FIRST_POINTS) rememberSurprise(state, RECORDS, ratioWith(state, late));
    const step = Math.abs(value - at(state, PREVIOUS));
    state[LONG] = at(state, LONG) + Math.max(LONG_RATE, 1 / count) * (step - at(state, LONG));
    // Too few points tell nothing of late.
    state[LATE] = count < 2 / (pace * LATE_RATE) ? at(state, LONG) : late;
  }
  state[PREVIOUS] = value;
};
