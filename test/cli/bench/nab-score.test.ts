import { expect, test } from 'vitest';
import { curveOf, truthOf } from '../../../cli/bench/nab/score.ts';

const ROWS = 100;
const truth = truthOf(ROWS, [{ from: 50, to: 59 }]);
const told = (...rows: readonly number[]) => {
  const scores = new Float64Array(ROWS);
  for (const row of rows) scores[row] = 0.5;
  return curveOf([{ truth, scores }]).at(0.5);
};

test('a window found at its first row is all of the score, one found late is half of it, and nothing told is none', () => {
  expect(told(50)).toBeCloseTo(100, 6);
  // The last row: one tenth of the window is left, 2 / (1 + e^-0.5) - 1 = 0.245 of 0.987.
  expect(told(59)).toBeCloseTo((100 * (0.2449187 / 0.9866143 + 1)) / 2, 3);
  expect(told()).toBeCloseTo(0, 9);
});

test('a row told outside costs a little, less close behind a window, nothing before the series may be scored', () => {
  expect(told(50, 20)).toBeCloseTo(100 - (100 * 0.11) / 2, 6);
  expect(told(50, 61)).toBeGreaterThan(told(50, 80));
  expect(told(50, 14)).toBeCloseTo(100, 6);
});

test('more rows told of one window are worth its best', () => {
  expect(told(50, 51, 55)).toBeCloseTo(told(50), 9);
});

test('the best threshold leaves out what costs more than it brings', () => {
  const scores = new Float64Array(ROWS);
  scores[50] = 0.9;
  for (let row = 16; row < 40; row++) scores[row] = 0.3;
  const { best, at } = curveOf([{ truth, scores }]);
  expect(best.threshold).toBe(0.9);
  expect(at(0.3)).toBeLessThan(0);
});

test('windows of many files are counted together, with those that lie in rows never scored', () => {
  const early = truthOf(ROWS, [{ from: 2, to: 9 }]);
  const scores = new Float64Array(ROWS);
  scores[50] = 1;
  expect(early.windows).toBe(0);
  expect(early.labels).toBe(1);
  const { best } = curveOf([
    { truth, scores },
    { truth: early, scores: new Float64Array(ROWS) },
  ]);
  expect(best.score).toBeCloseTo((100 * (1 + 1 - 1 + 0)) / 3 + 100 / 3, 6);
});
