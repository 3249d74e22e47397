// A fleet of mixed functions, for counting false alarms at a size that nobody would write down by hand.

import { logNormal } from './distributions.ts';
import { fleetOrdinary } from './fleet-ordinary.ts';
import type { FunctionSpec, TrafficSpec } from './function-spec.ts';
import type { IncidentSpec } from './incident-spec.ts';
import { type Random, seeded } from './random.ts';
import type { SimulationOptions } from './simulation-options.ts';

export interface FleetOptions {
  readonly seed: number;
  readonly functions: number;
  readonly days: number;
  readonly startMs: number;
  readonly incidents?: readonly IncidentSpec[];
}

/** Calls an hour over a fleet: half of the functions are under six an hour, a few are far above. */
const RATE = { median: 6, sigma: 1.4 };
const LARGEST_RATE = 240;

const trafficOf = (random: Random): TrafficSpec => {
  const perHour = Math.min(LARGEST_RATE, logNormal(random, RATE));
  const peakHour = 8 + random.below(13);
  const makers: readonly (() => TrafficSpec)[] = [
    () => ({ kind: 'steady', perHour }),
    () => ({ kind: 'diurnal', perHour, peakHour, swing: random.between(0.3, 0.9) }),
    () => ({ kind: 'weekly', perHour, peakHour, swing: random.between(0.4, 0.9), weekend: random.between(0.2, 0.8) }),
    () => ({
      kind: 'cron',
      everyMinutes: random.pick([5, 15, 60, 360, 1440]),
      offsetMinutes: random.below(60),
      calls: 1 + random.below(3),
    }),
    () => ({ kind: 'sparse', perHour: random.between(0.02, 3) }),
    () => ({ kind: 'rare-batch', perHour: Math.min(perHour, 8), activeShare: random.between(0.02, 0.06) }),
    () => ({ kind: 'bursty', perHour, shape: random.between(0.25, 1) }),
    () => ({ kind: 'drifting', perHour, dailySigma: random.between(0.03, 0.12) }),
    () => ({ kind: 'growing', perHour, dailyGrowth: random.between(0.002, 0.02) }),
    () => ({ kind: 'deployed-weekly', perHour, peakHour, stepSigma: random.between(0.05, 0.3), deployHour: 7 + random.below(10) }),
  ];
  return random.pick(makers)();
};

const functionOf = (seed: number, index: number): FunctionSpec => {
  const random = seeded(seed, `fleet:${index}`);
  const name = `service-${String(index).padStart(4, '0')}`;
  const team = `team-${index % 40}`;
  const traffic = trafficOf(random);
  const behindApi = traffic.kind !== 'cron' && random.chance(0.4);
  const base: FunctionSpec = {
    name,
    role: `${name}-role`,
    runtime: random.chance(0.5) ? 'nodejs22.x' : 'python3.13',
    traffic,
    trigger: behindApi
      ? {
          kind: 'api',
          routes: [
            { method: 'GET', path: `/${name}/{id}`, weight: 4 },
            { method: 'GET', path: `/${name}`, weight: 3 },
            { method: 'POST', path: `/${name}`, weight: 2 },
          ],
        }
      : { kind: traffic.kind === 'cron' ? 'schedule' : random.pick(['queue', 'event'] as const) },
    logFormat: random.chance(0.25) ? 'json' : 'text',
    memoryMb: random.pick([128, 256, 512, 1024]),
    timeoutMs: random.pick([10_000, 30_000, 60_000]),
    durationMs: { median: logNormal(random, { median: 180, sigma: 1 }), sigma: random.between(0.3, 0.9) },
    responseBytes: { median: logNormal(random, { median: 1500, sigma: 1 }), sigma: random.between(0.2, 1) },
    errorShare: random.next() ** 3 * 0.03,
    uses: [
      { kind: 'table', action: random.pick(['GetItem', 'Query', 'PutItem'] as const), table: `${team}-table`, chance: random.next() },
      {
        kind: 's3-read',
        bucket: `${team}-data`,
        prefix: 'in/',
        chance: random.next() * 0.5,
        bytes: { median: logNormal(random, { median: 60_000, sigma: 1.5 }), sigma: random.between(0.3, 1.2) },
      },
    ],
    followers: [],
    lines: ['{request} handled in {milliseconds}ms'],
  };
  const released =
    traffic.kind === 'deployed-weekly'
      ? { deployed: { weekday: 0, hour: traffic.deployHour } }
      : random.chance(0.3)
        ? { deployed: { weekday: random.below(5), hour: 7 + random.below(10) } }
        : {};
  const networked = random.chance(0.15)
    ? {
        network: {
          subnet: `subnet-${index % 7}`,
          securityGroup: `sg-${index % 11}`,
          destinations: [
            {
              address: `198.51.100.${1 + random.below(254)}`,
              port: 443,
              chance: 0.9,
              sentBytes: { median: 2000, sigma: 0.5 },
              receivedBytes: { median: 6000, sigma: 0.6 },
            },
          ],
        },
      }
    : {};
  return { ...base, ...released, ...networked };
};

export const fleet = (options: FleetOptions): SimulationOptions => {
  const { seed, startMs, days } = options;
  const functions = Array.from({ length: options.functions }, (_, index) => functionOf(seed, index));
  return {
    seed,
    startMs,
    days,
    account: {
      id: '222233334444',
      region: 'eu-central-1',
      buckets: Array.from({ length: Math.min(40, options.functions) }, (_, index) => `team-${index}-data`),
      accessLogGroup: '/aws/apigateway/fleet-prod',
      operators: ['ines.kuhn', 'pavel.rezek', 'lena.osei'],
    },
    functions,
    incidents: options.incidents ?? [],
    ordinary: fleetOrdinary(functions, startMs, days, seed),
  };
};
