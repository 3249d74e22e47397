// What a finding does not name is read from its record. The emulator has no event history: its answers are recorded ones.
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { AUTOMATIONS } from '../../runbooks/automation/catalogue.ts';
import { actionsNeeded, allowedActions } from '../runbooks/allowed-actions.ts';
import { COMMON, makeTopic, REGION } from './automation-account.ts';
import { type Json, openRunner, type Run, type Runner } from './automation-runner.ts';

let runner: Runner;

beforeAll(async () => {
  runner = openRunner(inject('motoEndpoint'));
  await makeTopic(runner);
});
afterAll(() => runner.stop());

const RECORD = '01234567-89ab-cdef-0123-456789abcdef';

const run = async (
  automation: string,
  record: Json | undefined,
  more: { readonly [name: string]: readonly string[] } = {},
): Promise<Run> => {
  const entry = AUTOMATIONS.find(({ id }) => id === automation);
  if (entry === undefined) throw new Error(`no automation ${automation}`);
  const Events = record === undefined ? [] : [{ EventId: RECORD, CloudTrailEvent: JSON.stringify(record) }];
  const ran = await runner.run(
    entry.document,
    { ...COMMON, Approval: ['automatic'], Record: [RECORD], RecordRegion: ['us-east-1'], ...more },
    { stubs: { 'cloudtrail.LookupEvents': { Events } } },
  );
  expect(actionsNeeded(entry.id, ran.calls).filter((action) => !allowedActions(entry).has(action))).toEqual([]);
  return ran;
};

const failure = ({ status, steps }: Run): string => {
  expect(status).toBe('Failed');
  return steps.find((step) => step.status === 'Failed')?.error ?? '';
};

test('the key that the call was made with', async () => {
  await runner.call('iam', 'CreateUser', { UserName: 'ben' });
  const { AccessKey } = await runner.call('iam', 'CreateAccessKey', { UserName: 'ben' });
  const { AccessKeyId = '' } = AccessKey as { readonly AccessKeyId?: string };
  const ran = await run('disable-access-key', { userIdentity: { type: 'IAMUser', accessKeyId: AccessKeyId } });
  expect(ran.status).toBe('Success');
  expect(ran.calls[0]).toMatchObject({
    api: 'LookupEvents',
    inputs: { LookupAttributes: [{ AttributeKey: 'EventId', AttributeValue: RECORD }] },
  });
  const { AccessKeyMetadata } = await runner.call('iam', 'ListAccessKeys', { UserName: 'ben' });
  expect(AccessKeyMetadata).toMatchObject([{ AccessKeyId, Status: 'Inactive' }]);
});

test('a call with the key of a session has none to disable', async () => {
  expect(failure(await run('disable-access-key', { userIdentity: { accessKeyId: 'ASIAIOSFODNN7EXAMPLE' } }))).toContain(
    'No long-lived key',
  );
});

test('the trail that was stopped, by its name', async () => {
  await runner.call('s3', 'CreateBucket', { Bucket: 'recorded-trail-logs', CreateBucketConfiguration: { LocationConstraint: REGION } });
  await runner.call('cloudtrail', 'CreateTrail', { Name: 'recorded', S3BucketName: 'recorded-trail-logs' });
  expect(await run('restart-trail', { requestParameters: { name: 'recorded' } })).toMatchObject({ status: 'Success' });
  expect(await runner.call('cloudtrail', 'GetTrailStatus', { Name: 'recorded' })).toMatchObject({ IsLogging: true });
});

test('the log group whose retention was shortened', async () => {
  await runner.call('logs', 'CreateLogGroup', { logGroupName: '/apps/recorded' });
  await runner.call('logs', 'PutRetentionPolicy', { logGroupName: '/apps/recorded', retentionInDays: 1 });
  const record = { requestParameters: { logGroupName: '/apps/recorded', retentionInDays: 1 } };
  expect(await run('restore-log-retention', record, { RetentionDays: ['90'] })).toMatchObject({ status: 'Success' });
  expect(await runner.call('logs', 'DescribeLogGroups', { logGroupNamePrefix: '/apps/recorded' })).toMatchObject({
    logGroups: [{ retentionInDays: 90 }],
  });
});

test.for(['{{ ssm:/secret }}', '/apps/a\nb', '', ['/apps/a'], null, '/apps/$(id)'] as const)(
  '%j is no log group, whoever wrote it',
  async (logGroupName) => {
    expect(failure(await run('restore-log-retention', { requestParameters: { logGroupName } }, { RetentionDays: ['90'] }))).toContain(
      'No log group',
    );
  },
);

test('a record that is not in the history was made up', async () => {
  const ran = await run('disable-access-key', undefined);
  expect(failure(ran)).toContain('no such record');
  expect(ran.steps.at(-1)).toEqual({ name: 'reportFailure', status: 'Success' });
});
