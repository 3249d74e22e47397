// What lies in an (emulated) account comes through the readers whole: put there with AWS's own clients, read with the
// clients, credentials and endpoint that the environment names, as a user's run does.
import { gzipSync } from 'node:zlib';
import { CloudWatchLogsClient, CreateLogGroupCommand, CreateLogStreamCommand, PutLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { Activity } from '../../detectors/model/activity.ts';
import type { Instant } from '../../detectors/model/time.ts';
import type { Checkpoint } from '../../ingest/aws/history/checkpoint.ts';
import { type HistoryEdges, systemClock } from '../../ingest/aws/history/edges.ts';
import { readHistory } from '../../ingest/aws/history/history.ts';
import { inflate } from '../../ingest/aws/inflate.ts';
import { openReader } from '../../ingest/decode/reader.ts';
import { openFakeAccount } from '../ingest/history/fake-account.ts';

const endpoint = inject('motoEndpoint');
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const now = Date.now();
/** moto's only account. */
const ACCOUNT = '123456789012';

const ENVIRONMENT = {
  AWS_ENDPOINT_URL: endpoint,
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'testing',
  AWS_SECRET_ACCESS_KEY: 'testing',
  AWS_EC2_METADATA_DISABLED: 'true',
};
const before = { ...process.env };

interface Read {
  readonly activities: Activity[];
  readonly skipped: string[];
  readonly quarantined: string[];
  readonly failed: string[];
  readonly checkpoints: Checkpoint[];
}

interface Span {
  readonly since?: number;
  readonly until?: number;
}

const readThrough = async (
  source: string,
  { since, until }: Span = {},
  checkpoint?: Checkpoint,
  edges: Partial<HistoryEdges> = {},
): Promise<Read> => {
  const read: Read = { activities: [], skipped: [], quarantined: [], failed: [], checkpoints: [] };
  await readHistory(
    { source, since: since as Instant | undefined, until: until as Instant | undefined, checkpoint },
    {
      open(hints) {
        const reader = openReader(
          hints,
          { inflate },
          {
            activity: (_format, activity) => read.activities.push(activity),
            skip: (_format, reason) => read.skipped.push(reason),
            quarantine: (_format, reason, place, detail) => read.quarantined.push(`${place.source}:${place.line} ${reason} ${detail}`),
          },
        );
        return { ...reader, broken: (reason, line, detail) => read.quarantined.push(`${hints.name}:${line} ${reason} ${detail}`) };
      },
      progress: () => {},
      checkpoint: (point) => read.checkpoints.push(point),
      failed: (failed, reason) => read.failed.push(`${failed}: ${reason}`),
    },
    edges,
  );
  return read;
};

/** Letters and digits of a request id for a number. */
const requestId = (index: number): string => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;

const report = (index: number): string =>
  `REPORT RequestId: ${requestId(index)}\tDuration: ${10 + (index % 90)}.25 ms\tBilled Duration: 100 ms\tMemory Size: 128 MB\tMax Memory Used: 64 MB\t\n`;

const ORDERS = 25_000;
const BATCH = 5_000;
const FIRST = now - 6 * HOUR;
const timeOf = (index: number): number => FIRST + Math.floor(index / 2) * 500;

const putLogs = async (): Promise<void> => {
  const logs = new CloudWatchLogsClient({});
  const put = async (
    logGroupName: string,
    logStreamName: string,
    events: readonly { timestamp: number; message: string }[],
  ): Promise<void> => {
    await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
    for (let start = 0; start < events.length; start += BATCH)
      await logs.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents: events.slice(start, start + BATCH) }));
  };
  for (const name of ['orders', 'payments', 'unasked']) await logs.send(new CreateLogGroupCommand({ logGroupName: `/aws/lambda/${name}` }));
  for (let stream = 0; stream < 3; stream++) {
    const mine = Array.from({ length: ORDERS }, (_, index) => index).filter((index) => index % 3 === stream);
    await put(
      '/aws/lambda/orders',
      `2026/01/0${stream + 1}/[$LATEST]${'a'.repeat(32)}`,
      mine.map((index) => ({ timestamp: timeOf(index), message: report(index) })),
    );
  }
  for (const name of ['payments', 'unasked'])
    await put(`/aws/lambda/${name}`, `2026/01/01/[$LATEST]${'b'.repeat(32)}`, [{ timestamp: now - HOUR, message: report(1) }]);
};

const dayPath = (time: number): string => new Date(time).toISOString().slice(0, 10).replaceAll('-', '/');

