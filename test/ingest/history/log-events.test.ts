import { expect, test } from 'vitest';
import { ACCOUNT, type FakeEvent, openFakeAccount, REGION } from './fake-account.ts';
import { distinct, NOW, read } from './reading.ts';

const HOUR = 3_600_000;
const START = NOW - 48 * HOUR;

const events = (count: number, name = 'e', gapMs = 1000): FakeEvent[] =>
  Array.from({ length: count }, (_, index) => ({
    stream: `2026/03/08/[$LATEST]${index % 3}`,
    timestamp: START + index * gapMs,
    message: `line ${index} of ${name}\n`,
    id: `${name}-${index}`,
  }));

const asItem = ({ stream, timestamp, message, id }: FakeEvent): string =>
  JSON.stringify({ logStreamName: stream, timestamp, message, eventId: id });

test('every event of a group comes once, page after page, as CloudWatch gave it', async () => {
  const account = await openFakeAccount();
  account.groups.set('/aws/lambda/orders', events(35));
  account.groups.set('/aws/lambda/orders-old', events(5, 'old'));
  const reading = await read(account, 'cloudwatch-logs:/aws/lambda/orders');
  expect(reading.items).toEqual(events(35).map(asItem));
  expect(reading.opened).toEqual([
    { name: 'cloudwatch-logs:/aws/lambda/orders', logGroup: '/aws/lambda/orders', account: ACCOUNT, region: REGION },
  ]);
  expect(reading.ended).toBe(1);
  expect(reading.failed).toEqual([]);
  expect(account.asked.filter(({ action }) => action === 'FilterLogEvents')).toHaveLength(4);
  expect(reading.progress.at(-1)).toMatch(/^cloudwatch-logs:\/aws\/lambda\/orders: 35 events, up to 2026-03-08T12:00:34/);
});

test('a pattern reads each group that matches, and no other', async () => {
  const account = await openFakeAccount();
  account.pageSize = 2;
  for (const name of [
    '/aws/lambda/shop-api',
    '/aws/lambda/shop-worker',
    '/aws/lambda/other',
    '/aws/lambda/shop-api-test',
    '/aws/rds/shop-api',
  ])
    account.groups.set(name, events(3, name));
  const reading = await read(account, 'cloudwatch-logs:/aws/lambda/shop-*i*');
  expect(reading.opened.map(({ logGroup }) => logGroup).sort()).toEqual(['/aws/lambda/shop-api', '/aws/lambda/shop-api-test']);
  expect(reading.items).toHaveLength(6);
});

test('since is included and until is not', async () => {
  const account = await openFakeAccount();
  account.groups.set('g', events(30));
  const reading = await read(account, 'cloudwatch-logs:g', { since: START + 5_000, until: START + 9_000 });
  expect(reading.items).toEqual(events(30).slice(5, 9).map(asItem));
});

test('a throttled request is asked again and nothing is lost or said', async () => {
  const account = await openFakeAccount();
  account.groups.set('g', events(25));
  let throttled = 0;
  account.fault = ({ action, input }) =>
    action === 'FilterLogEvents' && input['nextToken'] === '10' && throttled++ < 1
      ? { status: 400, code: 'ThrottlingException' }
      : undefined;
  const reading = await read(account, 'cloudwatch-logs:g', { maxAttempts: 3 });
  expect(throttled).toBe(2);
  expect(reading.items).toEqual(events(25).map(asItem));
  expect(reading.failed).toEqual([]);
});

test('one group that may not be read does not stop the others', async () => {
  const account = await openFakeAccount();
  account.groups.set('shop-a', events(3, 'a'));
  account.groups.set('shop-b', events(3, 'b'));
  account.fault = ({ input }) => (input['logGroupName'] === 'shop-a' ? { status: 400, code: 'AccessDeniedException' } : undefined);
  const reading = await read(account, 'cloudwatch-logs:shop-*');
  expect(reading.items).toEqual(events(3, 'b').map(asItem));
  expect(reading.failed).toHaveLength(1);
  expect(reading.failed[0]?.source).toBe('cloudwatch-logs:shop-a');
  expect(reading.failed[0]?.reason).toContain(`allow logs:FilterLogEvents on arn:aws:logs:${REGION}:${ACCOUNT}:log-group:shop-a:*`);
});

test('a group that is named is read even where groups may not be listed', async () => {
  const account = await openFakeAccount();
  account.groups.set('g', events(3));
  account.fault = ({ action }) => (action === 'DescribeLogGroups' ? { status: 400, code: 'AccessDeniedException' } : undefined);
  const named = await read(account, 'cloudwatch-logs:g');
  expect(named.items).toHaveLength(3);
  expect(named.opened[0]?.account).toBe(ACCOUNT);
  const pattern = await read(account, 'cloudwatch-logs:*');
  expect(pattern.items).toEqual([]);
  expect(pattern.failed[0]?.reason).toContain('allow logs:DescribeLogGroups');
});

test('what was read is not read again; what may have come late is', async () => {
  const account = await openFakeAccount();
  const late = { stream: 's', timestamp: NOW - HOUR / 2, message: 'half an hour ago', id: 'late' };
  account.groups.set('g', [...events(30), late]);
  const first = await read(account, 'cloudwatch-logs:g');
  expect(first.items).toHaveLength(31);
  const second = await read(account, 'cloudwatch-logs:g', { checkpoint: first.checkpoints.at(-1) });
  expect(second.items).toEqual([asItem(late)]);
});

test('an earlier since than before reads what is missing before', async () => {
  const account = await openFakeAccount();
  account.groups.set('g', events(30));
  const first = await read(account, 'cloudwatch-logs:g', { since: START + 20_000 });
  expect(first.items).toHaveLength(10);
  const second = await read(account, 'cloudwatch-logs:g', { checkpoint: first.checkpoints.at(-1) });
  expect(second.items).toEqual(events(30).slice(0, 20).map(asItem));
});

test('a run that is stopped by a page that fails goes on there', async () => {
  const account = await openFakeAccount();
  account.groups.set('g', events(40));
  account.fault = ({ input }) =>
    input['nextToken'] === '20' ? { status: 503, code: 'ServiceUnavailableException', message: 'try later' } : undefined;
  const first = await read(account, 'cloudwatch-logs:g');
  expect(first.failed[0]?.reason).toBe('AWS answered ServiceUnavailableException to logs:FilterLogEvents: try later');
  account.fault = () => undefined;
  const second = await read(account, 'cloudwatch-logs:g', { checkpoint: first.checkpoints.at(-1) });
  // The last event of the page before shares its millisecond with nobody, but it might.
  expect(second.items).toEqual(events(40).slice(19).map(asItem));
  expect(distinct([...first.items, ...second.items])).toEqual(distinct(events(40).map(asItem)));
});

test('no group of that name is said, with the region', async () => {
  const reading = await read(await openFakeAccount(), 'cloudwatch-logs:/aws/lambda/nobody');
  expect(reading.failed).toEqual([
    {
      source: 'cloudwatch-logs:/aws/lambda/nobody',
      reason: 'no log group of that name in eu-west-1: check it with "aws logs describe-log-groups", and AWS_REGION',
    },
  ]);
});
