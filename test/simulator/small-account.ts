// A small account for tests: one function of each trigger and log format, and nobody else unless asked for.
import type { FunctionSpec } from '../../cli/simulator/function-spec.ts';
import type { SimulationOptions } from '../../cli/simulator/simulate.ts';
import { START_MS } from './read-account.ts';

export const plainFunction: FunctionSpec = {
  name: 'front',
  role: 'front-role',
  runtime: 'nodejs22.x',
  traffic: { kind: 'steady', perHour: 20 },
  trigger: {
    kind: 'api',
    routes: [
      { method: 'GET', path: '/things/{id}', weight: 3 },
      { method: 'POST', path: '/things', weight: 1 },
    ],
  },
  logFormat: 'text',
  memoryMb: 256,
  timeoutMs: 5000,
  durationMs: { median: 60, sigma: 0.5 },
  responseBytes: { median: 1000, sigma: 0.5 },
  errorShare: 0.02,
  uses: [
    { kind: 's3-read', bucket: 'things-data', prefix: 'in/', chance: 0.5, bytes: { median: 50_000, sigma: 0.5 } },
    { kind: 'table', action: 'GetItem', table: 'things', chance: 1 },
  ],
  followers: [{ function: 'worker', chance: 1, method: 'POST' }],
  lines: ['{request} {status}'],
};

const worker: FunctionSpec = {
  ...plainFunction,
  name: 'worker',
  role: 'worker-role',
  runtime: 'python3.13',
  logFormat: 'json',
  traffic: { kind: 'called' },
  trigger: { kind: 'event' },
  errorShare: 0.1,
  followers: [],
  network: {
    subnet: 'subnet-a',
    securityGroup: 'sg-a',
    destinations: [
      {
        address: '198.51.100.24',
        port: 443,
        chance: 1,
        sentBytes: { median: 2000, sigma: 0.2 },
        receivedBytes: { median: 4000, sigma: 0.2 },
      },
    ],
  },
};

/** Shares its subnet and security group, and so its interface, with `worker`. */
const nightly: FunctionSpec = {
  ...worker,
  name: 'nightly',
  role: 'worker-role',
  logFormat: 'text',
  traffic: { kind: 'cron', everyMinutes: 180, offsetMinutes: 20, calls: 1 },
  trigger: { kind: 'schedule' },
};

export const smallAccount = (changes: Partial<SimulationOptions> = {}): SimulationOptions => ({
  seed: 11,
  startMs: START_MS,
  days: 1,
  account: {
    id: '111122223333',
    region: 'eu-central-1',
    buckets: ['things-data', 'things-archive'],
    accessLogGroup: '/aws/apigateway/things',
    operators: [],
  },
  functions: [plainFunction, worker, nightly],
  incidents: [],
  ordinary: [],
  ...changes,
});
