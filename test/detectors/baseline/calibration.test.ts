// Whether the tail means what it says: over made-up traffic of each kind, how often a window is called as unlikely as 10^-3
// or 10^-4. Records, sizes and ages are left out: this is the first key alone.
import { expect, test } from 'vitest';
import { learnMeasure, newMeasureMemory, readMeasure } from '../../../detectors/baseline/measure-memory.ts';
import { trafficOf } from './made-up-traffic.ts';

const DAYS = 28;
const FUNCTIONS = 6;
const FIRST = 20_500 * 288;

const shares = (kind: Parameters<typeof trafficOf>[0]): readonly [three: number, four: number] => {
  let windows = 0;
  let three = 0;
  let four = 0;
  for (let seed = 0; seed < FUNCTIONS; seed++) {
    const memory = newMeasureMemory(FIRST);
    const next = trafficOf(kind, 77 * (seed + 1));
    for (let window = 0; window < DAYS * 288; window++) {
      const { invocations } = next();
      if (window > 7 * 288) {
        const { decades } = readMeasure(memory, FIRST + window, invocations, 'count');
        windows++;
        if (decades >= 3) three++;
        if (decades >= 4) four++;
      }
      learnMeasure(memory, FIRST + window, { value: invocations, shown: invocations, calls: 0, alerted: false }, 'count');
    }
  }
  return [three / windows, four / windows];
};

// Room above the nominal share: hours that swing apart from each other share one spread, and no two moments tell of rare batches.
test.each([
  ['steady', 2e-3, 3e-4],
  ['diurnal', 2e-3, 3e-4],
  ['weekly', 2e-3, 5e-4],
  ['cron', 2e-3, 5e-4],
  ['sparse', 3e-3, 5e-4],
  ['bursty', 3e-3, 5e-4],
  ['growing', 3e-3, 5e-4],
  ['drifting', 3e-3, 5e-4],
  ['noisy', 4e-3, 1e-3],
  ['rare-batch', 3e-3, 1e-3],
] as const)(
  '%s traffic is called one in a thousand in at most %d of windows, one in ten thousand in %d',
  (kind, thousandth, tenThousandth) => {
    const [three, four] = shares(kind);
    expect(three).toBeLessThanOrEqual(thousandth);
    expect(four).toBeLessThanOrEqual(tenThousandth);
  },
);
