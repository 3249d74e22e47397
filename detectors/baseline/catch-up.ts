// A measure's memory as it stands just before a window: quiet windows since the last learned one are zeros.
import { learnQuiet, type MeasureMemory } from './measure-memory.ts';
import { MEASURES, type MeasureId } from './measures.ts';

/** The memory itself when there is nothing to catch up with, else a copy that has; the given one is left as it was. */
export const caughtUp = (memory: MeasureMemory, id: MeasureId, lastWindow: number | undefined, window: number): MeasureMemory => {
  const missed = lastWindow === undefined ? 0 : window - lastWindow - 1;
  if (missed <= 0) return memory;
  const copy: MeasureMemory = {
    bornWindow: memory.bornWindow,
    blend: memory.blend.slice(),
    forecast: memory.forecast.slice(),
    tail: memory.tail.slice(),
    hour: memory.hour.slice(),
    batch: memory.batch.slice(),
    perCall: memory.perCall.slice(),
    reference: memory.reference.slice(),
    recent: memory.recent.slice(),
    noise: memory.noise.slice(),
  };
  learnQuiet(copy, (lastWindow ?? 0) + 1, missed, MEASURES[id].kind);
  return copy;
};
