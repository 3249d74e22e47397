// Whether a probability means what it says: how often ordinary windows are called as unlikely as 10^-3 and 10^-4.
import { learnMeasure, newMeasureMemory, readMeasure } from '../../detectors/baseline/measure-memory.ts';
import { MEASURES, type MeasureId, measureValue } from '../../detectors/baseline/measures.ts';
import { windowIndex } from '../../detectors/baseline/window-index.ts';
import type { FunctionSpec } from '../simulator/function-spec.ts';
import { instantAt, lifeOf, partialOf, WINDOWS_A_DAY } from './baselines-life.ts';
import { LEARNING_DAYS } from './baselines-run.ts';

export interface Calibration {
  readonly windows: number;
  readonly thousandth: number;
  readonly tenThousandth: number;
}

/** One measure of one function, learned as it comes; only the probability is looked at, none of the other keys. */
export const calibrationOf = (spec: FunctionSpec, seed: number, days: number, id: MeasureId): Calibration => {
  const { kind } = MEASURES[id];
  const first = windowIndex(instantAt(0));
  const memory = newMeasureMemory(first);
  let windows = 0;
  let thousandth = 0;
  let tenThousandth = 0;
  for (const [window, traffic] of lifeOf(spec, seed, days).entries()) {
    const value = measureValue(id, partialOf(spec, traffic, window));
    if (window >= LEARNING_DAYS * WINDOWS_A_DAY) {
      const reading = readMeasure(memory, first + window, value, kind, traffic.invocations);
      // The probability that decides: an amount's is that of a call, where calls brought it.
      const decades = kind === 'amount' ? (reading.perCall?.decades ?? 0) : reading.decades;
      windows++;
      if (decades >= 3) thousandth++;
      if (decades >= 4) tenThousandth++;
    }
    learnMeasure(memory, first + window, { value, shown: value, calls: traffic.invocations, alerted: false }, kind);
  }
  return { windows, thousandth, tenThousandth };
};
