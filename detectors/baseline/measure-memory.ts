// One measure's whole memory: the blend with its records, the calibrated tail, the long reference and the last windows.
import { type BlendState, learnBlend, newBlend, pointsOf, readBlend, stabilised, visitsAt } from './blend-records.ts';
import { learnReference, newReference, type RampReading, type ReferenceState, readReference } from './long-reference.ts';
import type { MeasureKind } from './measure-kind.ts';
import { learnRecent, newRecent, RECENT_WINDOWS, type RecentState } from './recent-windows.ts';
import { learnTail, newTail, readTail, type TailPlace, type TailReading, type TailState } from './tail.ts';
import { DAYS_A_WEEK, hourOfWindow, WINDOWS_A_DAY } from './window-index.ts';

export interface MeasureMemory {
  /** Index of the first window that counts for it. */
  readonly bornWindow: number;
  readonly blend: BlendState;
  readonly tail: TailState;
  readonly reference: ReferenceState;
  readonly recent: RecentState;
  /** Alerts of late, fading: a noisy measure must go further out to alert again. */
  readonly noise: Float32Array;
}

export const newMeasureMemory = (bornWindow: number): MeasureMemory => ({
  bornWindow,
  blend: newBlend(),
  tail: newTail(),
  reference: newReference(),
  recent: newRecent(),
  noise: new Float32Array(1),
});

/** Alerts fade by half in 29 hours (500 windows to 1/e), and each raises the margin asked for by 60 %. */
const NOISE_DECAY = Math.exp(-1 / 500);
const NOISE_WEIGHT = 0.6;

export interface MeasureReading extends TailReading {
  readonly value: number;
  readonly points: number;
  /** The record margin, lowered by the measure's own recent alerts. */
  readonly margin: number;
  readonly ramp: RampReading;
}

const placeOf = (memory: MeasureMemory, window: number): TailPlace => {
  const hour = hourOfWindow(window);
  return {
    hour,
    visits: visitsAt(memory.blend, hour),
    weekday: Math.floor(window / WINDOWS_A_DAY) % DAYS_A_WEEK,
    points: pointsOf(memory.blend),
  };
};

/** A negative binomial of a shape below this is only a guess at a tail: such counts come in clumps. */
const CLUMPED_SHAPE = 2;

/** The sizes of what is moved, and counts in clumps, have heavier tails than two moments tell: their records have a say too. */
const isClumped = ({ mean, variance }: TailReading): boolean => variance - mean > (mean * mean) / CLUMPED_SHAPE;

/** Changes nothing. */
export const readMeasure = (memory: MeasureMemory, window: number, value: number, kind: MeasureKind): MeasureReading => {
  const place = placeOf(memory, window);
  const blend = readBlend(memory.blend, stabilised(value), place.hour);
  const tail = readTail(memory.tail, value, place, kind);
  const heavy = kind === 'amount' || isClumped(tail);
  return {
    ...tail,
    decades: heavy ? Math.min(tail.decades, blend.recordDecades) : tail.decades,
    // An hour's sum is nearer to what two moments tell than a window's: each has half the say.
    hourDecades: heavy ? Math.min(tail.hourDecades, (tail.hourDecades + tail.hourRecordDecades) / 2) : tail.hourDecades,
    value,
    points: place.points,
    margin: blend.margin / (1 + NOISE_WEIGHT * (memory.noise[0] ?? 0)),
    ramp: readReference(memory.reference),
  };
};

/** Learns a window's value, already clamped when the window was anomalous. */
export const learnMeasure = (memory: MeasureMemory, window: number, value: number, kind: MeasureKind, alerted: boolean): void => {
  const place = placeOf(memory, window);
  learnTail(memory.tail, value, place, kind);
  learnBlend(memory.blend, stabilised(value), place.hour);
  learnReference(memory.reference, Math.floor(window / WINDOWS_A_DAY), value, 1, WINDOWS_A_DAY);
  memory.noise[0] = (memory.noise[0] ?? 0) * NOISE_DECAY + (alerted ? 1 : 0);
};

/** What was shown is remembered as it was, also when the window taught less. */
export const showMeasure = (memory: MeasureMemory, value: number): void => learnRecent(memory.recent, value);

/** Longest run of quiet windows learned one by one; what is longer forgets no more than two days of quiet do. */
const QUIET_STEPS = 2 * WINDOWS_A_DAY;

/** Learns `count` empty windows from `first` on, in bounded time. */
export const learnQuiet = (memory: MeasureMemory, first: number, count: number, kind: MeasureKind): void => {
  const skipped = Math.max(0, count - QUIET_STEPS);
  // Whole days in the middle are left out, so that every hour of the day is visited alike.
  const leftOut = skipped - (skipped % WINDOWS_A_DAY);
  const kept = count - leftOut;
  for (let step = 0; step < kept; step++) {
    const window = first + (step < kept - QUIET_STEPS ? step : step + leftOut);
    learnMeasure(memory, window, 0, kind, false);
  }
  for (let step = Math.min(count, RECENT_WINDOWS); step > 0; step--) learnRecent(memory.recent, 0);
};
