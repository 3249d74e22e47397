// A missed run is late by how regular the runs before were, and only then.
import { describe, expect, test } from 'vitest';
import { assessSilence } from '../../../detectors/behaviours/assess.ts';
import { CONTEXT, DAY_WINDOWS, instantAt, Life, ordinary } from './function-life.ts';

const HOUR = 12;

/** A fixed sequence in [0, 1) that looks like chance. */
const chance = (step: number): number => (((Math.imul(step + 1, 2654435761) ^ 0x5bd1e995) >>> 0) % 9973) / 9973;

/** Runs at the given windows, each for so many. */
const lifeOf = (runs: readonly number[], lasting = 1): Life => {
  const life = new Life();
  for (const run of runs)
    for (let step = 0; step < lasting; step++) {
      life.window = Math.round(run) + step;
      life.live(ordinary(life.window));
    }
  return life;
};

const every = (windows: number, days: number, late: (run: number) => number = () => 0): readonly number[] =>
  Array.from({ length: Math.floor((days * DAY_WINDOWS) / windows) }, (_, run) => 30 + run * windows + late(run));

const silentAfter = (life: Life, windows: number): boolean =>
  assessSilence(life.baseline, instantAt(life.window + windows), CONTEXT).length > 0;

describe('a schedule that misses a run', () => {
  test.each([
    ['once a day', every(DAY_WINDOWS, 16), 1, DAY_WINDOWS],
    ['once a day, within half an hour', every(DAY_WINDOWS, 16, (run) => 6 * chance(run)), 1, DAY_WINDOWS],
    ['once a day, for half an hour', every(DAY_WINDOWS, 16), 6, DAY_WINDOWS],
    ['four times a day', every(6 * HOUR, 16), 1, 6 * HOUR],
    ['every second hour', every(2 * HOUR, 16), 1, 2 * HOUR],
  ])('%s is told of before the next is due, and not before this one is', (_, runs, lasting, due) => {
    const life = lifeOf(runs, lasting);
    expect(life.of('silence')).toEqual([]);
    expect(silentAfter(life, due - 1)).toBe(false);
    expect(silentAfter(life, 2 * due)).toBe(true);
  });

  test.each([
    ['comes at any hour of the day', every(DAY_WINDOWS, 16, (run) => 250 * chance(run)), 2 * DAY_WINDOWS],
    ['rests at weekends', every(DAY_WINDOWS, 19).filter((run) => Math.floor(run / DAY_WINDOWS) % 7 < 5), 3 * DAY_WINDOWS],
    ['comes when it is called', Array.from({ length: 60 }, (_, run) => 90 * run + 85 * chance(run)), 2 * 90],
  ])('what %s is not late as soon', (_, runs, windows) => {
    const life = lifeOf(runs);
    expect(life.of('silence')).toEqual([]);
    expect(silentAfter(life, windows)).toBe(false);
  });
});

test('batches that come together are not held against windows that come alone', () => {
  const days = Array.from({ length: 24 }, (_, run) => 200 * run + 190 * chance(run));
  const life = lifeOf(days, 12);
  expect(life.of('silence')).toEqual([]);
  expect(silentAfter(life, 2 * DAY_WINDOWS)).toBe(false);
});

test('what is late says how long its pauses are', () => {
  const life = lifeOf(every(DAY_WINDOWS, 16));
  const [found] = assessSilence(life.baseline, instantAt(life.window + 1.5 * DAY_WINDOWS), CONTEXT);
  expect(found?.explanation.expected).toMatch(/^Pauses usually last 24 hours; the longest pause before was 24 hours/);
});
