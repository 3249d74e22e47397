// A measure's memory as it stands just before a window: quiet windows since the last learned one are zeros.
import type { Baseline } from './baseline.ts';
import { copyMemory, learnQuiet, type MeasureMemory, newMeasureMemory } from './measure-memory.ts';
import { MEASURES, type MeasureId } from './measures.ts';

/** Copies nobody asks any more: to make one takes longer than what is learned in it. */
const spare: MeasureMemory[] = [];

/**
 * The memory itself when there is nothing to catch up with, else a copy that has: what was learned is left as it was. The copy is
 * kept for who asks again about the window.
 */
export const memoryBefore = (baseline: Baseline, id: MeasureId, window: number): MeasureMemory | undefined => {
  const memory = baseline.measures.get(id);
  const { lastWindow } = baseline;
  if (memory === undefined || lastWindow === undefined || window <= lastWindow + 1) return memory;
  if (baseline.ahead?.window !== window) forgetAhead(baseline);
  baseline.ahead ??= { window, measures: new Map() };
  const { measures } = baseline.ahead;
  let ahead = measures.get(id);
  if (ahead === undefined) {
    ahead = spare.pop() ?? newMeasureMemory(window);
    copyMemory(memory, ahead);
    learnQuiet(ahead, lastWindow + 1, window - lastWindow - 1, MEASURES[id].kind);
    measures.set(id, ahead);
  }
  return ahead;
};

/** The memory itself, which has caught up and may learn the window. */
export const catchUp = (baseline: Baseline, id: MeasureId, window: number): MeasureMemory | undefined => {
  const memory = baseline.measures.get(id);
  const before = memoryBefore(baseline, id, window);
  if (memory !== undefined && before !== undefined && before !== memory) copyMemory(before, memory);
  return memory;
};

/** What was learned changed otherwise. */
export const forgetAhead = (baseline: Baseline): void => {
  if (baseline.ahead !== undefined) spare.push(...baseline.ahead.measures.values());
  baseline.ahead = undefined;
};
