// When a reading is anomalous, and how bad. Probabilities decide whether anything is said, and hold the false alarms; sizes
// only decide how grave it is.
import { RISE_RATIO, SURE } from '../baseline/long-reference.ts';
import type { MeasureReading } from '../baseline/measure-memory.ts';
import { WINDOWS_A_DAY } from '../baseline/window-index.ts';
import type { Settings } from '../model/settings.ts';
import type { Severity } from '../model/severity.ts';
import { scoreOf } from './score.ts';

/** Amounts over the mean, in the measure's unit, below which a surprise of each severity is not worth a person's time. */
export interface Stakes {
  readonly low: number;
  readonly medium: number;
  readonly high: number;
}

export interface Surprise {
  readonly severity: Severity;
  readonly score: number;
  readonly reason: 'window' | 'hour' | 'batch' | 'call' | 'ramp' | 'first';
  readonly decades: number;
  readonly usualLow: number;
  readonly usualHigh: number;
}

/**
 * -log10 of the probability asked for. A thousand functions of some five independent measures are 1.4 million windows a day, so
 * this is some four low findings in a day's digest, and at the sensitive setting three times as many; what makes an alert of one
 * asks for more (below).
 */
export const ASKED: Readonly<Record<Settings['sensitivity'], number>> = { default: 5.5, sensitive: 5 };

/** Standard normal quantile of 99 %: the usual range leaves out one window in a hundred on each side. */
const USUAL_Z = 2.326;

/** Quantile of a gamma by Wilson & Hilferty (1931), held at what an active window brings when activity is rare. */
const quantile = (mean: number, variance: number, z: number): number => {
  if (mean <= 0 || variance <= 0) return Math.max(0, mean);
  const shape = (mean * mean) / variance;
  const root = 1 - 1 / (9 * shape) + z / (3 * Math.sqrt(shape));
  const value = root > 0 ? mean * root ** 3 : 0;
  return z > 0 ? Math.max(value, mean) : Math.min(value, mean);
};

export const usualLow = ({ mean, variance }: MeasureReading): number => quantile(mean, variance, -USUAL_Z);
export const usualHigh = ({ mean, variance }: MeasureReading): number => quantile(mean, variance, USUAL_Z);

/** Times the usual high that a single window, an hour over its expectation, and a call over its mean must reach: less is noise of the estimate. */
const LEAST_RATIO = 1.2;
const LEAST_HOUR_RATIO = 1.5;
const LEAST_CALL_RATIO = 2;
/** An hour must bring this many times over what is worth a low in one window. */
const HOUR_STAKES = 2;

/** A day must bring this many times over what is worth a medium in one window. */
const RISE_STAKES = 10;

/**
 * Medium and high ask for more than the probability: this many decades, times the usual high, and that it lasts: two windows
 * within a quarter of an hour, else an amount that alone is grave. What comes by chance once in half a dozen days among a
 * thousand functions is worth a look whether it is much or not, if it is ten times what is worth a low.
 */
const MEDIUM = { decades: 7, ratio: 2 };
const CERTAIN: Readonly<Record<Settings['sensitivity'], number>> = { default: 7, sensitive: 6 };
const CERTAIN_STAKES = 10;
const HIGH = { decades: 9, ratio: 6 };
/** Windows since the episode's last anomalous one at which a surprise goes on. */
export const LASTING_WINDOWS = 3;

/** Whether days have crept up against the long reference. */
export const isRise = ({ ramp, value }: MeasureReading): boolean => value > 0 && ramp.ratio >= RISE_RATIO && ramp.deviations >= SURE;

export interface Sign {
  readonly reason: 'window' | 'hour' | 'batch' | 'call';
  readonly decades: number;
}