const call = (id: string, time: number, region = 'eu-west-1') => ({
  eventVersion: '1.11',
  userIdentity: { type: 'IAMUser', arn: `arn:aws:iam::${ACCOUNT}:user/ann`, accountId: ACCOUNT },
  eventTime: `${new Date(time).toISOString().slice(0, 19)}Z`,
  eventSource: 'lambda.amazonaws.com',
  eventName: 'GetFunction20150331v2',
  awsRegion: region,
  sourceIPAddress: '203.0.113.7',
  eventID: id,
  recipientAccountId: ACCOUNT,
});

const OBJECTS_A_DAY = 40;
const REGIONS = ['eu-west-1', 'us-east-1'];

const putObjects = async (): Promise<void> => {
  const storage = new S3Client({ forcePathStyle: true });
  const Bucket = 'lapwing-logs';
  await storage.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }));
  const put = (Key: string, body: string) => storage.send(new PutObjectCommand({ Bucket, Key, Body: gzipSync(body) }));
  for (const region of REGIONS) {
    for (let day = 0; day < 8; day++) {
      const path = `AWSLogs/${ACCOUNT}/CloudTrail/${region}/${dayPath(now - day * DAY)}`;
      await Promise.all(
        Array.from({ length: OBJECTS_A_DAY }, (_, index) =>
          put(
            `${path}/${ACCOUNT}_CloudTrail_${region}_${index}.json.gz`,
            JSON.stringify({ Records: [0, 1].map((part) => call(`${region}-${day}-${index}-${part}`, now - day * DAY - 1000, region)) }),
          ),
        ),
      );
    }
    await put(`AWSLogs/${ACCOUNT}/CloudTrail-Digest/${region}/${dayPath(now)}/d.json.gz`, JSON.stringify({ digestS3Bucket: Bucket }));
  }
  const seconds = Math.floor(now / 1000);
  await put(
    `AWSLogs/${ACCOUNT}/vpcflowlogs/eu-west-1/${dayPath(now)}/${ACCOUNT}_vpcflowlogs_eu-west-1_fl-1_20260101T0000Z_1.log.gz`,
    'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status\n' +
      `2 ${ACCOUNT} eni-0a 10.0.0.5 198.51.100.9 40000 443 6 10 84000 ${seconds - 60} ${seconds} ACCEPT OK\n` +
      `2 ${ACCOUNT} eni-0a - - - - - - - ${seconds - 60} ${seconds} - NODATA\n`,
  );
};

const ids = (read: Read): readonly string[] => read.activities.map(({ id }) => id).sort();

beforeAll(async () => {
  Object.assign(process.env, ENVIRONMENT);
  await putLogs();
  await putObjects();
});

afterAll(() => {
  for (const name of Object.keys(ENVIRONMENT)) {
    if (before[name] === undefined) delete process.env[name];
    else process.env[name] = before[name];
  }
});

test('a log group comes whole: each line an invocation of its function', async () => {
  const began = performance.now();
  const read = await readThrough('cloudwatch-logs:/aws/lambda/orders');
  const seconds = (performance.now() - began) / 1000;
  console.log(`${ORDERS} log events in ${seconds.toFixed(2)} s: ${Math.round(ORDERS / seconds)} events a second`);
  expect(read.failed).toEqual([]);
  expect(read.quarantined).toEqual([]);
  expect(read.activities).toHaveLength(ORDERS);
  expect(new Set(ids(read)).size).toBe(ORDERS);
  const requests = read.activities.map((activity) => (activity.kind === 'invocation' ? activity.requestId : activity.kind)).sort();
  expect(requests).toEqual(Array.from({ length: ORDERS }, (_, index) => requestId(index)));
  expect(new Set(read.activities.map((activity) => activity.function))).toEqual(new Set([`${ACCOUNT}:eu-west-1:orders`]));
  expect(read.activities.every(({ time }, index) => time === timeOf(index))).toBe(true);
});

test('a pattern reads the groups that match', async () => {
  const read = await readThrough('cloudwatch-logs:/aws/lambda/*ments');
  expect(read.activities.map((activity) => activity.function)).toEqual([`${ACCOUNT}:eu-west-1:payments`]);
});

test('since is included and until is not', async () => {
  const read = await readThrough('cloudwatch-logs:/aws/lambda/orders', { since: timeOf(1000), until: timeOf(2000) });
  expect(read.activities).toHaveLength(1000);
});

