// Some thousand cases of the fuzz run, other ones each day would be noise: the long run (`npm run fuzz`) takes other seeds.
import { expect, test } from 'vitest';
import { newTotals, runCase } from './run-cases.ts';

test('damaged bytes of every format: each record meets one fate, nothing throws, nothing takes long', async () => {
  const totals = newTotals();
  for (let number = 0; number < 5_000; number++) await runCase(20260302, number, totals);
  expect(totals.failures).toEqual([]);
  // The run would prove nothing if hardly anything were still read.
  expect(totals.activities).toBeGreaterThan(totals.records / 10);
});
