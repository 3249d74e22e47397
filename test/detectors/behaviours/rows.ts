// Rows in pairs: for every behaviour what must fire, and the look-alike that must not.
import type { Extra } from './function-life.ts';

export interface Row {
  readonly detector: string;
  readonly name: string;
  /** What is added to the windows after ten ordinary days, for so many windows. */
  readonly windows: number;
  readonly disturb: (step: number) => Extra;
  readonly fires: boolean;
  /** What the ten days had beside the ordinary. */
  readonly before?: (window: number) => Extra;
}

const egress = (bytes: number): Extra => ({ sums: { networkBytesOut: bytes }, names: [['destinations', 'api.partner.example', bytes]] });
/** More of everything, as real traffic is. */
const traffic = (times: number): Extra => ({
  sums: {
    records: 120 * times,
    invocations: 40 * times,
    billedMbMs: 40 * times * 100 * 256,
    durationMicros: 40 * times * 90_000,
    logBytes: 40 * times * 800,
    requests: 40 * times,
    responseBytes: 40 * times * 5000,
    apiCalls: 80 * times,
    networkBytesOut: 40 * times * 20_000,
    serviceBytesRead: 40 * times * 5000,
  },
});
const calls = (...actions: readonly string[]): Extra => ({ names: actions.map((action) => ['actions', action] as const) });
const denied = (...actions: readonly string[]): Extra => ({
  sums: { apiDenied: actions.length, apiCalls: actions.length },
  names: actions.flatMap((action) => [['actions', action] as const, ['deniedActions', action] as const]),
});
const from = (source: string): Extra => ({ names: [['credentialSources', source]] });
const usedAt = (...places: readonly string[]): Extra => ({ names: places.map((place) => ['credentialPlaces', place] as const) });
/** Two environments an hour, each with its key. */
const twoEnvironments = (window: number): Extra =>
  window % 12 === 0
    ? usedAt(`ASIA${window} 3.120.0.${window % 250}`, `ASIA${window}B 3.121.7.${window % 250}`)
    : usedAt(`ASIA${window} 3.120.0.1`);

