// What earlier versions of the state knew of a measure, as this one holds it: the rest is learned anew.
import { BLEND_SLOTS } from './blend-records.ts';
import { forecastOf } from './forecast.ts';
import { newHour } from './hour-sum.ts';
import { newReference, REFERENCE_SLOTS, referenceOfSecond, SECOND_REFERENCE_SLOTS } from './long-reference.ts';
import { type MeasureMemory, NOISE_SLOTS } from './measure-memory.ts';
import { newPerCall, perCallOfSecond, perCallOfThird, SECOND_PER_CALL_SLOTS, THIRD_PER_CALL_SLOTS } from './per-call.ts';
import { sumOf } from './sum-tail.ts';
import { tailOf } from './tail.ts';

export type OlderVersion = 1 | 2 | 3;

/** Of a tail: means and variances by hour, the factors of weekdays, level and long level, four errors, and the spread. */
const HOURS = 24;
const DAYS = 2 * HOURS;
const LEVEL = DAYS + 14;
const SPREAD = LEVEL + 6;
const TAIL = SPREAD + 3;
/** Of an hour's sums: how many were learned, and three moments. */
const SUMS = 4;

/** What is read of each version, and what lies between: its surprises were of other quantities. */
export const OLDER_SLOTS: Readonly<Record<OlderVersion, readonly number[]>> = {
  1: [BLEND_SLOTS, TAIL, 80 - TAIL, 16, 1],
  2: [BLEND_SLOTS, TAIL, 4, SUMS, 4, SECOND_PER_CALL_SLOTS, SECOND_REFERENCE_SLOTS, NOISE_SLOTS],
  3: [BLEND_SLOTS, TAIL, 12, SUMS, 7, THIRD_PER_CALL_SLOTS, REFERENCE_SLOTS, NOISE_SLOTS],
};

const ofTail = (tail: Float32Array): Pick<MeasureMemory, 'forecast' | 'tail'> => ({
  forecast: forecastOf(tail.subarray(0, HOURS), tail.subarray(DAYS, LEVEL), tail[LEVEL] ?? 0, tail[LEVEL + 1] ?? 0),
  tail: tailOf(tail.subarray(SPREAD, TAIL)),
});

export const olderMeasure = (
  parts: readonly Float32Array[] | undefined,
  version: OlderVersion,
): Omit<MeasureMemory, 'bornWindow' | 'bytes' | 'recent' | 'batch'> | undefined => {
  const [blend, tail] = parts ?? [];
  const noise = parts?.at(-1);
  if (!parts || !blend || !tail || !noise) return undefined;
  if (version === 1) {
    const both = new Float32Array(NOISE_SLOTS);
    both.set(noise);
    return { blend, ...ofTail(tail), hour: newHour(), perCall: newPerCall(), reference: newReference(), noise: both };
  }
  const [, , , sums, , perCall, reference] = parts;
  if (!sums || !perCall || !reference) return undefined;
  const hour = newHour();
  hour.set(sumOf(sums));
  return version === 2
    ? { blend, ...ofTail(tail), hour, perCall: perCallOfSecond(perCall), reference: referenceOfSecond(reference), noise }
    : { blend, ...ofTail(tail), hour, perCall: perCallOfThird(perCall), reference, noise };
};
