// Calls → IAM's actions and resources: as IAM's own list has them.
import { expect, test } from 'vitest';
import { DIFFERENT, neededActions } from '../../../cli/policy/iam-action.ts';
import { knownAction } from '../../../cli/policy/iam-reference.ts';
import { resourceArn } from '../../../cli/policy/resource-arn.ts';

test.for<readonly [string, string, string]>([
  ['s3.amazonaws.com', 'ListObjectsV2', 's3:ListBucket'],
  ['s3.amazonaws.com', 'HeadObject', 's3:GetObject'],
  ['s3.amazonaws.com', 'ListBuckets', 's3:ListAllMyBuckets'],
  ['s3.amazonaws.com', 'UploadPart', 's3:PutObject'],
  ['lambda.amazonaws.com', 'Invoke', 'lambda:InvokeFunction'],
  ['lambda.amazonaws.com', 'GetFunction20150331v2', 'lambda:GetFunction'],
  ['monitoring.amazonaws.com', 'PutMetricAlarm', 'cloudwatch:PutMetricAlarm'],
  ['email.amazonaws.com', 'SendRawEmail', 'ses:SendRawEmail'],
  ['sqs.amazonaws.com', 'SendMessageBatch', 'sqs:SendMessage'],
  ['rdsdata.amazonaws.com', 'ExecuteStatement', 'rds-data:ExecuteStatement'],
  ['dynamodb.amazonaws.com', 'GetItem', 'dynamodb:GetItem'],
])('%s %s needs %s, which IAM knows', async ([source, name, action]) => {
  expect(neededActions(source, name)).toEqual({ kind: 'actions', actions: [action] });
  expect((await knownAction(action))?.action).toBe(action);
});

test('every action that a call is mapped to is one of IAM’s, and no call that is mapped is one itself', async () => {
  for (const [prefix, service] of Object.entries(DIFFERENT)) {
    for (const [name, actions] of Object.entries(service)) {
      for (const action of actions) expect(await knownAction(`${prefix}:${action}`), `${prefix}:${action}`).toBeDefined();
      if (actions.length > 0) expect(await knownAction(`${prefix}:${name}`), `${prefix}:${name} needs no mapping`).toBeUndefined();
    }
  }
});

test('what the records do not tell is said, not guessed', () => {
  expect(neededActions('s3.amazonaws.com', 'CopyObject')).toMatchObject({ kind: 'untold', action: 's3:CopyObject' });
  expect(neededActions('dynamodb.amazonaws.com', 'TransactWriteItems')).toMatchObject({ kind: 'untold' });
});

test.for(['apigateway:Made', 'dynamodb:NoSuchAction', 'no-such-service:Get', '../s3:GetObject', 's3:../../x', '', 's3'])(
  '%s is no action',
  async (action) => {
    expect(await knownAction(action)).toBeUndefined();
  },
);

const where = { partition: 'aws', region: 'eu-west-1', account: '111122223333' };

test.for([
  ['dynamodb:orders', 'dynamodb:GetItem', 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders'],
  ['dynamodb:orders', 'dynamodb:Query', 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders'],
  ['sqs:https://sqs.eu-west-1.amazonaws.com/111122223333/jobs', 'sqs:SendMessage', 'arn:aws:sqs:eu-west-1:111122223333:jobs'],
  ['ssm:/prod/db/url', 'ssm:GetParameter', 'arn:aws:ssm:eu-west-1:111122223333:parameter/prod/db/url'],
  ['lambda:mailer', 'lambda:InvokeFunction', 'arn:aws:lambda:eu-west-1:111122223333:function:mailer'],
  ['arn:aws:s3:::invoices/2026/*', 's3:PutObject', 'arn:aws:s3:::invoices/2026/*'],
  ['arn:aws:s3:::invoices', 's3:ListBucket', 'arn:aws:s3:::invoices'],
  ['arn:aws:s3:::invoices', 's3:GetObject', undefined],
  ['arn:aws:s3:::invoices/2026/*', 's3:ListBucket', undefined],
  ['', 'dynamodb:GetItem', undefined],
  ['dynamodb:a name: odd', 'dynamodb:GetItem', undefined],
  ['dynamodb:$&{x}', 'dynamodb:GetItem', undefined],
] as const)('%s for %s is %s', async ([resource, action, arn]) => {
  const known = await knownAction(action);
  expect(resourceArn(resource, known?.resourceFormats ?? [], where)).toBe(arn);
});
