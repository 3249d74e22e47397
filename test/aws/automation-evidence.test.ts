// Evidence is kept whole, hashed and locked, once, and without the secrets of the environment.
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { AUTOMATIONS } from '../../runbooks/automation/catalogue.ts';
import { actionsNeeded, allowedActions } from '../runbooks/allowed-actions.ts';
import { ACCOUNT, COMMON, EMPTY_ZIP, functionArn, makeFunction, makeTopic, REGION } from './automation-account.ts';
import { type Json, openRunner, type Run, type Runner, type RunOptions } from './automation-runner.ts';

let runner: Runner;

const entry = AUTOMATIONS.find(({ id }) => id === 'preserve-evidence');
if (entry === undefined) throw new Error('no automation');

const NOW = Date.now();
const at = (minutes: number): string => new Date(NOW + minutes * 60_000).toISOString();
const GIVEN = { Function: [functionArn('witness')], Bucket: ['lapwing-evidence'], Since: [at(-60)], Until: [at(-30)] };
// The emulator's functions have no address to download their code from: the answer of that request is a recorded one.
const RECORDED = { download: EMPTY_ZIP };

const run = (more: { readonly [name: string]: readonly string[] } = {}, options: RunOptions = {}): Promise<Run> =>
  runner.run(entry.document, { ...COMMON, ...GIVEN, ...more }, { stubs: RECORDED, ...options });

type Kept = { readonly Key: string; readonly VersionId: string };
const kept = async (): Promise<readonly Kept[]> =>
  ((await runner.call('s3', 'ListObjectVersions', { Bucket: 'lapwing-evidence' }))['Versions'] ?? []) as unknown as readonly Kept[];

const put = (ran: Run): readonly { readonly [name: string]: Json }[] =>
  ran.calls.filter(({ api }) => api === 'PutObject').map(({ inputs }) => inputs);

beforeAll(async () => {
  runner = openRunner(inject('motoEndpoint'));
  await makeTopic(runner);
  for (const [Bucket, ObjectLockEnabledForBucket] of [
    ['lapwing-evidence', true],
    ['ordinary-bucket', false],
  ] as const)
    await runner.call('s3', 'CreateBucket', {
      Bucket,
      ObjectLockEnabledForBucket,
      CreateBucketConfiguration: { LocationConstraint: REGION },
    });
  const Variables = { DB_PASSWORD: 'hunter2hunter2', NODE_OPTIONS: '--require /tmp/spy.js' };
  await makeFunction(runner, 'witness', { Environment: { Variables } });
  await runner.call('iam', 'PutRolePolicy', {
    RoleName: 'witness-role',
    PolicyName: 'too-much',
    PolicyDocument: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}',
  });
  const stream = { logGroupName: '/aws/lambda/witness', logStreamName: '2026/01/01/[$LATEST]0' };
  await runner.refusal('logs', 'CreateLogGroup', { logGroupName: stream.logGroupName });
  await runner.call('logs', 'CreateLogStream', stream);
  const line = (minutes: number): Json => ({ timestamp: NOW + minutes * 60_000, message: `line at ${minutes}` });
  await runner.call('logs', 'PutLogEvents', { ...stream, logEvents: [-90, -70, -50, -20, -5].map(line) });
});
afterAll(() => runner.stop());

test('a dry run writes nothing', async () => {
  const ran = await run({ DryRun: ['true'] });
  expect(ran).toMatchObject({ status: 'Success', approvals: [] });
  expect(put(ran)).toEqual([]);
  expect(await kept()).toEqual([]);
});

test('a refused approval writes nothing', async () => {
  expect((await run({}, { approve: false })).status).toBe('Rejected');
  expect(await kept()).toEqual([]);
});

test('a bucket without object lock is refused', async () => {
  const ran = await run({ Bucket: ['ordinary-bucket'], Approval: ['automatic'] });
  expect(ran.status).toBe('Failed');
  expect(put(ran)).toEqual([]);
});

test('code that is not what Lambda says it is is no evidence', async () => {
  const ran = await run({ Approval: ['automatic'] }, { stubs: { download: 'AAAA' } });
  expect(ran.steps.find(({ status }) => status === 'Failed')?.error).toContain('not what Lambda says');
  expect(put(ran)).toEqual([]);
});

test('code, configuration, permissions and the lines around the finding are kept, each under its hash, locked', async () => {
  const ran = await run({ Approval: ['automatic'] });
  expect(ran.steps.filter(({ status }) => status !== 'Success')).toEqual([]);
  expect(actionsNeeded(entry.id, ran.calls).filter((action) => !allowedActions(entry).has(action))).toEqual([]);
  const objects = await kept();
  expect(objects.map(({ Key }) => Key.replace(/^.*-/, '')).sort()).toEqual([
    'code.zip',
    'configuration.json',
    'lines.ndjson',
    'manifest.json',
  ]);
  const body = new Map(put(ran).map(({ Key, ChecksumSHA256 }) => [String(Key), String(ChecksumSHA256)]));
  for (const { Key } of objects) {
    const { ObjectLockMode, ObjectLockRetainUntilDate } = await runner.call('s3', 'HeadObject', { Bucket: 'lapwing-evidence', Key });
    expect(ObjectLockMode).toBe('GOVERNANCE');
    expect(Math.round((Date.parse(String(ObjectLockRetainUntilDate)) - NOW) / 86_400_000)).toBe(365);
    const hex = Buffer.from(body.get(Key) ?? '', 'base64').toString('hex');
    expect(Key).toContain(`evidence/${COMMON.FindingId[0]}/${hex.slice(0, 16)}-`);
  }
  const code = objects.find(({ Key }) => Key.endsWith('code.zip'));
  const expected = createHash('sha256').update(Buffer.from(EMPTY_ZIP, 'base64')).digest('hex');
  expect(code?.Key).toContain(expected.slice(0, 16));
});

test('lines of the window and a quarter of an hour around it, and no other; values of the environment only as hashes', async () => {
  const texts = new Map<string, string>();
  for (const { Key } of await kept())
    texts.set(
      Key.replace(/^.*\/[0-9a-f]{16}-/, ''),
      String((await runner.call('s3', 'GetObject', { Bucket: 'lapwing-evidence', Key }))['Body']),
    );
  const lines = (texts.get('log-lines.ndjson') ?? '')
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { message: string }).message);
  expect(lines).toEqual(['line at -70', 'line at -50', 'line at -20']);
  const configuration = texts.get('configuration.json') ?? '';
  expect(configuration).not.toContain('hunter2');
  expect(configuration).toContain(`sha256:${createHash('sha256').update('hunter2hunter2').digest('hex')}`);
  expect(configuration).toContain('--require /tmp/spy.js');
  expect(configuration).toContain('too-much');
  const manifest = JSON.parse(texts.get('manifest.json') ?? '{}') as { readonly allLogLines: boolean; readonly objects: readonly object[] };
  expect(manifest).toMatchObject({ function: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:witness`, allLogLines: true });
  expect(manifest.objects).toHaveLength(3);
});

test('again, nothing is written twice', async () => {
  const before = await kept();
  const ran = await run({ Approval: ['automatic'] });
  expect(ran.status).toBe('Success');
  expect(put(ran)).toEqual([]);
  expect(await kept()).toEqual(before);
});
