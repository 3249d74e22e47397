// One measure's whole memory: the blend with its records, the calibrated tails of a window, an hour and a call, the long
// reference and the last windows.

import {
  BATCH_SLOTS,
  BATCH_WINDOWS,
  type Batch,
  type BatchReading,
  type BatchState,
  closeBatchHour,
  comesTogether,
  learnBatch,
  readBatch,
  sizeDecades,
} from './batch.ts';
import { BLEND_SLOTS, type BlendState, learnBlend, pointsOf, readBlend, stabilised } from './blend-records.ts';
import { expectedHour, expectedOf, FORECAST_SLOTS, type ForecastState, learnForecast, shareOfDay } from './forecast.ts';
import { HOUR_SLOTS, type HourState, learnHour, readHour } from './hour-sum.ts';
import { learnReference, mayHaveRisen, type RampReading, REFERENCE_SLOTS, type ReferenceState, readReference } from './long-reference.ts';
import type { MeasureKind } from './measure-kind.ts';
import { learnPerCall, PER_CALL_SLOTS, type PerCallReading, type PerCallState, readPerCall } from './per-call.ts';
import { learnRecent, RECENT_SLOTS, type RecentState, recentSum, recentValue } from './recent-windows.ts';
import type { Sum } from './sum-tail.ts';
import {
  activeOf,
  activeShareOf,
  forgetSurprises,
  learnTail,
  readTail,
  TAIL_SLOTS,
  type TailPlace,
  type TailReading,
  type TailState,
} from './tail.ts';
import { closesHour, hourOfWindow, WINDOWS_A_DAY, WINDOWS_AN_HOUR } from './window-index.ts';

export interface MeasureMemory {
  /** Index of the first window that counts for it. */
  bornWindow: number;
  /** All that follows. */
  readonly bytes: Uint8Array;
  readonly recent: RecentState;
  readonly blend: BlendState;
  readonly forecast: ForecastState;
  readonly tail: TailState;
  readonly hour: HourState;
  readonly batch: BatchState;
  readonly perCall: PerCallState;
  readonly reference: ReferenceState;
  /** Alerts of late, fading (a noisy measure must go further out to alert again), and the largest amount a person called benign. */
  readonly noise: Float32Array;
}
export const NOISE_SLOTS = 2;
const ALERTS = 0;
const BENIGN = 1;

const FLOATS = [BLEND_SLOTS, FORECAST_SLOTS, TAIL_SLOTS, HOUR_SLOTS, BATCH_SLOTS, PER_CALL_SLOTS, REFERENCE_SLOTS, NOISE_SLOTS];
const BYTES = FLOATS.reduce((sum, slots) => sum + 4 * slots, 8 * RECENT_SLOTS);

/** All numbers lie in one buffer, so that a copy is one. */
export const newMeasureMemory = (bornWindow: number): MeasureMemory => {
  const bytes = new Uint8Array(BYTES);
  // Numbers of eight bytes lie first: they may begin at no other place.
  let at = 8 * RECENT_SLOTS;
  const floats = (slots: number): Float32Array => {
    const array = new Float32Array(bytes.buffer, at, slots);
    at += 4 * slots;
    return array;
  };
  return {
    bornWindow,
    bytes,
    recent: new Float64Array(bytes.buffer, 0, RECENT_SLOTS),
    blend: floats(BLEND_SLOTS),
    forecast: floats(FORECAST_SLOTS),
    tail: floats(TAIL_SLOTS),
    hour: floats(HOUR_SLOTS),
    batch: floats(BATCH_SLOTS),
    perCall: floats(PER_CALL_SLOTS),
    reference: floats(REFERENCE_SLOTS),
    noise: floats(NOISE_SLOTS),
  };
};

export const copyMemory = (from: MeasureMemory, to: MeasureMemory): void => {
  to.bornWindow = from.bornWindow;
  to.bytes.set(from.bytes);
};

/** Alerts fade by half in 29 hours (500 windows to 1/e), and each raises the margin asked for by 60 %. */
const NOISE_DECAY = Math.exp(-1 / 500);
const NOISE_WEIGHT = 0.6;
/** An amount called benign is excused for the same and a tenth more. */
const EXCUSED = 1.1;

export interface MeasureReading extends TailReading {
  readonly value: number;
  readonly points: number;
  /** The record margin, lowered by the measure's own recent alerts; of what is unlikely at all. */
  readonly margin: number;
  /** Of the last hour: calibrated decades, what came over what was expected, and beyond it. */
  readonly hourDecades: number;
  readonly hourRatio: number;
  readonly hourExcess: number;
  /** What the windows of late brought that had anything, of counts. */
  readonly batch: BatchReading | undefined;
  /** A window is judged as a batch of one; and an hour as a batch as well, where windows come together. */
  readonly sized: boolean;
  readonly batched: boolean;
  /** What a call brought; undefined where calls are not known or hardly any were seen. */
  readonly perCall: PerCallReading | undefined;
  /** Calls brought it, and how many is known. */
  readonly brought: boolean;
  /** No ramp where there can be none. */
  readonly ramp: RampReading;
  /** A person called as much benign. */
  readonly excused: boolean;
}

const dayOf = (window: number): number => Math.floor(window / WINDOWS_A_DAY);

/** What comes in fewer windows than one an hour is judged by its size and how rarely it comes. */
const isRare = ({ tail }: MeasureMemory, points: number): boolean => activeShareOf(tail, points) * WINDOWS_AN_HOUR < 1;

