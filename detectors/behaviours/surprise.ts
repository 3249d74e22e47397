// When a reading is anomalous, and how bad: two keys (improbable, and outside what was seen), a size worth a person's time,
// and an age. One key alone is wrong too often: records on sparse counts, tails on rare batches (cli/bench/baselines.ts).
import type { MeasureReading } from '../baseline/measure-memory.ts';
import type { Settings } from '../model/settings.ts';
import type { Severity } from '../model/severity.ts';

/** Amounts over the mean, in the measure's unit, below which a surprise of each severity is not worth a person's time. */
export interface Stakes {
  readonly low: number;
  readonly medium: number;
  readonly high: number;
}

export interface Surprise {
  readonly severity: Severity;
  readonly score: number;
  readonly reason: 'window' | 'hour' | 'ramp' | 'first';
  readonly decades: number;
  readonly usualLow: number;
  readonly usualHigh: number;
}

interface Keys {
  readonly decades: number;
  readonly margin: number;
}
/**
 * A thousand functions of ten measures are 2.9 million windows a day: 10^-6 would be three false alarms a day were the
 * windows independent and the tail exact, and the second key cuts those to a fraction. `sensitive` is for few functions.
 */
const KEYS: Readonly<Record<Settings['sensitivity'], Keys>> = {
  default: { decades: 6, margin: 0.3 },
  sensitive: { decades: 4, margin: 0.1 },
};

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

export const usualRange = ({ mean, variance }: MeasureReading): readonly [low: number, high: number] => [
  quantile(mean, variance, -USUAL_Z),
  quantile(mean, variance, USUAL_Z),
];

/** Times the usual high that a single window must reach: less is noise of the estimate of it. */
const LEAST_RATIO = 1.5;
/** Times the expected that an hour, and a day against the long reference, must reach. */
const LEAST_HOUR_RATIO = 1.5;
/** An hour must bring this many times over what is worth a low in one window. */
const HOUR_STAKES = 2;
const LEAST_RAMP_RATIO = 2;
/** Standard deviations of daily totals: a day that a flat series of normal days shows once in a billion. */
const LEAST_RAMP_DEVIATIONS = 6;
/** A whole day must bring this many times what is worth a medium in one window. */
const RAMP_STAKES = 10;

/**
 * Medium and high ask for more than the keys: this many decades, times the usual high, and that it lasts: two windows
 * within a quarter of an hour, else an amount that alone is grave.
 */
const MEDIUM = { decades: 7, ratio: 2 };
const HIGH = { decades: 9, ratio: 6 };
/** Windows since the episode's last anomalous one at which a surprise goes on. */
export const LASTING_WINDOWS = 3;

const scoreOf = (decades: number): number => decades / (decades + 6);

/** `lasting`: an anomalous window of the same detector lies just before. */
export const surpriseOf = (
  reading: MeasureReading,
  stakes: Stakes,
  sensitivity: Settings['sensitivity'],
  lasting: boolean,
): Surprise | undefined => {
  const keys = KEYS[sensitivity];
  const [usualLow, usualHigh] = usualRange(reading);
  const over = reading.value - reading.mean;
  const ratio = reading.value / Math.max(usualHigh, Number.MIN_VALUE);
  const found = (severity: Severity, reason: Surprise['reason'], decades: number): Surprise => ({
    severity,
    score: scoreOf(Math.min(30, decades)),
    reason,
    decades,
    usualLow,
    usualHigh,
  });
  if (reading.decades >= keys.decades && reading.margin >= keys.margin && ratio >= LEAST_RATIO && over >= stakes.low) {
    const { decades } = reading;
    const sure = decades >= MEDIUM.decades && ratio >= MEDIUM.ratio && over >= stakes.medium;
    const grave = decades >= HIGH.decades && ratio >= HIGH.ratio && over >= stakes.high;
    if (grave && lasting) return found('high', 'window', decades);
    return found(grave || (sure && lasting) ? 'medium' : 'low', 'window', decades);
  }
  if (
    reading.hourDecades >= keys.decades &&
    reading.hourMargin >= keys.margin &&
    reading.hourRatio >= LEAST_HOUR_RATIO &&
    reading.hourExcess >= HOUR_STAKES * stakes.low &&
    reading.value > usualLow
  ) {
    const sure = reading.hourDecades >= HIGH.decades && over >= stakes.medium && lasting;
    return found(sure ? 'medium' : 'low', 'hour', reading.hourDecades);
  }
  const { ramp } = reading;
  const worth = RAMP_STAKES * stakes.medium;
  if (ramp.ratio >= LEAST_RAMP_RATIO && ramp.deviations >= LEAST_RAMP_DEVIATIONS && ramp.day - ramp.usualDay >= worth && over > 0) {
    return found('low', 'ramp', Math.min(12, ramp.deviations));
  }
  return undefined;
};

/** Ten times as much as is grave in one window is worth a medium even without a past to compare with. */
const FIRST_MEDIUM = 10;
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
    score: scoreOf(KEYS.sensitive.decades),
    reason: 'first',
    decades: KEYS.sensitive.decades,
    usualLow: 0,
    usualHigh: reading.mean,
  };
};