/** The decades of a reading's window, hour and call, each when the thing is large enough to be more than noise of an estimate. */
export const signsOf = (reading: MeasureReading, stakes: Stakes): readonly Sign[] => {
  const signs: Sign[] = [];
  if (reading.excused) return signs;
  const over = reading.value - reading.mean;
  const { perCall, batch } = reading;
  // What calls bring is judged a call: more calls that each bring what they always do are for the measure of calls to tell
  // of. What hardly any call brings has no size to compare with, unless it is grave.
  const asTotal = !reading.brought || (perCall === undefined && reading.value >= stakes.high);
  if (asTotal && over >= stakes.low && reading.margin > 0 && reading.value >= LEAST_RATIO * usualHigh(reading))
    signs.push({ reason: 'window', decades: reading.decades });
  if (
    asTotal &&
    reading.hourRatio >= LEAST_HOUR_RATIO &&
    reading.hourExcess >= HOUR_STAKES * stakes.low &&
    reading.value > usualLow(reading)
  )
    signs.push({ reason: 'hour', decades: reading.hourDecades });
  if (asTotal && batch !== undefined && batch.ratio >= LEAST_HOUR_RATIO && batch.excess >= stakes.low)
    signs.push({ reason: 'batch', decades: batch.decades });
  if (perCall !== undefined && perCall.ratio >= LEAST_CALL_RATIO && reading.value * (1 - 1 / perCall.ratio) >= stakes.low)
    signs.push({ reason: 'call', decades: perCall.decades });
  return signs;
};

/** What is judged as a batch is told by the batch. */
const isOfBatch = ({ sized, batched }: MeasureReading, { reason }: Sign): boolean =>
  (sized && reason === 'window') || (batched && reason === 'hour');

/** `signs` are the reading's own; `lasting`: an anomalous window of the same detector lies just before. */
export const surpriseOf = (
  reading: MeasureReading,
  signs: readonly Sign[],
  stakes: Stakes,
  sensitivity: Settings['sensitivity'],
  lasting: boolean,
): Surprise | undefined => {
  const found = (severity: Severity, reason: Surprise['reason'], decades: number): Surprise => ({
    severity,
    score: scoreOf(Math.min(30, decades)),
    reason,
    decades,
    usualLow: usualLow(reading),
    usualHigh: usualHigh(reading),
  });
  let sign: Sign | undefined;
  for (const one of signs) {
    if (one.decades < ASKED[sensitivity] || isOfBatch(reading, one)) continue;
    if (sign === undefined || one.decades > sign.decades) sign = one;
  }
  if (sign !== undefined) {
    const { reason, decades } = sign;
    const beyond = {
      window: reading.value - reading.mean,
      hour: reading.hourExcess,
      batch: reading.batch?.excess ?? 0,
      call: reading.value * (1 - 1 / (reading.perCall?.ratio ?? 1)),
    };
    const over = reason === 'hour' ? beyond.window : beyond[reason];
    const ratio = reason === 'call' ? (reading.perCall?.ratio ?? 1) : reading.value / Math.max(usualHigh(reading), Number.MIN_VALUE);
    const sure = decades >= MEDIUM.decades && (ratio >= MEDIUM.ratio || reason === 'hour') && over >= stakes.medium;
    const certain = decades >= CERTAIN[sensitivity] && beyond[reason] >= CERTAIN_STAKES * stakes.low;
    const grave = decades >= HIGH.decades && ratio >= HIGH.ratio && over >= stakes.high;
    if (grave && lasting) return found('high', reason, decades);
    return found(grave || certain || (sure && lasting) ? 'medium' : 'low', reason, decades);
  }
  // More calls a day are growth until a person says otherwise; much more in each call is not.
  if (isRise(reading)) {
    const moreADay = reading.mean * WINDOWS_A_DAY * (1 - 1 / reading.ramp.ratio);
    const grave = reading.brought && moreADay >= RISE_STAKES * stakes.medium;
    return found(grave ? 'low' : 'info', 'ramp', Math.min(12, reading.ramp.deviations));
  }
  return undefined;
};

/** Ten times as much as is grave in one window is worth a medium even without a past to compare with. */
const FIRST_MEDIUM = 10;
/** What a first amount is worth, in decades: no past tells. */
const FIRST_DECADES = 4;
/** A past too short to judge by must at least be left behind this many times. */
const FIRST_RATIO = 100;

/**
 * Of a measure that has hardly a past, in a function that has one: a grave amount of what was never recorded. A log source
 * switched on today looks the same, so it is low unless it is very much.
 */
export const firstSurprise = (reading: MeasureReading, stakes: Stakes): Surprise | undefined => {
  if (reading.value < stakes.high || reading.value < FIRST_RATIO * reading.mean) return undefined;
  const severity = reading.value >= FIRST_MEDIUM * stakes.high ? 'medium' : 'low';
  return {
    severity,
    score: scoreOf(FIRST_DECADES),
    reason: 'first',
    decades: FIRST_DECADES,
    usualLow: 0,
    usualHigh: reading.mean,
  };
};
