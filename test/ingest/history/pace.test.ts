import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pace } from '../../../ingest/aws/history/pace.ts';

test('whatever the gaps between wishes, never more than two starts lie within a second, and none waits needlessly', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(1500), { minLength: 1, maxLength: 30 }), async (gaps) => {
      let elapsed = 0;
      const starts: number[] = [];
      const turn = pace(2, {
        elapsed: () => elapsed,
        sleep: async (milliseconds) => {
          elapsed += milliseconds;
        },
      });
      for (const gap of gaps) {
        elapsed += gap;
        const wished = elapsed;
        await turn();
        if (wished >= (starts.at(-1) ?? -500) + 500) expect(elapsed).toBe(wished);
        starts.push(elapsed);
      }
      for (const start of starts) expect(starts.filter((other) => other >= start && other < start + 1000).length).toBeLessThanOrEqual(2);
    }),
  );
});

test('wishes at the same time are served one after the other', async () => {
  let elapsed = 0;
  const waits: (() => void)[] = [];
  const turn = pace(2, { elapsed: () => elapsed, sleep: () => new Promise((resolve) => waits.push(resolve)) });
  const served: number[] = [];
  const wishes = [0, 1, 2].map((wish) => turn().then(() => served.push(wish)));
  await wishes[0];
  expect(served).toEqual([0]);
  for (elapsed = 500; waits.length > 0; elapsed += 500) {
    for (const wake of waits.splice(0)) wake();
    await new Promise((resolve) => setImmediate(resolve));
  }
  await Promise.all(wishes);
  expect(served).toEqual([0, 1, 2]);
});
