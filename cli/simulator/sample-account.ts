// The account that the demonstration shows: a small web shop for nine ordinary days, and a tenth that is not.
import { DAY_MS, HOUR_MS, MINUTE_MS } from './calendar.ts';
import type { Attacker, IncidentSpec, OrdinaryEvent } from './incident-spec.ts';
import { sampleFunctions } from './sample-functions.ts';
import type { SimulationOptions } from './simulation-options.ts';

/** Monday 2 March 2026. */
const START_MS = 1_772_409_600_000;
const DAYS = 10;

/** Wednesday 11 March 2026, 10:14. */
const INCIDENT_MS = START_MS + 9 * DAY_MS + 10 * HOUR_MS + 14 * MINUTE_MS;
const ATTACKER: Attacker = {
  address: '203.0.113.77',
  userAgent:
    'aws-cli/2.31.13 md/awscrt#0.28.2 ua/2.1 os/linux#6.12.38+kali-amd64 md/arch#x86_64 lang/python#3.13.7 md/pyimpl#CPython m/b,E,Z cfg/retry-mode#standard md/installer#exe md/prompt#off',
};
const FUNCTION = 'shop-api';

const at = (minutes: number): number => INCIDENT_MS + minutes * MINUTE_MS;

export interface IncidentPart {
  readonly title: string;
  readonly category: 'injection' | 'credential-access' | 'escalation' | 'exfiltration';
  readonly startMs: number;
  readonly endMs: number;
}

/** What truly happens, in order: for tests, and for whoever wants to compare. */
export const sampleIncident: {
  readonly function: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly attackerAddress: string;
  readonly parts: readonly IncidentPart[];
} = {
  function: FUNCTION,
  startMs: INCIDENT_MS,
  endMs: at(106),
  attackerAddress: ATTACKER.address,
  parts: [
    {
      title: 'Payloads are injected through the API until one reads the process environment',
      category: 'injection',
      startMs: at(0),
      endMs: at(14),
    },
    { title: "The function's credentials are used from outside AWS", category: 'credential-access', startMs: at(27), endMs: at(43) },
    {
      title: "The function's role is given every permission, and a key is made for another user",
      category: 'escalation',
      startMs: at(51),
      endMs: at(60),
    },
    {
      title: 'Customer exports are read from S3 and the customer table is scanned',
      category: 'exfiltration',
      startMs: at(68),
      endMs: at(106),
    },
  ],
};

const incidents: readonly IncidentSpec[] = [
  { kind: 'injection', function: FUNCTION, startMs: at(0), minutes: 14, attempts: 64, attacker: ATTACKER },
  { kind: 'stolen-credentials', function: FUNCTION, startMs: at(27), minutes: 16, attacker: ATTACKER },
  { kind: 'escalation', function: FUNCTION, startMs: at(51), minutes: 9, attacker: ATTACKER },
  {
    kind: 'stolen-data',
    function: FUNCTION,
    startMs: at(68),
    minutes: 38,
    bucket: 'shop-customer-exports',
    objects: 420,
    bytesPerObject: 24_000_000,
    table: 'shop-customers',
    pages: 90,
    attacker: ATTACKER,
  },
];

const day = (index: number, hour: number): number => START_MS + index * DAY_MS + hour * HOUR_MS;

const ordinary: readonly OrdinaryEvent[] = [
  { kind: 'scanner', function: FUNCTION, startMs: day(1, 3) + 12 * MINUTE_MS, minutes: 9, requests: 48 },
  { kind: 'terraform', function: 'order-processor', startMs: day(2, 13) + 25 * MINUTE_MS, changes: 6 },
  { kind: 'peak', function: FUNCTION, startMs: day(3, 16), minutes: 240, factor: 1.6 },
  { kind: 'flaky-dependency', function: 'order-processor', startMs: day(4, 9) + 40 * MINUTE_MS, minutes: 45, errorShare: 0.4 },
  { kind: 'scanner', function: FUNCTION, startMs: day(5, 21) + 47 * MINUTE_MS, minutes: 20, requests: 75 },
  { kind: 'new-bucket', function: 'catalog-search', startMs: day(7, 14) + 5 * MINUTE_MS, bucket: 'shop-search-index' },
];

/** The demonstration's account. Another seed gives other chances of the same story. */
export const sampleAccount = (seed: number): SimulationOptions => ({
  seed,
  startMs: START_MS,
  days: DAYS,
  account: {
    id: '111122223333',
    region: 'eu-central-1',
    buckets: [
      'shop-product-images',
      'shop-customer-exports',
      'shop-reports',
      'shop-invoices',
      'artefacts-111122223333',
      'trail-111122223333',
    ],
    accessLogGroup: '/aws/apigateway/shop-prod',
    operators: ['mira.vogt', 'tomas.lind'],
  },
  functions: sampleFunctions,
  incidents,
  ordinary,
});
