import fc from 'fast-check';
import { expect, test } from 'vitest';
import { learnBlend, newBlend, pointsOf, readBlend, SETTLED_POINTS, stabilised } from '../../../detectors/baseline/blend-records.ts';

const taught = (values: readonly number[]): Float32Array => {
  const state = newBlend();
  for (const [index, value] of values.entries()) learnBlend(state, stabilised(value), Math.floor(index / 12) % 24);
  return state;
};
const noisy = (count: number): number[] => Array.from({ length: count }, (_, index) => 100 + ((index * 7919) % 40));

test('nothing is a record before enough points were seen', () => {
  const state = taught(noisy(SETTLED_POINTS - 1));
  expect(readBlend(state, stabilised(1e6), 3).margin).toBe(0);
});

test('what has been seen is no record, what is far outside is a large one', () => {
  const state = taught(noisy(2000));
  expect(readBlend(state, stabilised(120), 3).margin).toBe(0);
  expect(readBlend(state, stabilised(900), 3).margin).toBeGreaterThan(2);
});

test('one freak does not hide the next', () => {
  const values = noisy(2000);
  values[1500] = 1e6;
  expect(readBlend(taught(values), stabilised(900), 3).margin).toBeGreaterThan(1);
});

test('the forecast that did best has the most weight', () => {
  const daily = Array.from({ length: 4000 }, (_, index) => (Math.floor(index / 12) % 24 === 9 ? 400 : 10 + ((index * 7919) % 5)));
  const { weights } = readBlend(taught(daily), 3, 9);
  expect(weights[0]).toBeGreaterThan(0.6);
  expect(weights[0] + weights[1] + weights[2]).toBeCloseTo(1, 9);
});

test('reading changes nothing, and any numbers leave finite state', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -1e15, max: 1e15, noNaN: true }), { maxLength: 300 }),
      fc.double({ min: -1e15, max: 1e15, noNaN: true }),
      (values, probe) => {
        const state = taught(values);
        const before = state.slice();
        const reading = readBlend(state, stabilised(probe), 5);
        expect(state).toEqual(before);
        expect(pointsOf(state)).toBe(values.length);
        expect([...state].every(Number.isFinite)).toBe(true);
        expect([reading.margin, reading.sustainedMargin, reading.residual].every(Number.isFinite)).toBe(true);
      },
    ),
  );
});
