// A memory twice: what may still change is learned by the copy.
import { type Baseline, newBaseline, type Remembered } from './baseline.ts';
import { copyMemory, newMeasureMemory } from './measure-memory.ts';

export const copyOfBaseline = (baseline: Baseline): Baseline => {
  const { bornWindow, lastWindow, change, weak } = baseline;
  const copy = Object.assign(newBaseline(baseline.function), { bornWindow, lastWindow, change, weak });
  copy.gaps.set(baseline.gaps);
  for (const [id, memory] of baseline.measures) {
    const own = newMeasureMemory(memory.bornWindow);
    copyMemory(memory, own);
    copy.measures.set(id, own);
  }
  for (const [kind, { entries, ...rates }] of Object.entries(baseline.names)) {
    const own = Object.assign(copy.names[kind as Remembered], rates);
    for (const [hash, entry] of entries) own.entries.set(hash, { ...entry });
  }
  for (const [detector, episode] of baseline.episodes) copy.episodes.set(detector, episode);
  return copy;
};
