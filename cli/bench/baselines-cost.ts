// What a point of a measure and a window of a function cost, and what they leave behind.
//
// On a machine that others use as well only the least of many short rounds, taken in turns, says what the work itself takes.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { newBaseline } from '../../detectors/baseline/baseline.ts';
import type { MeasureKind } from '../../detectors/baseline/measure-kind.ts';
import { learnMeasure, newMeasureMemory, readMeasure } from '../../detectors/baseline/measure-memory.ts';
import { windowIndex } from '../../detectors/baseline/window-index.ts';
import { assessWindow, learnWindow } from '../../detectors/behaviours/assess.ts';
import { functionId } from '../../detectors/model/identity.ts';
import { type FunctionPartial, isEmptyPartial } from '../../detectors/model/partial.ts';
import type { Instant } from '../../detectors/model/time.ts';
import { fleetOf, instantAt, lifeOf, partialOf } from './baselines-life.ts';
import { CONTEXTS } from './baselines-run.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** What is held, garbage not counted. */
const heldBytes = (): number => {
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
};

/** Something done `count` times a round. */
interface Timed {
  readonly what: string;
  readonly count: number;
  readonly round: () => void;
}

const POINTS = 20_000;

/** Points of a busy measure, asked and learned. */
const points = (kind: MeasureKind): Timed => {
  const memory = newMeasureMemory(windowIndex(instantAt(0)));
  const [unit, calls] = kind === 'count' ? [1, 0] : [4000, 40];
  let window = memory.bornWindow;
  return {
    what: `a point of ${kind === 'count' ? 'a count' : 'an amount'}, asked and learned`,
    count: POINTS,
    round: () => {
      for (const end = window + POINTS; window < end; window++) {
        const value = unit * (40 + ((window * 7919) % 23));
        readMeasure(memory, window, value, kind, calls);
        learnMeasure(memory, window, { value, shown: value, calls, alerted: false }, kind);
      }
    },
  };
};

const FUNCTIONS = 5;
const DAYS = 17;

/** Days of functions: each window that has anything, with all its measures and the quiet before it, assessed and learned. */
const windows = (seed: number): Timed => {
  const lives = fleetOf(seed, FUNCTIONS, DAYS).map((spec) => {
    const busy: [Instant, FunctionPartial][] = [];
    for (const [window, traffic] of lifeOf(spec, seed, DAYS).entries()) {
      const partial = partialOf(spec, traffic, window);
      if (!isEmptyPartial(partial)) busy.push([instantAt(window), partial]);
    }
    return { id: functionId({ account: '222233334444', region: 'eu-central-1', name: spec.name }), busy };
  });
  return {
    what: 'a window that has anything, with all its measures and the quiet before it',
    count: lives.reduce((sum, { busy }) => sum + busy.length, 0),
    round: () => {
      for (const { id, busy } of lives) {
        const baseline = newBaseline(id);
        for (const [at, partial] of busy)
          learnWindow(baseline, at, partial, assessWindow(baseline, at, partial, CONTEXTS.default), CONTEXTS.default);
      }
    },
  };
};

/** In each half of them a million points are seen. */
const ROUNDS = 50;

export const costs = (seed: number): { readonly least: ReadonlyMap<string, number>; readonly grownBytes: number } => {
  const timed = [points('count'), points('amount'), windows(seed)];
  const least = new Map<string, number>();
  // The first round compiles.
  for (const { round } of timed) round();
  let before = 0;
  for (let index = 0; index < ROUNDS; index++) {
    if (index === ROUNDS / 2) before = heldBytes();
    for (const { what, count, round } of timed) {
      const begun = process.threadCpuUsage().user;
      round();
      least.set(what, Math.min(least.get(what) ?? Number.POSITIVE_INFINITY, (process.threadCpuUsage().user - begun) / count));
    }
  }
  return { least, grownBytes: heldBytes() - before };
};
