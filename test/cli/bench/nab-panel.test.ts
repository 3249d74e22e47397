import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assessAndLearn, newPanel } from '../../../cli/bench/nab/panel.ts';
import { learnRoughness, newRoughness, readRoughness } from '../../../cli/bench/nab/roughness.ts';

const noisy = (count: number): number[] => Array.from({ length: count }, (_, index) => 100 + ((index * 7919) % 40));
const margins = (values: readonly number[]): number[] => {
  const panel = newPanel();
  return values.map((value, index) => assessAndLearn(panel, value, Math.floor(index / 12) % 24));
};
const largest = (values: readonly number[]): number => Math.max(...values);

test('what has been seen is nothing, a value far outside is much', () => {
  const told = margins([...noisy(2000), 120, 900]);
  expect(largest(told.slice(1000, 2001))).toBeLessThan(0.05);
  expect(told[2001]).toBeGreaterThan(1);
});

test('a series that goes flat within its usual values is told of, one that was always flat now and then is not', () => {
  const flat = Array.from({ length: 100 }, () => 120);
  expect(largest(margins([...noisy(2000), ...flat]).slice(2000))).toBeGreaterThan(0.2);
  const often = Array.from({ length: 12 }, () => [...noisy(300), ...flat]).flat();
  expect(largest(margins([...often, ...noisy(300), ...flat]).slice(often.length + 300))).toBeLessThan(0.05);
});

test('roughness is beyond what was seen where a series moves more than ever, as where it moves less', () => {
  const state = newRoughness();
  for (const value of noisy(2000)) learnRoughness(state, value, 1);
  expect(readRoughness(state, 120, 1)).toBe(0);
  const wild = state.slice();
  for (let point = 0; point < 40; point++) learnRoughness(wild, point % 2 === 0 ? 100 : 139, 1);
  expect(readRoughness(wild, 100, 1)).toBeGreaterThan(0);
});

test('nothing is looked ahead: what a beginning is told does not depend on what follows', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { minLength: 150, maxLength: 400 }), (values) => {
      const all = margins(values);
      expect(all.every((margin) => Number.isFinite(margin) && margin >= 0)).toBe(true);
      expect(margins(values.slice(0, 130))).toEqual(all.slice(0, 130));
    }),
    { numRuns: 30 },
  );
});