test('a group goes on after a break where it was', async () => {
  const first: Read = await readThrough('cloudwatch-logs:/aws/lambda/orders', { until: timeOf(15_000) });
  expect(first.activities).toHaveLength(15_000);
  const second = await readThrough('cloudwatch-logs:/aws/lambda/orders', {}, first.checkpoints.at(-1));
  expect(second.activities.length).toBe(ORDERS - 15_000);
  expect(new Set([...ids(first), ...ids(second)]).size).toBe(ORDERS);
  // The checkpoint after the first of its pages: half of it is left.
  const [afterOnePage] = first.checkpoints;
  const rest = await readThrough('cloudwatch-logs:/aws/lambda/orders', { until: timeOf(15_000) }, afterOnePage);
  expect(rest.activities.length).toBeLessThan(5_010);
  expect(rest.activities.length).toBeGreaterThanOrEqual(5_000);
});

test('a bucket comes whole: CloudTrail of each region and flow logs, and no digest', async () => {
  const began = performance.now();
  const read = await readThrough('s3://lapwing-logs/AWSLogs/');
  const seconds = (performance.now() - began) / 1000;
  const objects = REGIONS.length * 8 * OBJECTS_A_DAY + 1;
  console.log(`${objects} objects in ${seconds.toFixed(2)} s: ${Math.round(objects / seconds)} objects a second`);
  expect(read.failed).toEqual([]);
  expect(read.quarantined).toEqual([]);
  expect(read.activities.filter(({ kind }) => kind === 'api-call')).toHaveLength(REGIONS.length * 8 * OBJECTS_A_DAY * 2);
  expect(read.activities.filter(({ kind }) => kind === 'connection')).toHaveLength(1);
  expect(read.skipped).toContain('no-data');
  expect(read.skipped).not.toContain('not-activity');
});

test('a bucket is narrowed to the days around since and until', async () => {
  const span = { since: now - 5 * DAY, until: now - 4 * DAY };
  const read = await readThrough(`s3://lapwing-logs/AWSLogs/${ACCOUNT}/CloudTrail/`, span);
  const days = new Set(read.activities.map(({ id }) => id.split('-').at(-3)));
  expect([...days].sort()).toEqual(['3', '4', '5', '6']);
});

test('a bucket goes on after a break exactly where it was', async () => {
  // Two hours on, so that nothing here was written too shortly before to be sure of.
  const later = { clock: { ...systemClock, now: () => Date.now() + 2 * HOUR } };
  const whole = await readThrough('s3://lapwing-logs/AWSLogs/', {}, undefined, later);
  const calls = REGIONS.length * 8 * OBJECTS_A_DAY * 2;
  expect(whole.activities).toHaveLength(calls + 1);
  for (const done of [1, 7 * OBJECTS_A_DAY + 3, 8 * OBJECTS_A_DAY, 16 * OBJECTS_A_DAY]) {
    const rest = await readThrough('s3://lapwing-logs/AWSLogs/', {}, whole.checkpoints[done - 1], later);
    expect(ids(rest)).toEqual(ids({ ...whole, activities: whole.activities.slice(done * 2) }));
  }
  const again = await readThrough('s3://lapwing-logs/AWSLogs/', {}, whole.checkpoints.at(-1), later);
  expect(again.activities).toEqual([]);
});

test('what is not there is said in words', async () => {
  expect((await readThrough('s3://lapwing-nothing/x')).failed).toEqual([
    's3://lapwing-nothing/x: arn:aws:s3:::lapwing-nothing does not exist in this account and region: check the name and AWS_REGION',
  ]);
  expect((await readThrough('cloudwatch-logs:/aws/lambda/nobody')).failed).toHaveLength(1);
});

test('event history comes whole at its pace (moto has no LookupEvents: a server of this test stands in)', async () => {
  const history = await openFakeAccount();
  history.pageSize = 50;
  history.records.push(...Array.from({ length: 120 }, (_, index) => call(`e-${index}`, now - index * 60_000 - HOUR)));
  process.env['AWS_ENDPOINT_URL_CLOUDTRAIL'] = history.endpoint;
  const began = performance.now();
  const read = await readThrough('cloudtrail:', { since: now - 2 * DAY });
  delete process.env['AWS_ENDPOINT_URL_CLOUDTRAIL'];
  expect(performance.now() - began).toBeGreaterThanOrEqual(1000);
  expect(read.failed).toEqual([]);
  expect(ids(read)).toEqual(history.records.map(({ eventID }) => eventID).sort());
  expect(read.activities.every((activity) => activity.kind === 'api-call' && activity.account === ACCOUNT)).toBe(true);
});
