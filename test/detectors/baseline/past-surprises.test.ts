import { expect, test } from 'vitest';
import { calibrated, learnSurprise, SURPRISE_SLOTS } from '../../../detectors/baseline/past-surprises.ts';
import { randomOf } from './made-up-traffic.ts';

/** A model whose -log10 p is `stretch` times what it should be. */
const shares = (stretch: (decades: number) => number): readonly [three: number, four: number] => {
  const state = new Float32Array(SURPRISE_SLOTS);
  const random = randomOf(7);
  const asked = 400_000;
  let three = 0;
  let four = 0;
  for (let window = 0; window < asked; window++) {
    const decades = stretch(-Math.log10(1 - random()));
    if (window >= 4032) {
      const corrected = calibrated(state, 0, decades);
      if (corrected >= 3) three++;
      if (corrected >= 4) four++;
    }
    learnSurprise(state, 0, decades, false);
  }
  return [three / asked, four / asked];
};

test.each([
  ['right', (decades: number) => decades],
  ['three times too sure', (decades: number) => 3 * decades],
  ['sure of bounded sums', (decades: number) => decades ** 1.5],
  ['ten times too sure in the tail alone', (decades: number) => (decades < 1.5 ? decades : 1.5 + 10 * (decades - 1.5))],
] as const)('one in a thousand and one in ten thousand come as often, within a factor of two, of a model that is %s', (_, stretch) => {
  const [three, four] = shares(stretch);
  expect(three).toBeGreaterThan(0.5e-3);
  expect(three).toBeLessThan(2e-3);
  expect(four).toBeGreaterThan(0.4e-4);
  expect(four).toBeLessThan(2e-4);
});

test('nothing is believed lighter than the model says', () => {
  const state = new Float32Array(SURPRISE_SLOTS);
  for (let window = 0; window < 5000; window++) learnSurprise(state, 0, window % 20 === 0 ? 1.6 : 0, false);
  expect(calibrated(state, 0, 8)).toBeLessThan(8.5);
});

test('what was told of excuses the next little', () => {
  const after = (told: boolean): number => {
    const state = new Float32Array(SURPRISE_SLOTS);
    for (let window = 0; window < 4032; window++) learnSurprise(state, 0, 0, false);
    for (let window = 0; window < 5; window++) learnSurprise(state, 0, 30, told);
    for (let window = 0; window < 4 * 72; window++) learnSurprise(state, 0, 0, told);
    return calibrated(state, 0, 30);
  };
  expect(after(true)).toBeGreaterThan(5.3);
  expect(after(false)).toBeLessThan(5.3);
});

test('an incident is not excused by its own first hour', () => {
  const state = new Float32Array(SURPRISE_SLOTS);
  for (let window = 0; window < 4032; window++) learnSurprise(state, 0, 0, false);
  const before = calibrated(state, 0, 6);
  for (let window = 0; window < 12; window++) learnSurprise(state, 0, 6, false);
  expect(calibrated(state, 0, 6)).toBeGreaterThan(before - 1);
  for (let window = 0; window < 4 * 72; window++) learnSurprise(state, 0, 0, false);
  expect(calibrated(state, 0, 6)).toBeLessThan(before - 1.5);
});
