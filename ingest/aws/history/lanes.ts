// The lanes of a run: read once from the checkpoint it goes on from, told whole whenever one of them gets further.
import type { Checkpoint, Lane, ObjectsLane } from './checkpoint.ts';
import { type Span, withSpan } from './spans.ts';

export interface Lanes {
  /** What was read of the log before. */
  spans(name: string): readonly Span[];
  addSpan(name: string, span: Span): void;
  objects(name: string): ObjectsLane | undefined;
  setObjects(name: string, lane: ObjectsLane): void;
}

export const openLanes = (checkpoint: Checkpoint | undefined, tell: (point: Checkpoint) => void): Lanes => {
  const lanes = new Map<string, Lane>(checkpoint?.lanes);
  const set = (name: string, lane: Lane): void => {
    lanes.set(name, lane);
    tell({ version: 1, lanes: [...lanes] });
  };
  const spans = (name: string): readonly Span[] => {
    const lane = lanes.get(name);
    return lane?.kind === 'spans' ? lane.spans : [];
  };
  return {
    spans,
    addSpan(name, span) {
      if (span.from < span.until) set(name, { kind: 'spans', spans: withSpan(spans(name), span) });
    },
    objects(name) {
      const lane = lanes.get(name);
      return lane?.kind === 'objects' ? lane : undefined;
    },
    setObjects: set,
  };
};
