import { expect, test } from 'vitest';
import { ACCOUNT, openFakeAccount, REGION } from './fake-account.ts';
import { distinct, NOW, read, virtualClock } from './reading.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

const records = (count: number, gapMs = MINUTE) =>
  Array.from({ length: count }, (_, index) => ({
    eventVersion: '1.11',
    eventID: `id-${index}`,
    eventTime: `${new Date(NOW - DAY - index * gapMs).toISOString().slice(0, 19)}Z`,
    eventSource: 'lambda.amazonaws.com',
    eventName: 'ListFunctions20150331',
  }));

const asItems = (list: readonly object[]): string[] => list.map((record) => JSON.stringify(record));

test('each record comes once, 50 a request, as CloudTrail wrote it', async () => {
  const account = await openFakeAccount();
  account.pageSize = 1000;
  account.records.push(...records(120));
  const reading = await read(account, 'cloudtrail:');
  expect(reading.items).toEqual(asItems(records(120)));
  expect(reading.opened).toEqual([{ name: `cloudtrail:${REGION}`, account: ACCOUNT, region: REGION }]);
  expect(reading.failed).toEqual([]);
  expect(account.asked.map(({ input }) => input['MaxResults'])).toEqual([50, 50, 50]);
});

test('never more than two requests begin within a second, retries among them', async () => {
  const account = await openFakeAccount();
  account.records.push(...records(70));
  const clock = virtualClock();
  const starts: number[] = [];
  account.fault = () => {
    starts.push(clock.elapsed());
    return starts.length === 4 ? { status: 400, code: 'ThrottlingException' } : undefined;
  };
  const reading = await read(account, 'cloudtrail:', { clock, maxAttempts: 3 });
  expect(reading.items).toHaveLength(70);
  expect(starts).toHaveLength(8);
  for (const start of starts) expect(starts.filter((other) => other >= start && other < start + 1000).length).toBeLessThanOrEqual(2);
  // Nor any slower than it must be.
  expect(clock.slept).toBe(7 * 500);
});

test('since is included and until is not, in whole seconds', async () => {
  const account = await openFakeAccount();
  account.records.push(...records(20));
  const reading = await read(account, 'cloudtrail:', { since: NOW - DAY - 8 * MINUTE, until: NOW - DAY - 3 * MINUTE });
  expect(reading.items).toEqual(asItems(records(20).slice(4, 9)));
});

test('a wish for more than 90 days is said to be half fulfilled', async () => {
  const account = await openFakeAccount();
  account.records.push(...records(3));
  const reading = await read(account, 'cloudtrail:', { since: NOW - 200 * DAY });
  expect(reading.items).toHaveLength(3);
  expect(reading.failed).toHaveLength(1);
  expect(reading.failed[0]?.reason).toContain('event history goes back 90 days: what is before 2025-12-10T12:00:00.000Z is not read');
});

test('what was read is not read again, and what is new is', async () => {
  const account = await openFakeAccount();
  account.records.push(...records(30));
  const first = await read(account, 'cloudtrail:');
  const fresh = { ...records(1)[0], eventID: 'fresh', eventTime: new Date(NOW + DAY).toISOString() };
  account.records.push(fresh);
  const second = await read(account, 'cloudtrail:', { checkpoint: first.checkpoints.at(-1), clock: virtualClock(NOW + DAY + MINUTE) });
  expect(second.items).toEqual(asItems([fresh]));
});

test('a break between two pages that share a second loses none of it', async () => {
  const account = await openFakeAccount();
  account.records.push(...records(30, 0));
  const first = await read(account, 'cloudtrail:', { breakAfter: 1 });
  const second = await read(account, 'cloudtrail:', { checkpoint: first.checkpoints.at(-1) });
  expect(distinct([...first.items, ...second.items])).toEqual(distinct(asItems(records(30, 0))));
});

test('cloudtrail: takes no name', async () => {
  const reading = await read(await openFakeAccount(), 'cloudtrail:my-trail');
  expect(reading.failed[0]?.reason).toMatch(/takes nothing after the colon/);
});
