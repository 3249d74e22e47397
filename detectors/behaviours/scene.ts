// One window of one function with everything a behaviour may ask: readings, age, deployments, names.

import type { Baseline } from '../baseline/baseline.ts';
import { memoryBefore } from '../baseline/catch-up.ts';
import { type MeasureMemory, type MeasureReading, newMeasureMemory, readMeasure } from '../baseline/measure-memory.ts';
import { MEASURES, type MeasureId, measureValue } from '../baseline/measures.ts';
import { recentValues } from '../baseline/recent-windows.ts';
import { WINDOWS_A_DAY, WINDOWS_AN_HOUR } from '../baseline/window-index.ts';
import type { Assessment } from '../model/assessment.ts';
import { isAccount } from '../model/identity.ts';
import type { KeyedCount } from '../model/keyed-counts.ts';
import { rankedKeys } from '../model/keyed-counts.ts';
import type { FunctionPartial, Named } from '../model/partial.ts';
import { countsOf, sumOf } from '../model/partial.ts';
import type { Context } from './context.ts';
import { newVersion } from './deployment.ts';

export interface Scene {
  readonly baseline: Baseline;
  readonly window: number;
  readonly partial: FunctionPartial;
  readonly context: Context;
  /** The account itself rather than one function. */
  readonly isAccount: boolean;
  readonly ageDays: number;
  /** Still within the learning period. */
  readonly learning: boolean;
  /** The deployment that opened the present relearning window. */
  readonly deployment: { readonly name: string; readonly windowsAgo: number } | undefined;
  /** Undefined when nothing of the kind was ever recorded. */
  readonly reading: (id: MeasureId) => MeasureReading | undefined;
  /** The measure's values in the windows before, oldest first. */
  readonly recent: (id: MeasureId) => readonly number[];
  readonly names: (kind: Named) => readonly KeyedCount[];
}

/** After a deployment a function's behaviour may change for good: its first six hours are judged a step milder. */
const RELEARNING_WINDOWS = 6 * WINDOWS_AN_HOUR;

const NO_NAMES: ReturnType<Scene['names']> = [];

export const sceneOf = (baseline: Baseline, window: number, partial: FunctionPartial, context: Context): Scene => {
  const ageDays = baseline.bornWindow === undefined ? 0 : Math.max(0, window - baseline.bornWindow) / WINDOWS_A_DAY;
  const version = newVersion(baseline, partial);
  const changed = version ?? baseline.change?.name;
  const since = version === undefined ? window - (baseline.change?.window ?? 0) : 0;
  const memoryOf = (id: MeasureId): MeasureMemory => memoryBefore(baseline, id, window) ?? newMeasureMemory(window);
  const calls = sumOf(partial, 'invocations');
  const ranked = new Map<Named, ReturnType<Scene['names']>>();
  const readings = new Map<MeasureId, MeasureReading | undefined>();
  const reading = (id: MeasureId): MeasureReading | undefined => {
    if (readings.has(id)) return readings.get(id);
    const known = baseline.measures.has(id) || sumOf(partial, MEASURES[id].toldBy) > 0;
    const found = known ? readMeasure(memoryOf(id), window, measureValue(id, partial), MEASURES[id].kind, calls) : undefined;
    readings.set(id, found);
    return found;
  };
  return {
    baseline,
    window,
    partial,
    context,
    isAccount: isAccount(baseline.function),
    ageDays,
    learning: ageDays < context.settings.learningDays,
    deployment: changed !== undefined && since <= RELEARNING_WINDOWS ? { name: changed, windowsAgo: since } : undefined,
    reading,
    recent: (id) => {
      const memory = memoryOf(id);
      return recentValues(memory.recent, window - memory.bornWindow);
    },
    names: (kind) => {
      const counts = countsOf(partial, kind);
      if (counts === undefined) return NO_NAMES;
      const known = ranked.get(kind);
      if (known !== undefined) return known;
      const names = rankedKeys(counts);
      ranked.set(kind, names);
      return names;
    },
  };
};

export const warmingUp = (scene: Scene, seenDays: number = scene.ageDays): Assessment => ({
  kind: 'warming-up',
  seenDays: Math.floor(seenDays * 10) / 10,
  neededDays: scene.context.settings.learningDays,
});
