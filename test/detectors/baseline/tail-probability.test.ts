import { expect, test } from 'vitest';
import {
  gammaTail,
  negativeBinomialTail,
  poissonTail,
  SMALLEST_PROBABILITY,
  studentTail,
} from '../../../detectors/baseline/tail-probability.ts';

/** By adding up the probabilities themselves. */
const addedUp = (count: number, first: number, next: (k: number) => number): number => {
  let term = first;
  let sum = 0;
  for (let k = 0; k < count + 4000; k++) {
    if (k >= count) sum += term;
    term *= next(k);
  }
  return sum;
};

test.each([
  [1, 0.01],
  [3, 0.5],
  [20, 8],
  [60, 20],
  [200, 150],
])('a Poisson of mean %2$d reaches %1$d as often as its probabilities add up to', (count, mean) => {
  const exact = addedUp(count, Math.exp(-mean), (k) => mean / (k + 1));
  expect(poissonTail(count, mean) / exact).toBeCloseTo(1, 5);
});

test.each([
  [2, 0.05, 4],
  [10, 2, 1],
  [40, 10, 0.2],
  [300, 30, 0.5],
])('a negative binomial reaches %d at mean %d and dispersion %d as often as its probabilities add up to', (count, mean, dispersion) => {
  const size = 1 / dispersion;
  const chance = size / (size + mean);
  const exact = addedUp(count, chance ** size, (k) => ((k + size) / (k + 1)) * (1 - chance));
  expect(negativeBinomialTail(count, mean, dispersion) / exact).toBeCloseTo(1, 5);
});

test.each([
  // An exponential: shape 1.
  [5, 1, 1, Math.exp(-5)],
  [300, 100, 10_000, Math.exp(-3)],
  // Shape 2: (1 + x) e^-x.
  [9, 2, 2, 10 * Math.exp(-9)],
])('a gamma reaches %d at mean %d and variance %d as its closed form says', (value, mean, variance, exact) => {
  expect(gammaTail(value, mean, variance) / exact).toBeCloseTo(1, 6);
});

test.each([
  // One degree of freedom is Cauchy's, two and four have closed forms (Hill 1970).
  [3, 1, 0.5 - Math.atan(3) / Math.PI],
  [500, 1, 0.5 - Math.atan(500) / Math.PI],
  [4, 2, 0.5 - 4 / (2 * Math.sqrt(2 + 16))],
  [6, 4, 0.5 - (6 / (2 * Math.sqrt(40))) * (1 + 2 / 40)],
])('a Student t reaches %d with %d degrees of freedom as its closed form says', (value, freedom, exact) => {
  expect(studentTail(value, freedom) / exact).toBeCloseTo(1, 6);
});

test('a Student t of many degrees of freedom is a normal', () => {
  // P(Z >= 4.7534243) is one in a million.
  expect(studentTail(4.7534243, 1e7) / 1e-6).toBeCloseTo(1, 3);
});

test('nothing is more certain than the floor, and what must happen has probability 1', () => {
  expect(poissonTail(0, 3)).toBe(1);
  expect(poissonTail(1e6, 1)).toBe(SMALLEST_PROBABILITY);
  expect(negativeBinomialTail(1e9, 1, 1e-3)).toBe(SMALLEST_PROBABILITY);
  expect(gammaTail(1, 0, 0)).toBe(SMALLEST_PROBABILITY);
});
