// Cases of a fuzz run by their numbers: each follows from the seed and its number alone, so that one that fails is run again alone.
import { Random } from '../../cli/simulator/random.ts';
import { fuzzInput } from './fuzz-input.ts';
import { runInput } from './run-input.ts';
import { SAMPLES } from './samples.ts';

/** Time allowed: a start, for what a busy machine does in between, and what a byte may cost: eight times what a million cases took (1.2 µs). */
const ALLOWED_MS = 500;
const ALLOWED_MS_A_BYTE = 0.01;

export interface Failure {
  readonly number: number;
  readonly reason: string;
  readonly base64: string;
}

export interface Totals {
  cases: number;
  bytes: number;
  items: number;
  activities: number;
  records: number;
  slowestMs: number;
  slowestBytes: number;
  readonly failures: Failure[];
}

export const newTotals = (): Totals => ({
  cases: 0,
  bytes: 0,
  items: 0,
  activities: 0,
  records: 0,
  slowestMs: 0,
  slowestBytes: 0,
  failures: [],
});

export const runCase = async (seed: number, number: number, totals: Totals): Promise<void> => {
  const random = new Random(seed, number, 0x1a9, 0x3149);
  const input = fuzzInput(SAMPLES, random);
  totals.cases++;
  totals.bytes += input.bytes.length;
  try {
    const started = performance.now();
    const seen = await runInput(input);
    let elapsed = performance.now() - started;
    const allowed = ALLOWED_MS + input.bytes.length * ALLOWED_MS_A_BYTE;
    // Another process may have had the processor: slow is what is slow each time.
    for (let tries = 0; tries < 3 && elapsed > allowed; tries++) {
      const again = performance.now();
      await runInput(input);
      elapsed = Math.min(elapsed, performance.now() - again);
    }
    if (elapsed > allowed) throw new Error(`${Math.round(elapsed)} ms for ${input.bytes.length} bytes`);
    if (random.chance(0.1)) {
      const whole = await runInput({ ...input, chunkBytes: input.bytes.length + 1 });
      if (whole.fates.join('\n') !== seen.fates.join('\n')) throw new Error('other fates when cut otherwise');
    }
    totals.items += seen.items;
    totals.activities += seen.activities;
    totals.records += seen.fates.length;
    if (elapsed > totals.slowestMs) {
      totals.slowestMs = elapsed;
      totals.slowestBytes = input.bytes.length;
    }
  } catch (error) {
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    totals.failures.push({ number, reason, base64: input.bytes.toString('base64') });
  }
};
