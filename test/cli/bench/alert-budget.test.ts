import { expect, test } from 'vitest';
import { NEW_BUDGET, spend } from '../../../cli/bench/nab/alert-budget.ts';

const ASKED = 0.07;

test('an episode is told once, unless it gets five times worse', () => {
  const first = spend(NEW_BUDGET, 0.2, ASKED);
  expect(first.score).toBeCloseTo(0.2 / 1.2, 9);
  const again = spend(first.budget, 0.3, ASKED);
  expect(again.score).toBe(0);
  expect(spend(again.budget, 1.5, ASKED).score).toBeGreaterThan(0.4);
});

test('a series that alerts often must go further out, and is forgiven in time', () => {
  let { budget } = spend(NEW_BUDGET, 0.5, ASKED);
  for (let times = 0; times < 5; times++) {
    for (let point = 0; point < 40; point++) budget = spend(budget, 0, ASKED).budget;
    budget = spend(budget, 0.5, ASKED).budget;
  }
  for (let point = 0; point < 40; point++) budget = spend(budget, 0, ASKED).budget;
  expect(spend(budget, 0.1, ASKED).score).toBeLessThan(0.04);
  for (let point = 0; point < 3000; point++) budget = spend(budget, 0, ASKED).budget;
  expect(spend(budget, 0.1, ASKED).score).toBeGreaterThan(0.08);
});

test('what was quiet for long may speak of less', () => {
  const young = spend(NEW_BUDGET, 0.06, ASKED);
  let budget = NEW_BUDGET;
  for (let point = 0; point < 3000; point++) budget = spend(budget, 0, ASKED).budget;
  const old = spend(budget, 0.06, ASKED);
  expect(young.budget.alerts).toBe(0);
  expect(old.budget.alerts).toBe(1);
});
