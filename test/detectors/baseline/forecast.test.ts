// What to expect of a window, and what an hour that is not over may not change about it.
import { expect, test } from 'vitest';
import {
  expectedHour,
  expectedOf,
  type ForecastState,
  learnForecast,
  newForecast,
  shareOfDay,
} from '../../../detectors/baseline/forecast.ts';

/** A Monday's midnight. */
const FIRST = 288 * 4 + 288 * 7 * 2900;

const learned = (days: number, of: (day: number, hour: number) => number): ForecastState => {
  const state = newForecast();
  for (let window = 0; window < days * 288; window++)
    learnForecast(state, FIRST + window, of(Math.floor(window / 288), Math.floor(window / 12) % 24), window);
  return state;
};

test.each([
  ['a level', () => 7],
  ['a rhythm of the day', (_: number, hour: number) => (hour < 6 ? 1 : 9)],
  ['a rhythm of the week', (day: number, hour: number) => (day % 7 < 5 ? 4 + (hour % 12) : 2)],
  ['steady growth', (day: number) => 10 * 1.02 ** day],
] as const)('after three weeks %s is foretold to a tenth', (_, of) => {
  const state = newForecast();
  let off = 0;
  let all = 0;
  for (let window = 0; window < 28 * 288; window++) {
    const value = of(Math.floor(window / 288), Math.floor(window / 12) % 24);
    if (window >= 21 * 288) {
      off += Math.abs(value - expectedOf(state));
      all += value;
    }
    learnForecast(state, FIRST + window, value, window);
  }
  expect(off / all).toBeLessThan(0.1);
});

test('an hour of ten times as much is not expected until the hour after it is over', () => {
  const state = learned(14, () => 5);
  const expected = (): number => expectedOf(state);
  const before = expected();
  for (let window = 14 * 288; window < 14 * 288 + 12; window++) learnForecast(state, FIRST + window, 50, window);
  expect(expected()).toBeCloseTo(before, 3);
  expect(expectedHour(state, FIRST + 14 * 288 + 12)).toBeCloseTo(12 * before, 2);
  for (let window = 14 * 288 + 12; window < 14 * 288 + 24; window++) learnForecast(state, FIRST + window, 50, window);
  expect(expected()).toBeGreaterThan(before);
});

test('batches at no hour of their own are expected at every hour alike', () => {
  const state = learned(28, (day, hour) => (((day * 24 + hour) * 7919) % 31 === 0 ? 60 : 0));
  expect(expectedOf(state)).toBeGreaterThan(0.3);
});

test('the share of a day that is over is that of its work', () => {
  const state = learned(7, (_, hour) => (hour < 12 ? 1 : 3));
  expect(shareOfDay(state, FIRST)).toBe(0);
  expect(shareOfDay(state, FIRST + 144)).toBeCloseTo(0.25, 2);
  expect(shareOfDay(state, FIRST + 216)).toBeCloseTo(0.625, 2);
});
