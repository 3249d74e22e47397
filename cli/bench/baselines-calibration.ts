// Whether a probability means what it says: how often ordinary windows are called as unlikely as 10^-3 and 10^-4.
//
// Counts come in steps, and a step may lead from one in a hundred to one in a million: nothing then has a chance of one in ten
// thousand to be observed at. So of counts it is also told how often a chance between that of as much and that of more would be as
// small (the randomised probability of Czado, Gneiting & Held 2009); its share below a level is summed, no chance is drawn.
import { learnMeasure, newMeasureMemory, readMeasure } from '../../detectors/baseline/measure-memory.ts';
import { MEASURES, type MeasureId, measureValue } from '../../detectors/baseline/measures.ts';
import { windowIndex } from '../../detectors/baseline/window-index.ts';
import type { FunctionSpec } from '../simulator/function-spec.ts';
import { instantAt, lifeOf, partialOf, WINDOWS_A_DAY } from './baselines-life.ts';
import { LEARNING_DAYS } from './baselines-run.ts';

/** -log10 of the probabilities asked about. */
export const LEVELS = [3, 4] as const;

export interface Calibration {
  readonly windows: number;
  /** By level: windows called as unlikely, and the same between the steps of a count. */
  readonly told: readonly number[];
  readonly between: readonly number[];
}

/** How much of what lies between the chances of as much and of more is below 10^-level. */
const shareBelow = (level: number, decades: number, more: number): number => {
  if (decades >= level) return 1;
  if (more <= level) return 0;
  const [asked, high, low] = [10 ** -level, 10 ** -decades, 10 ** -more];
  return (asked - low) / (high - low);
};

/** One measure of one function, learned as it comes; only the probability is looked at, none of the other keys. */
export const calibrationOf = (spec: FunctionSpec, seed: number, days: number, id: MeasureId): Calibration => {
  const { kind } = MEASURES[id];
  const first = windowIndex(instantAt(0));
  const memory = newMeasureMemory(first);
  let windows = 0;
  const told = LEVELS.map(() => 0);
  const between = LEVELS.map(() => 0);
  for (const [window, traffic] of lifeOf(spec, seed, days).entries()) {
    const value = measureValue(id, partialOf(spec, traffic, window));
    if (window >= LEARNING_DAYS * WINDOWS_A_DAY) {
      const reading = readMeasure(memory, first + window, value, kind, traffic.invocations);
      // The probability that decides: an amount's is that of a call, where calls brought it.
      const decades = kind === 'amount' ? (reading.perCall?.decades ?? 0) : reading.decades;
      const more = kind === 'amount' ? decades : readMeasure(memory, first + window, value + 1, kind, traffic.invocations).decades;
      windows++;
      LEVELS.forEach((level, index) => {
        told[index] = (told[index] ?? 0) + (decades >= level ? 1 : 0);
        between[index] = (between[index] ?? 0) + shareBelow(level, decades, more);
      });
    }
    learnMeasure(memory, first + window, { value, shown: value, calls: traffic.invocations, alerted: false }, kind);
  }
  return { windows, told, between };
};
