import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { type FakeAccount, openFakeAccount } from './fake-account.ts';
import { NOW, read, virtualClock } from './reading.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const TRAIL = 'AWSLogs/123456789012/CloudTrail';

/** Days are of March 2026, hours of the day. */
const put = (account: FakeAccount, key: string, ids: readonly string[], writtenAt = NOW - 30 * DAY): void => {
  const body = Buffer.from(JSON.stringify({ Records: ids.map((eventID) => ({ eventID })) }));
  account.objects.set(key, { body: key.endsWith('.gz') ? gzipSync(body) : body, writtenAt });
};

/** A document on one line is one item. */
const idsOf = (items: readonly string[]): unknown[] =>
  items.flatMap((item) => JSON.parse(item).Records.map(({ eventID }: { eventID: string }) => eventID));

const trailKey = (region: string, day: string, name: string): string => `${TRAIL}/${region}/2026/03/${day}/${name}.json.gz`;

test('objects are read gzip or not, with account and region from their keys', async () => {
  const account = await openFakeAccount();
  put(account, trailKey('eu-west-1', '01', 'a'), ['1', '2']);
  put(account, `${TRAIL}/us-east-1/2026/03/01/b.json`, ['3']);
  const reading = await read(account, 's3://logs/AWSLogs/');
  expect(idsOf(reading.items)).toEqual(['1', '2', '3']);
  expect(reading.opened).toEqual([
    { name: `s3://logs/${trailKey('eu-west-1', '01', 'a')}`, account: '123456789012', region: 'eu-west-1' },
    { name: `s3://logs/${TRAIL}/us-east-1/2026/03/01/b.json`, account: '123456789012', region: 'us-east-1' },
  ]);
  expect(reading.ended).toBe(2);
  expect(reading.failed).toEqual([]);
});

test('digests and Insights are passed over without being listed or read', async () => {
  const account = await openFakeAccount();
  for (const kind of ['CloudTrail', 'CloudTrail-Digest', 'CloudTrail-Insight'])
    put(account, `AWSLogs/1/${kind}/eu-west-1/2026/03/01/a.json`, [kind]);
  const reading = await read(account, 's3://logs/AWSLogs/1/Cloud');
  expect(idsOf(reading.items)).toEqual(['CloudTrail']);
  expect(account.asked.some(({ input }) => /Digest|Insight/.test(`${input['prefix']}${input['key']}`))).toBe(false);
});

test('days out of reach are not listed, whatever way a folder spells its date', async () => {
  const account = await openFakeAccount();
  const days = ['01', '02', '03', '04', '05', '06', '07'];
  for (const day of days) {
    put(account, `a/2026/03/${day}/12/x.json`, [`a${day}`]);
    put(account, `b/aws-region=eu-west-1/year=2026/month=03/day=${day}/x.json`, [`b${day}`]);
    put(account, `c/dt=2026-03-${day}/x.json`, [`c${day}`]);
  }
  put(account, 'a/2025/03/04/x.json', ['old']);
  for (const object of account.objects.values()) Object.assign(object, { writtenAt: NOW });
  const reading = await read(account, 's3://logs/', { since: Date.UTC(2026, 2, 4, 6), until: Date.UTC(2026, 2, 4, 18) });
  const near = ['03', '04', '05'];
  expect(idsOf(reading.items)).toEqual([...near.map((day) => `a${day}`), ...near.map((day) => `b${day}`), ...near.map((day) => `c${day}`)]);
  expect(account.asked.some(({ input }) => /2025\/|03\/01|day=07|03-01/.test(String(input['prefix'])))).toBe(false);
});

test('an object that was written before since holds nothing of it', async () => {
  const account = await openFakeAccount();
  put(account, 'logs/a.json', ['before'], NOW - 3 * DAY);
  put(account, 'logs/b.json', ['after'], NOW - DAY);
  const reading = await read(account, 's3://logs/logs/', { since: NOW - 2 * DAY });
  expect(idsOf(reading.items)).toEqual(['after']);
});

test('a connection lost in the middle of an object is taken up where it broke', async () => {
  const account = await openFakeAccount();
  put(
    account,
    'a.json',
    Array.from({ length: 2000 }, (_, index) => `id-${index}`),
  );
  let dropped = 0;
  account.fault = ({ action }) => (action === 'GetObject' && dropped++ < 2 ? 'drop' : undefined);
  const reading = await read(account, 's3://logs/');
  expect(idsOf(reading.items)).toEqual(Array.from({ length: 2000 }, (_, index) => `id-${index}`));
  expect(reading.broken).toEqual([]);
  expect(account.asked.filter(({ input }) => input['range'] !== undefined).length).toBeGreaterThan(0);
});

