import { readFileSync } from 'node:fs';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { expect, test } from 'vitest';
import { attempt } from '../../../ingest/aws/history/failure.ts';
import { readHistory } from '../../../ingest/aws/history/history.ts';
import { openFakeAccount } from './fake-account.ts';
import { read } from './reading.ts';

const reasonWith = async (status: number, code: string, message?: string): Promise<string | undefined> => {
  const account = await openFakeAccount();
  account.groups.set('g', []);
  account.fault = () => ({ status, code, ...(message === undefined ? {} : { message }) });
  return (await read(account, 'cloudwatch-logs:g*')).failed[0]?.reason;
};

const reasonOf = async (client: CloudWatchLogsClient): Promise<string[]> => {
  const reasons: string[] = [];
  const hooks = {
    open: () => ({ item: () => {}, broken: () => {}, end: () => {} }),
    progress: () => {},
    checkpoint: () => {},
    failed: (_source: string, reason: string) => reasons.push(reason),
  };
  await readHistory({ source: 'cloudwatch-logs:g', since: undefined, until: undefined, checkpoint: undefined }, hooks, { logs: client });
  return reasons;
};

test('each of AWS refusals has a sentence that says what to do', async () => {
  expect(await reasonWith(400, 'ExpiredTokenException')).toBe(
    'the AWS session has expired: sign in again (aws sso login, or fresh keys in the environment), then run the same command again',
  );
  expect(await reasonWith(400, 'UnrecognizedClientException')).toMatch(
    /^AWS does not accept these credentials \(UnrecognizedClientException\): check the access key/,
  );
  expect(await reasonWith(400, 'ThrottlingException')).toMatch(
    /^AWS kept answering "too many requests" \(ThrottlingException\): wait some minutes/,
  );
  expect(await reasonWith(400, 'AccessDeniedException')).toMatch(/^not allowed: allow logs:DescribeLogGroups on \*/);
  expect(await reasonWith(400, 'StrangeException', `odd\u001b[31m\n words ${'x'.repeat(500)}`)).toBe(
    `AWS answered StrangeException to logs:DescribeLogGroups: odd [31m words ${'x'.repeat(185)}`,
  );
});

test('no credentials, no region and no network are said in words', async () => {
  const credentials = { accessKeyId: 'AKIDTEST', secretAccessKey: 'x' };
  const closed = new CloudWatchLogsClient({ region: 'eu-west-1', endpoint: 'http://127.0.0.1:9', maxAttempts: 1, credentials });
  expect(await reasonOf(closed)).toEqual([
    'AWS could not be reached (ECONNREFUSED): check the network, AWS_REGION and AWS_ENDPOINT_URL, then run the same command again',
  ]);
  const nobody = new CloudWatchLogsClient({
    region: 'eu-west-1',
    credentials: async () => {
      throw Object.assign(new Error('Could not load credentials from any providers'), {
        name: 'CredentialsProviderError',
        tryNextLink: false,
      });
    },
  });
  expect((await reasonOf(nobody))[0]).toMatch(/^no AWS credentials were found: set AWS_PROFILE/);
  const nowhere = new CloudWatchLogsClient({
    region: async () => {
      throw new Error('Region is missing');
    },
    credentials,
  });
  expect((await reasonOf(nowhere))[0]).toMatch(/^no AWS region is set: set AWS_REGION/);
});

test('a mistake in the program is not taken for an answer of AWS', async () => {
  const mistake = attempt({ action: 'a', resource: 'r' }, async () => {
    throw new TypeError('undefined is not a function');
  });
  await expect(mistake).rejects.toThrow(TypeError);
});

test('the policy in the documentation allows what the readers ask for, and no more', async () => {
  const page = readFileSync(new URL('../../../docs/history.md', import.meta.url), 'utf8');
  const policy = JSON.parse(/```json\n([\s\S]*?)```/.exec(page)?.[1] ?? '');
  const allowed = policy.Statement.map(({ Action }: { Action: string }) => Action).sort();
  const account = await openFakeAccount();
  account.groups.set('g', []);
  account.objects.set('a.json', { body: Buffer.from('{}'), writtenAt: 0 });
  for (const source of ['cloudwatch-logs:g', 'cloudtrail:', 's3://b/']) await read(account, source);
  // S3's names of a permission and of a request differ, and a key is used by S3 for whoever reads.
  const services: Record<string, string> = {
    ListObjectsV2: 's3:ListBucket',
    GetObject: 's3:GetObject',
    LookupEvents: 'cloudtrail:LookupEvents',
  };
  const asked = new Set(account.asked.map(({ action }) => services[action] ?? `logs:${action}`));
  expect([...asked, 'kms:Decrypt'].sort()).toEqual(allowed);
});