const placeOf = (memory: MeasureMemory, value: number, kind: MeasureKind): TailPlace => {
  const points = pointsOf(memory.blend);
  const sized = kind === 'count' && value > 0 && isRare(memory, points);
  return { mean: expectedOf(memory.forecast), points, size: sized ? sizeDecades(memory.batch, value) : undefined };
};

/** The last twelve windows together, and what was expected of them. */
const hourOf = (memory: MeasureMemory, window: number, value: number): Sum => ({
  came: recentSum(memory.recent, WINDOWS_AN_HOUR - 1) + value,
  expected: expectedHour(memory.forecast, window),
  doubt: 1 / Math.max(1, activeOf(memory.tail)),
});

/** What the windows that a batch is judged by brought, this one the last, and how many of them had anything. */
const batchOf = (memory: MeasureMemory, value: number): Batch => {
  let came = value;
  let active = value > 0 ? 1 : 0;
  for (let back = 1; back < BATCH_WINDOWS; back++) {
    const before = recentValue(memory.recent, back);
    came += before;
    if (before > 0) active++;
  }
  return { came, active };
};

const NO_RAMP: RampReading = { ratio: 1, deviations: 0, day: 0, usualDay: 0 };

const rampOf = (memory: MeasureMemory, window: number, perCall: boolean): RampReading =>
  mayHaveRisen(memory.reference) ? readReference(memory.reference, perCall, dayOf(window), shareOfDay(memory.forecast, window)) : NO_RAMP;

/** A chance is always one for a window of the clock: what rarely happens has rarely the occasion to be unusual. */
const ofTheClock = (memory: MeasureMemory, decades: number): number =>
  decades > 0 ? decades - Math.log10(Math.max(1 / WINDOWS_A_DAY, activeShareOf(memory.tail, pointsOf(memory.blend)))) : 0;

/** `calls`: invocations in the window, for an amount that they bring; 0 when they are not known. Changes nothing. */
export const readMeasure = (memory: MeasureMemory, window: number, value: number, kind: MeasureKind, calls = 0): MeasureReading => {
  const place = placeOf(memory, value, kind);
  const hour = hourOf(memory, window, value);
  // Of what did not come only its absence can be told, by the hour: nothing is too large about it.
  const came = value > 0;
  const perCall = came && kind === 'amount' ? readPerCall(memory.perCall, value, calls) : undefined;
  const batch = came && kind === 'count' ? readBatch(memory.batch, batchOf(memory, value), place.size !== undefined) : undefined;
  const tail = readTail(memory.tail, value, place, kind);
  // Nobody asks whether what is likely is a record.
  const margin = tail.decades > 0 ? readBlend(memory.blend, stabilised(value), hourOfWindow(window)).margin : 0;
  return {
    mean: tail.mean,
    variance: tail.variance,
    decades: tail.decades,
    value,
    points: place.points,
    margin: margin / (1 + NOISE_WEIGHT * (memory.noise[ALERTS] ?? 0)),
    hourDecades: readHour(memory.hour, hour, kind, memory.tail, place.points),
    hourRatio: hour.expected > 0 ? hour.came / hour.expected : hour.came > 0 ? Number.MAX_VALUE : 1,
    hourExcess: hour.came - hour.expected,
    perCall: perCall && { decades: ofTheClock(memory, perCall.decades), mean: perCall.mean, ratio: perCall.ratio },
    batch: batch && { decades: ofTheClock(memory, batch.decades), mean: batch.mean, ratio: batch.ratio, excess: batch.excess },
    sized: place.size !== undefined,
    batched: place.size !== undefined && comesTogether(memory.batch),
    brought: kind === 'amount' && calls > 0,
    ramp: came ? rampOf(memory, window, perCall !== undefined) : NO_RAMP,
    excused: value <= EXCUSED * (memory.noise[BENIGN] ?? 0),
  };
};

/** What a window teaches: its value, already clamped when the window was anomalous, and what it showed before that. */
export interface Lesson {
  readonly value: number;
  readonly shown: number;
  /** As for readMeasure. */
  readonly calls: number;
  readonly alerted: boolean;
}

export const learnMeasure = (memory: MeasureMemory, window: number, { value, shown, calls, alerted }: Lesson, kind: MeasureKind): void => {
  const place = placeOf(memory, shown, kind);
  const closes = closesHour(window);
  const { points } = place;
  learnHour(memory.hour, hourOf(memory, window, value), kind, { tail: memory.tail, points, told: alerted, closes });
  if (kind === 'count' && value > 0) learnBatch(memory.batch, batchOf(memory, value), value, alerted);
  if (kind === 'count' && closes && closeBatchHour(memory.batch) && isRare(memory, points)) forgetSurprises(memory.tail);
  learnTail(memory.tail, { value, shown, alerted }, place, kind);
  learnForecast(memory.forecast, window, value, points);
  learnBlend(memory.blend, stabilised(value), hourOfWindow(window));
  if (kind === 'amount') learnPerCall(memory.perCall, shown, calls, alerted);
  learnReference(memory.reference, dayOf(window), shown, kind === 'amount' ? calls : undefined, WINDOWS_A_DAY);
  memory.noise[ALERTS] = (memory.noise[ALERTS] ?? 0) * NOISE_DECAY + (alerted ? 1 : 0);
  learnRecent(memory.recent, shown);
};

/** As much is benign, a person said. */
export const excuse = (memory: MeasureMemory, value: number): void => {
  memory.noise[BENIGN] = Math.max(memory.noise[BENIGN] ?? 0, value);
};

const NOTHING: Lesson = { value: 0, shown: 0, calls: 0, alerted: false };

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
    learnMeasure(memory, window, NOTHING, kind);
  }
};