test('an object that cannot be read is said and tried again, and the others are read', async () => {
  const account = await openFakeAccount();
  for (const name of ['a', 'b', 'c']) put(account, `${name}.json`, [name]);
  account.fault = ({ input }) => (input['key'] === 'b.json' ? { status: 403, code: 'AccessDenied' } : undefined);
  const first = await read(account, 's3://logs/');
  expect(idsOf(first.items)).toEqual(['a', 'c']);
  expect(first.failed).toHaveLength(1);
  expect(first.failed[0]?.source).toBe('s3://logs/b.json');
  expect(first.failed[0]?.reason).toContain('allow s3:GetObject on arn:aws:s3:::logs/b.json');
  account.fault = () => undefined;
  const second = await read(account, 's3://logs/', { checkpoint: first.checkpoints.at(-1) });
  expect(idsOf(second.items)).toEqual(['b']);
  const third = await read(account, 's3://logs/', { checkpoint: second.checkpoints.at(-1) });
  expect(third.items).toEqual([]);
});

test('an object that is tried again is no place to go on from', async () => {
  const account = await openFakeAccount();
  for (const name of ['a', 'b', 'c']) put(account, `${name}.json`, [name]);
  account.fault = ({ input }) => (input['key'] === 'b.json' ? { status: 403, code: 'AccessDenied' } : undefined);
  const first = await read(account, 's3://logs/');
  account.fault = () => undefined;
  put(account, 'a-new.json', ['new'], NOW + HOUR / 2);
  const clock = virtualClock(NOW + 2 * HOUR);
  const second = await read(account, 's3://logs/', { checkpoint: first.checkpoints.at(-1), clock, breakAfter: 1 });
  expect(idsOf(second.items)).toEqual(['b']);
  const third = await read(account, 's3://logs/', { checkpoint: second.checkpoints.at(-1), clock });
  expect(idsOf(third.items)).toEqual(['new']);
});

test('where no object can be read it stops soon, and goes on at the first of them', async () => {
  const account = await openFakeAccount();
  const names = Array.from({ length: 40 }, (_, index) => `object-${index + 10}`);
  for (const name of names) put(account, `${name}.json`, [name]);
  account.fault = ({ input }) =>
    Number(/\d+/.exec(String(input['key']))?.[0]) > 14
      ? { status: 403, code: 'AccessDenied', message: 'not authorized to perform: kms:Decrypt' }
      : undefined;
  const first = await read(account, 's3://logs/');
  expect(idsOf(first.items)).toEqual(names.slice(0, 5));
  expect(first.failed).toHaveLength(11);
  expect(first.failed[0]?.reason).toContain('allow kms:Decrypt');
  expect(first.failed.at(-1)?.reason).toMatch(/^10 objects in a row could not be read/);
  account.fault = () => undefined;
  const second = await read(account, 's3://logs/', { checkpoint: first.checkpoints.at(-1) });
  expect(idsOf(second.items)).toEqual(names.slice(5));
});

test('a later run reads what is new, wherever its key sorts', async () => {
  const account = await openFakeAccount();
  put(account, trailKey('eu-west-1', '01', 'a'), ['a']);
  put(account, trailKey('us-west-2', '01', 'b'), ['b']);
  const first = await read(account, 's3://logs/AWSLogs/');
  put(account, trailKey('eu-west-1', '02', 'c'), ['c'], NOW + HOUR);
  const second = await read(account, 's3://logs/AWSLogs/', { checkpoint: first.checkpoints.at(-1), clock: virtualClock(NOW + 2 * HOUR) });
  expect(idsOf(second.items)).toEqual(['c']);
});

test('what came behind a pass that broke is read when it goes on', async () => {
  const account = await openFakeAccount();
  for (const name of ['b', 'c', 'd']) put(account, `${name}.json`, [name]);
  const first = await read(account, 's3://logs/', { breakAfter: 2 });
  expect(idsOf(first.items)).toEqual(['b', 'c']);
  put(account, 'a.json', ['a'], NOW + HOUR);
  const second = await read(account, 's3://logs/', { checkpoint: first.checkpoints.at(-1), clock: virtualClock(NOW + 2 * HOUR) });
  expect(idsOf(second.items)).toEqual(['d', 'a']);
});

test('a wider span of time than before reads all of it', async () => {
  const account = await openFakeAccount();
  put(account, 'x/2026/03/01/a.json', ['a'], NOW - 9 * DAY);
  put(account, 'x/2026/03/08/b.json', ['b'], NOW - 2 * DAY);
  const first = await read(account, 's3://logs/x/', { since: NOW - 3 * DAY });
  expect(idsOf(first.items)).toEqual(['b']);
  const second = await read(account, 's3://logs/x/', { checkpoint: first.checkpoints.at(-1) });
  expect(idsOf(second.items)).toEqual(['a', 'b']);
});

test('nothing there is said', async () => {
  const account = await openFakeAccount();
  const reading = await read(account, 's3://logs/nothing/');
  expect(reading.failed[0]?.reason).toMatch(/^holds no objects/);
  account.fault = () => ({ status: 404, code: 'NoSuchBucket' });
  const missing = await read(account, 's3://logs/nothing/');
  expect(missing.failed[0]?.reason).toBe('arn:aws:s3:::logs does not exist in this account and region: check the name and AWS_REGION');
  expect((await read(account, 's3://')).failed[0]?.reason).toBe('names no bucket: write s3://BUCKET/PREFIX');
});
