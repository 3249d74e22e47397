import { expect, test } from 'vitest';
import { chanceOfNew, isKnown, learnNames, newNameMemory } from '../../../detectors/baseline/name-memory.ts';

const fully = (): number => 1;

test('a function that always uses the same names is surprised by a new one', () => {
  const memory = newNameMemory(64, 1);
  for (let window = 0; window < 2000; window++) learnNames(memory, ['a', 'b'], 1, fully);
  expect(isKnown(memory, 'a')).toBe(true);
  expect(isKnown(memory, 'c')).toBe(false);
  expect(chanceOfNew(memory, 1, 2, 0)).toBeLessThan(1e-3);
});

test('a function that sees a new name in every window is not surprised by one more', () => {
  const memory = newNameMemory(64, 1);
  for (let window = 0; window < 2000; window++) learnNames(memory, [`host-${window}`], 1, fully);
  expect(chanceOfNew(memory, 1, 2, 0)).toBeGreaterThan(0.5);
});

test('a flood of invented names leaves what the function uses in place, and the memory small', () => {
  const memory = newNameMemory(64, 1);
  for (let window = 0; window < 500; window++) learnNames(memory, ['a', 'b'], 1, fully);
  for (let window = 0; window < 2000; window++) {
    learnNames(
      memory,
      Array.from({ length: 64 }, (_, index) => `x-${window}-${index}`),
      2,
      fully,
    );
  }
  expect(memory.entries.size).toBeLessThanOrEqual(64);
  expect(isKnown(memory, 'a')).toBe(true);
  expect(isKnown(memory, 'b')).toBe(true);
});

test('a name seen only in anomalous windows stays unknown for a while and then is known', () => {
  const memory = newNameMemory(64, 1);
  learnNames(memory, ['odd'], 1, () => 1 / 16);
  expect(isKnown(memory, 'odd')).toBe(false);
  for (let window = 0; window < 15; window++) learnNames(memory, ['odd'], 1, () => 1 / 16);
  expect(isKnown(memory, 'odd')).toBe(true);
});

test('a burst of harmless new names does not make the next one look usual the same day', () => {
  const memory = newNameMemory(64, 1);
  for (let window = 0; window < 2000; window++) learnNames(memory, ['a', 'b'], 1, fully);
  const before = chanceOfNew(memory, 1, 2, 0);
  learnNames(memory, ['c', 'd', 'e', 'f', 'g'], 2, fully);
  expect(chanceOfNew(memory, 1, 2, 0)).toBeLessThanOrEqual(before);
  expect(chanceOfNew(memory, 1, 3, 0)).toBeGreaterThan(before);
});

test('what was new last month is no news of late, also for a function that runs once a day', () => {
  const memory = newNameMemory(64, 1);
  for (let day = 1; day <= 60; day++) learnNames(memory, day === 20 ? ['a', 'b', 'c', 'd', 'e'] : ['a', 'b'], day, fully);
  for (let day = 61; day <= 80; day++) learnNames(memory, ['a', 'b', 'c', 'd', 'e'], day, fully);
  expect(chanceOfNew(memory, 1, 81, 80 * 288)).toBeLessThan(1e-3);
  learnNames(memory, ['f', 'g', 'h'], 81, fully);
  expect(chanceOfNew(memory, 1, 82, 81 * 288)).toBeGreaterThan(2e-3);
});