export const ROWS: readonly Row[] = [
  { detector: 'invocation-rate', name: 'five times the invocations for an hour', windows: 12, disturb: () => traffic(4), fires: true },
  { detector: 'invocation-rate', name: 'a fifth more for an hour', windows: 12, disturb: () => traffic(0.2), fires: false },
  {
    detector: 'invocation-rate',
    name: 'the same noon rush as every day',
    windows: 288,
    before: (window) => (window % 288 >= 144 && window % 288 < 156 ? traffic(4) : {}),
    disturb: (step) => (step >= 144 && step < 156 ? traffic(4) : {}),
    fires: false,
  },
  { detector: 'data-volume', name: 'six times the bytes for ten minutes', windows: 2, disturb: () => egress(5_000_000), fires: true },
  {
    detector: 'data-volume',
    name: '600 MB written by a function that never wrote',
    windows: 1,
    disturb: () => ({ sums: { serviceBytesWritten: 600_000_000 }, names: [['resources', 'arn:aws:s3:::exports']] }),
    fires: true,
  },
  {
    detector: 'data-volume',
    name: 'the first small file written',
    windows: 1,
    disturb: () => ({ sums: { serviceBytesWritten: 2_000_000 }, names: [['resources', 'arn:aws:s3:::exports']] }),
    fires: false,
  },
  { detector: 'data-volume', name: 'half more bytes for ten minutes', windows: 2, disturb: () => egress(400_000), fires: false },
  {
    detector: 'data-volume',
    name: 'an export as large as every night',
    windows: 40,
    before: (window) => (window % 288 === 30 ? egress(8_000_000) : {}),
    disturb: (step) => (step === 30 ? egress(8_000_000) : {}),
    fires: false,
  },
  { detector: 'log-volume', name: 'thirty times the log', windows: 3, disturb: () => ({ sums: { logBytes: 5_000_000 } }), fires: true },
  { detector: 'log-volume', name: 'four times the log for five times the work', windows: 3, disturb: () => traffic(4), fires: false },
  { detector: 'error-rate', name: 'most invocations fail', windows: 3, disturb: () => ({ sums: { errors: 30 } }), fires: true },
  { detector: 'error-rate', name: 'two fail', windows: 3, disturb: () => ({ sums: { errors: 2 } }), fires: false },
  {
    detector: 'new-destination',
    name: 'five megabytes to an address never seen',
    windows: 1,
    disturb: () => ({ names: [['destinations', '198.51.100.7', 5_000_000]] }),
    fires: true,
  },
  {
    detector: 'new-destination',
    name: 'the same to a partner it always talks to',
    windows: 1,
    disturb: () => ({ names: [['destinations', 'api.partner.example', 5_000_000]] }),
    fires: false,
  },
  {
    detector: 'new-destination',
    name: 'five megabytes to a new address, from a function that delivers to new addresses all day',
    windows: 1,
    before: (window) => ({ names: [['destinations', `198.51.${window % 250}.${Math.floor(window / 250)}`, 4_000_000]] }),
    disturb: () => ({ names: [['destinations', '203.0.113.7', 5_000_000]] }),
    fires: false,
  },
  { detector: 'new-action', name: 'a user created', windows: 1, disturb: () => calls('iam:CreateUser'), fires: true },
  {
    detector: 'new-action',
    name: 'six ways of looking around',
    windows: 1,
    disturb: () =>
      calls(
        'iam:ListUsers',
        'iam:ListRoles',
        'ec2:DescribeInstances',
        'rds:DescribeDBInstances',
        'sts:GetCallerIdentity',
        'organizations:DescribeOrganization',
      ),
    fires: true,
  },
  {
    detector: 'new-action',
    name: 'two hundred calls of something it never did',
    windows: 1,
    disturb: () => ({ names: Array.from({ length: 200 }, () => ['actions', 's3:GetObject'] as const) }),
    fires: true,
  },
  { detector: 'new-action', name: 'one more action of its daily work', windows: 1, disturb: () => calls('dynamodb:Query'), fires: false },
  {
    detector: 'new-action',
    name: 'a user created by a function that creates users',
    windows: 1,
    before: (window) => (window % 100 === 7 ? calls('iam:CreateUser') : {}),
    disturb: () => calls('iam:CreateUser'),
    fires: false,
  },
  {
    detector: 'denied-burst',
    name: 'four kinds of calls refused at once',
    windows: 1,
    disturb: () => denied('s3:ListBuckets', 'iam:ListUsers', 'ec2:DescribeInstances', 'kms:ListKeys'),
    fires: true,
  },
  {
    detector: 'denied-burst',
    name: 'forty refusals of one call',
    windows: 1,
    disturb: () => ({ sums: { apiDenied: 40 }, names: [['deniedActions', 's3:GetObject']] }),
    fires: true,
  },
  { detector: 'denied-burst', name: 'one refusal', windows: 1, disturb: () => denied('s3:GetObject'), fires: false },
  {
    detector: 'denied-burst',
    name: 'as many refusals as every hour',
    windows: 12,
    before: (window) => (window % 12 === 5 ? { sums: { apiDenied: 12 }, names: [['deniedActions', 's3:GetObject']] } : {}),
    disturb: (step) => (step === 5 ? { sums: { apiDenied: 12 }, names: [['deniedActions', 's3:GetObject']] } : {}),
    fires: false,
  },
  {
    detector: 'credentials-elsewhere',
    name: 'its credentials used from an address',
    windows: 1,
    disturb: () => from('ip:198.51.100.7'),
    fires: true,
  },
  {
    detector: 'credentials-elsewhere',
    name: 'a call that an AWS service made for it',
    windows: 1,
    disturb: () => from('service:cloudformation.amazonaws.com'),
    fires: false,
  },
  {
    detector: 'credentials-elsewhere',
    name: 'an address, for a function that always shows addresses',
    windows: 1,
    before: (window) => from(`ip:203.0.113.${window % 5}`),
    disturb: () => from('ip:198.51.100.7'),
    fires: false,
  },
  {
    detector: 'credentials-elsewhere',
    name: 'another endpoint of its network',
    windows: 1,
    disturb: () => from('vpce:vpce-0a1b2c3d'),
    fires: false,
  },
  {
    detector: 'credentials-elsewhere',
    name: 'a key in two places at once, both with the user agent of the environment',
    windows: 1,
    before: twoEnvironments,
    disturb: () => usedAt('ASIAQ 3.120.0.9', 'ASIAQ 198.51.100.7'),
    fires: true,
  },
  {
    detector: 'credentials-elsewhere',
    name: 'the same for a function behind a gateway of one address',
    windows: 1,
    before: (window) => usedAt(`ASIA${window >> 5} 3.64.10.10`),
    disturb: () => usedAt('ASIAQ 3.64.10.10', 'ASIAQ 198.51.100.7'),
    fires: true,
  },
  {
    detector: 'credentials-elsewhere',
    name: 'two environments more, each with a key of its own',
    windows: 1,
    before: twoEnvironments,
    disturb: () => usedAt('ASIAQ 3.120.0.9', 'ASIAR 3.122.1.1', 'ASIAS 18.184.4.4'),
    fires: false,
  },
  {
    detector: 'credentials-elsewhere',
    name: 'a key in two places, for a function whose keys are shared by environments',
    windows: 1,
    before: (window) => usedAt(`ASIA${window} 3.120.0.1`, `ASIA${window} 3.121.7.7`),
    disturb: () => usedAt('ASIAQ 3.120.0.9', 'ASIAQ 198.51.100.7'),
    fires: false,
  },
];
