// How large a batch is, given that there is one.
import { expect, test } from 'vitest';
import { type BatchState, closeBatchHour, learnBatch, newBatch, readBatch } from '../../../detectors/baseline/batch.ts';
import { randomOf } from './made-up-traffic.ts';

/** Some forty active windows of so many events each, each alone in its hour. */
const learned = (sizeOf: (window: number) => number, windows = 40): BatchState => {
  const state = newBatch();
  for (let window = 0; window < windows; window++) {
    const value = sizeOf(window);
    learnBatch(state, { came: value, active: 1 }, value, false);
    closeBatchHour(state);
  }
  return state;
};
const decadesOf = (state: BatchState, came: number, active = 1): number => readBatch(state, { came, active }, true)?.decades ?? 0;

test('nothing is said of the first batches', () => {
  expect(
    readBatch(
      learned(() => 8, 5),
      { came: 80, active: 1 },
      true,
    ),
  ).toBeUndefined();
});

test('a schedule that always brought one is unlikely to bring three, and more so the longer it was seen', () => {
  const after = (runs: number): number =>
    decadesOf(
      learned(() => 1, runs),
      3,
    );
  expect(after(15)).toBeGreaterThan(2);
  expect(after(60)).toBeGreaterThan(after(15) + 0.5);
  expect(
    decadesOf(
      learned(() => 1),
      1,
    ),
  ).toBe(0);
});

test('a schedule that always brought two is as unlikely to bring six', () => {
  expect(
    decadesOf(
      learned(() => 2),
      6,
    ),
  ).toBeGreaterThan(4);
});

test('three times a batch stands out over several windows where one alone would not', () => {
  const random = randomOf(3);
  const state = learned(() => 5 + Math.floor(8 * random()), 200);
  expect(decadesOf(state, 16, 1)).toBeLessThan(decadesOf(state, 72, 3));
  expect(decadesOf(state, 72, 3)).toBeGreaterThan(4);
  expect(decadesOf(state, 30, 3)).toBeLessThan(2);
});

test('batches of every size make a large one no surprise', () => {
  const random = randomOf(5);
  const state = learned(() => Math.ceil(2 ** (7 * random())), 300);
  expect(decadesOf(state, 100, 1)).toBeLessThan(2.5);
});

test('a dozen runs of one are too few for two at once to be anything, and hundreds are not', () => {
  expect(
    decadesOf(
      learned(() => 1, 12),
      2,
    ),
  ).toBeLessThan(2);
  expect(
    decadesOf(
      learned(() => 1, 300),
      2,
    ),
  ).toBeGreaterThan(2.5);
});

test('a hundredth of the batches being large makes a large one no surprise, however small the others are', () => {
  const random = randomOf(7);
  const state = learned(() => (random() < 0.01 ? 40 : 2), 2_000);
  expect(decadesOf(state, 40)).toBeLessThan(3);
  expect(decadesOf(state, 400)).toBeGreaterThan(decadesOf(state, 40) + 1);
});

test('months make hardly surer than days: what is older than a day of a busy function is forgotten', () => {
  const after = (runs: number): number =>
    decadesOf(
      learned(() => 1, runs),
      3,
    );
  expect(after(3_000) - after(300)).toBeLessThan(1);
});

/** Hours that are full, each of another size about 100: within an hour the windows are alike. */
const fullHours = (hours: number): BatchState => {
  const random = randomOf(11);
  const state = newBatch();
  for (let hour = 0; hour < hours; hour++) {
    const size = 100 * (0.6 + 0.8 * random());
    for (let window = 0; window < 12; window++) {
      const value = Math.round(size + 10 * (random() - 0.5));
      const active = Math.min(window + 1, 3);
      learnBatch(state, { came: active * value, active }, value, false);
    }
    closeBatchHour(state);
  }
  return state;
};

test('an hour of alike windows is one batch: nothing is said of five, however many windows they had', () => {
  expect(readBatch(fullHours(5), { came: 900, active: 3 }, true)).toBeUndefined();
  expect(readBatch(fullHours(6), { came: 900, active: 3 }, true)).toBeDefined();
});

test('three times a batch stands out after two dozen, though the second was nothing like the first', () => {
  const state = fullHours(24);
  expect(decadesOf(state, 900, 3)).toBeGreaterThan(3.5);
  expect(decadesOf(state, 390, 3)).toBeLessThan(1.5);
});

test('of few batches nothing is said so surely as of many', () => {
  expect(decadesOf(fullHours(100), 900, 3)).toBeGreaterThan(decadesOf(fullHours(8), 900, 3) + 0.5);
});
