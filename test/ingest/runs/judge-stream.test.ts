// The short way of judging a stream says what the long way says.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Instant } from '../../../detectors/model/time.ts';
import { judgeStream, weighReadings } from '../../../ingest/runs/judge-stream.ts';
import type { RunMark } from '../../../ingest/runs/run-mark.ts';

const mark = fc.record({
  kind: fc.constantFrom('start' as const, 'report' as const),
  requestId: fc.constantFrom('a', 'b', 'c'),
  gapMs: fc.constantFrom(0, 5, 40_000),
  durationMs: fc.constantFrom(1, 60_000),
});

/** Runs one after the other, some of them disturbed. */
const marks = fc.array(mark, { maxLength: 9 }).map((list): RunMark[] => {
  let time = 0;
  return list.map(({ gapMs, ...rest }) => {
    time += gapMs;
    return { ...rest, time: time as Instant };
  });
});

test('marks that are told to be plain have a likeliest reading in which nothing is forged', () => {
  let plain = 0;
  fc.assert(
    fc.property(marks, (list) => {
      if (judgeStream(list) !== 'plain') return;
      plain++;
      expect(weighReadings(list)).toEqual(list.map(() => undefined));
    }),
    { numRuns: 5_000 },
  );
  expect(plain).toBeGreaterThan(200);
});
