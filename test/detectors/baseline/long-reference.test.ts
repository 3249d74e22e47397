import { expect, test } from 'vitest';
import { learnReference, newReference, readReference } from '../../../detectors/baseline/long-reference.ts';

const grown = (days: number, factorADay: number): ReturnType<typeof readReference> => {
  const state = newReference();
  for (let day = 0; day < days; day++) learnReference(state, 20_000 + day, 1000 * (day < 7 ? 1 : factorADay ** (day - 7)), 288, 288);
  learnReference(state, 20_000 + days, 0, 1, 288);
  return readReference(state);
};

test('flat days stay where they were', () => {
  expect(grown(60, 1).ratio).toBeCloseTo(1, 5);
});

test('honest growth of one per cent a day is followed', () => {
  expect(grown(300, 1.01).ratio).toBeLessThan(2);
});

test.each([1.05, 1.12, 1.6])('a ramp of a factor %d a day is seen however slow it is for a level', (factor) => {
  const reading = grown(7 + Math.ceil(Math.log(3) / Math.log(factor)) + 2, factor);
  expect(reading.ratio).toBeGreaterThan(2);
  expect(reading.deviations).toBeGreaterThan(6);
});

test('a day that was only partly seen teaches nothing', () => {
  const state = newReference();
  for (let day = 0; day < 9; day++) learnReference(state, 20_000 + day, 1000, 288, 288);
  learnReference(state, 20_009, 50_000, 30, 288);
  learnReference(state, 20_010, 0, 1, 288);
  expect(readReference(state).day).toBe(1000);
});
