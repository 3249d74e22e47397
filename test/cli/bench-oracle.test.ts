// The bench's bound on what any detector can find, held against what is known in closed form.
import { expect, test } from 'vitest';
import type { LifeWindow } from '../../cli/bench/baselines-life.ts';
import { type Drawn, drawBytes, egressRatio, rateRatio, thresholdFor } from '../../cli/bench/baselines-oracle.ts';
import { runRamp } from '../../cli/bench/baselines-ramps.ts';
import type { FunctionSpec, TrafficSpec } from '../../cli/simulator/function-spec.ts';
import { seeded } from '../../cli/simulator/random.ts';

const SIGMA = 0.5;
const specOf = (traffic: TrafficSpec): FunctionSpec => ({
  name: 'one',
  role: 'one-role',
  runtime: 'nodejs22.x',
  traffic,
  trigger: { kind: 'api', routes: [] },
  logFormat: 'text',
  memoryMb: 128,
  timeoutMs: 1000,
  durationMs: { median: 100, sigma: 0.5 },
  responseBytes: { median: 1000, sigma: SIGMA },
  errorShare: 0,
  uses: [],
  followers: [],
  lines: [],
});
const steady = specOf({ kind: 'steady', perHour: 60 });
const window = (invocations: number, expectedInvocations: number): LifeWindow => ({
  startMs: 0,
  invocations,
  expectedInvocations,
  hourFactor: 1,
  errors: 0,
  durationMs: 0,
  responseBytes: 0,
  readBytes: 0,
  sentBytes: 0,
  logBytes: 0,
  initialisations: 0,
  version: 1,
  newAction: undefined,
  newAddress: undefined,
});

test('five times the bytes of one log-normal call are found as often as a normal says', () => {
  const random = seeded(5, 'oracle');
  const draws = 20_000;
  const drawn: Drawn[] = Array.from({ length: draws }, () => {
    const usual = drawBytes(steady, window(1, 1), random);
    const margin = egressRatio(steady, [{ ...usual, responseBytes: 5 * usual.responseBytes }], 5);
    return { margin, alarmsADay: Math.exp(-margin) / draws };
  });
  // One test a day and one alarm in a thousand days: the normal's quantile is 3.0902, and log(5) / 0.5 lies 3.2189 off.
  const threshold = thresholdFor(drawn, 1e-3);
  const found = drawn.filter(({ margin }) => margin >= threshold).length / draws;
  expect(found).toBeGreaterThan(0.53);
  expect(found).toBeLessThan(0.57);
});

test('the ratio of a rate is that of Poisson counts where chance has no hours', () => {
  const sparse = specOf({ kind: 'sparse', perHour: 12 });
  expect(rateRatio(sparse, [window(4, 1), window(2, 1)], 0, 3)).toBeCloseTo(6 * Math.log(3) - 2 * 2, 10);
});

test('a bursty hour says less than a steady one', () => {
  const hour = Array.from({ length: 12 }, () => window(15, 5));
  const bursty = specOf({ kind: 'bursty', perHour: 60, shape: 0.3 });
  expect(rateRatio(bursty, hour, 0, 3)).toBeLessThan(rateRatio(steady, hour, 0, 3) / 3);
});

test('a schedule that runs otherwise than it is set to needs no more proof', () => {
  const cron = specOf({ kind: 'cron', everyMinutes: 5, offsetMinutes: 0, calls: 2 });
  expect(rateRatio(cron, [window(2, 2)], 0, 3)).toBe(0);
  expect(rateRatio(cron, [window(6, 2)], 0, 3)).toBe(Number.POSITIVE_INFINITY);
});

test('the ratio of a batch of thousands is a number', () => {
  const batch = specOf({ kind: 'rare-batch', perHour: 160, activeShare: 0.04 });
  const hour = Array.from({ length: 12 }, () => window(1000, 160 / 12));
  expect(rateRatio(batch, hour, 0, 3)).toBeGreaterThan(10);
  expect(rateRatio(batch, hour, 0, 3)).toBeLessThan(1e6);
});

test('who knows the rates tells of a ramp before it has doubled, and no later than the behaviours do', () => {
  const { foundAt = 5, oracleAt = 5 } = runRamp(specOf({ kind: 'steady', perHour: 30 }), 1, 'calls', 0.2);
  expect(oracleAt).toBeGreaterThan(1);
  expect(oracleAt).toBeLessThan(2);
  expect(oracleAt).toBeLessThanOrEqual(foundAt);
});
