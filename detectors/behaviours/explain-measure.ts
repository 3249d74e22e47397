// A measure's surprise told to a person: what is usual at this hour, what came, and over how long that was learned.
import type { MeasureReading } from '../baseline/measure-memory.ts';
import { MEASURES, type MeasureId } from '../baseline/measures.ts';
import { hourOfWindow, windowInstant } from '../baseline/window-index.ts';
import type { BaselineView } from '../model/finding.ts';
import { isoOf } from '../model/time.ts';
import type { Scene } from './scene.ts';
import type { Surprise } from './surprise.ts';
import { bytesInWords, countInWords, dayInWords, spanInWords } from './words.ts';

/** Sums are kept in microseconds and megabyte-milliseconds; people read milliseconds and gigabyte-seconds. */
const MICROS_A_MS = 1000;
const MBMS_A_GBS = 1024 * 1000;

const shownValue = (id: MeasureId, value: number): number => {
  const { unit } = MEASURES[id];
  if (unit === 'milliseconds') return value / MICROS_A_MS;
  if (unit === 'gigabyte-seconds') return value / MBMS_A_GBS;
  return value;
};

/** Back from what is shown. */
export const storedValue = (id: MeasureId, shown: number): number => {
  const { unit } = MEASURES[id];
  if (unit === 'milliseconds') return shown * MICROS_A_MS;
  return unit === 'gigabyte-seconds' ? shown * MBMS_A_GBS : shown;
};

export const amountInWords = (id: MeasureId, value: number): string => {
  const shown = shownValue(id, value);
  const { unit } = MEASURES[id];
  if (unit === 'bytes') return bytesInWords(shown);
  if (unit === 'milliseconds') return spanOfMs(shown);
  if (unit === 'gigabyte-seconds') return `${countInWords(shown)} GB-s`;
  return countInWords(shown);
};

/** The amount with what it is of. */
const phrase = (id: MeasureId, amount: string): string => {
  const { unit, words } = MEASURES[id];
  return unit === 'count' || unit === 'bytes' ? `${amount} ${words}` : `${amount} of ${words}`;
};

/** What a measure is called where no amount stands before it. */
export const nameOfMeasure = (id: MeasureId): string => {
  const { unit, words } = MEASURES[id];
  return unit === 'bytes' ? `bytes ${words}` : words;
};

/** Whole events lie between whole bounds. */
const rangeInWords = (id: MeasureId, low: number, high: number): string =>
  MEASURES[id].unit === 'count'
    ? `${countInWords(Math.floor(low))} to ${phrase(id, countInWords(Math.ceil(high)))}`
    : `${amountInWords(id, low)} to ${phrase(id, amountInWords(id, high))}`;

const spanOfMs = (ms: number): string =>
  ms < 1000 ? `${countInWords(ms)} ms` : ms < 7_200_000 ? `${countInWords(ms / 1000)} s` : spanInWords(ms);

const hourInWords = (window: number): string => {
  const hour = hourOfWindow(window);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(hour)}:00-${two((hour + 1) % 24)}:00 UTC`;
};

const windowsInWords = (scene: Scene, reading: MeasureReading): string =>
  `over ${countInWords(reading.points)} windows since ${dayInWords(windowInstant(bornOf(scene)))}`;

const bornOf = (scene: Scene): number => scene.baseline.bornWindow ?? scene.window;

export const expectedInWords = (scene: Scene, id: MeasureId, reading: MeasureReading, surprise: Surprise): string => {
  const learned = windowsInWords(scene, reading);
  if (surprise.reason === 'first') {
    return `Hardly anything of the kind before: a mean of ${amountInWords(id, reading.mean)} in ${countInWords(reading.points)} windows, of a function known since ${dayInWords(windowInstant(bornOf(scene)))}.`;
  }
  if (surprise.reason === 'ramp') {
    return `Usually ${phrase(id, amountInWords(id, reading.ramp.usualDay))} ${reading.perCall === undefined ? 'on such a day' : 'an invocation'}, by the long memory ${learned}.`;
  }
  if (surprise.reason === 'batch' && reading.batch !== undefined) {
    return `Usually ${phrase(id, countInWords(reading.batch.mean))} in 5 minutes that have any, ${learned}.`;
  }
  if (surprise.reason === 'call' && reading.perCall !== undefined) {
    return `Usually ${phrase(id, amountInWords(id, reading.perCall.mean))} an invocation, ${learned}.`;
  }
  return (
    `Usually ${rangeInWords(id, surprise.usualLow, surprise.usualHigh)} ` +
    `in 5 minutes at this hour (${hourInWords(scene.window)}), ${learned}.`
  );
};

export const observedInWords = (id: MeasureId, reading: MeasureReading, surprise: Surprise): string => {
  if (surprise.reason === 'ramp') {
    return `${phrase(id, amountInWords(id, reading.ramp.day))}${reading.perCall === undefined ? '' : ' an invocation'} in the last whole day, and with today's so far ${countInWords(reading.ramp.ratio)} times the long memory's: risen slowly. It is the new reference unless called malicious.`;
  }
  const now = `${phrase(id, amountInWords(id, reading.value))} in 5 minutes`;
  if (surprise.reason === 'first') return `${now}, for the first time. A log source that was only now switched on looks the same.`;
  if (surprise.reason === 'call' && reading.perCall !== undefined)
    return `${now}, ${countInWords(reading.perCall.ratio)} times the usual for as many invocations.`;
  if (surprise.reason === 'batch' && reading.batch !== undefined)
    return `${now}; the last half hour brought ${countInWords(reading.batch.excess)} more than so many busy windows do.`;
  if (surprise.reason === 'hour') return `${now}; the last hour brought ${countInWords(reading.hourRatio)} times what was expected.`;
  const mean = reading.mean > 0 ? `, ${countInWords(reading.value / reading.mean)} times the mean at this hour` : '';
  return `${now}${mean}.`;
};

export const viewOf = (scene: Scene, id: MeasureId, reading: MeasureReading, surprise: Surprise): BaselineView => {
  const daily = surprise.reason === 'ramp';
  const rounded = (value: number): number => Number(shownValue(id, value).toPrecision(6));
  const { unit } = MEASURES[id];
  return {
    measure: `${nameOfMeasure(id)}${unit === 'count' || unit === 'bytes' ? '' : ` (${unit})`} ${daily ? 'in a day' : 'in 5 minutes'}`,
    samples: surprise.reason === 'first' ? scene.window - (scene.baseline.bornWindow ?? scene.window) : reading.points,
    since: isoOf(windowInstant(bornOf(scene))),
    bucket: daily ? 'all hours' : hourInWords(scene.window),
    usualLow: daily ? 0 : rounded(surprise.usualLow),
    usualHigh: rounded(daily ? reading.ramp.usualDay : surprise.usualHigh),
    observed: rounded(daily ? reading.ramp.day : reading.value),
    recent: daily ? [] : [...scene.recent(id), reading.value].map(rounded),
  };
};
