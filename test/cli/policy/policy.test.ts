// `lapwing policy`: from records to a policy that allows what was seen, and nothing that an attacker did.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { comparePolicy } from '../../../cli/policy/compare-policy.ts';
import { givenPolicy } from '../../../cli/policy/given-policy.ts';
import { runLapwing } from '../run-lapwing.ts';

const folder = mkdtempSync(join(tmpdir(), 'lapwing-policy-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let number = 0;
const call = (eventSource: string, eventName: string, more: object = {}): string => {
  number++;
  return JSON.stringify({
    eventVersion: '1.11',
    userIdentity: {
      type: 'AssumedRole',
      principalId: 'AROAEXAMPLE:orders',
      arn: 'arn:aws:sts::111122223333:assumed-role/orders-role/orders',
      accountId: '111122223333',
      accessKeyId: 'ASIAEXAMPLE',
      sessionContext: { sessionIssuer: { type: 'Role', arn: 'arn:aws:iam::111122223333:role/orders-role', userName: 'orders-role' } },
    },
    eventTime: `2026-03-02T10:${String(number % 60).padStart(2, '0')}:00Z`,
    eventSource,
    eventName,
    awsRegion: 'eu-west-1',
    sourceIPAddress: '198.51.100.7',
    userAgent: 'aws-sdk-js/3.900 exec-env/AWS_Lambda_nodejs22.x',
    requestParameters: null,
    responseElements: null,
    eventID: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    readOnly: true,
    eventType: 'AwsApiCall',
    recipientAccountId: '111122223333',
    eventCategory: 'Data',
    ...more,
  });
};

const object = (key: string) => ({
  requestParameters: { bucketName: 'invoices', key },
  resources: [
    { type: 'AWS::S3::Object', ARN: `arn:aws:s3:::invoices/${key}` },
    { accountId: '111122223333', type: 'AWS::S3::Bucket', ARN: 'arn:aws:s3:::invoices' },
  ],
});

const records = [
  call('dynamodb.amazonaws.com', 'GetItem', { requestParameters: { tableName: 'orders' } }),
  call('dynamodb.amazonaws.com', 'PutItem', { requestParameters: { tableName: 'orders' }, readOnly: false }),
  call('s3.amazonaws.com', 'HeadObject', object('2026/one.pdf')),
  call('s3.amazonaws.com', 'GetObject', object('2026/two.pdf')),
  call('s3.amazonaws.com', 'CopyObject', object('copies/two.pdf')),
  call('kms.amazonaws.com', 'Decrypt', {
    userAgent: 's3.amazonaws.com',
    sourceIPAddress: 's3.amazonaws.com',
    userIdentity: {
      type: 'AssumedRole',
      principalId: 'AROAEXAMPLE:orders',
      accountId: '111122223333',
      invokedBy: 's3.amazonaws.com',
      sessionContext: { sessionIssuer: { type: 'Role', arn: 'arn:aws:iam::111122223333:role/orders-role' } },
    },
    resources: [{ ARN: 'arn:aws:kms:eu-west-1:111122223333:key/1f2e' }],
  }),
  call('ssm.amazonaws.com', 'GetParameter', { requestParameters: { name: '/prod/url' }, errorCode: 'AccessDenied' }),
  call('cloudtrail.amazonaws.com', 'StopLogging', {
    requestParameters: { name: 'main' },
    readOnly: false,
    userAgent: 'aws-cli/2.17.0',
    eventCategory: 'Management',
  }),
  call('madeup.amazonaws.com', 'DoThings'),
  // Lambda's own worker, with the function's role.
  call('kms.amazonaws.com', 'Decrypt', {
    userIdentity: { type: 'AssumedRole', principalId: 'AROAEXAMPLE:orders', accountId: '111122223333', invokedBy: 'lambda.amazonaws.com' },
    resources: [{ ARN: 'arn:aws:kms:eu-west-1:111122223333:key/of-lambda' }],
  }),
];

const file = join(folder, 'trail.jsonl');
writeFileSync(file, records.join('\n'));

interface Printed {
  readonly policy: {
    readonly Version: string;
    readonly Statement: readonly { readonly Action: readonly string[]; readonly Resource: readonly string[] }[];
  };
  readonly unmapped: readonly { readonly about: string }[];
  readonly refused: readonly { readonly action: string }[];
  readonly questioned: readonly { readonly about: string }[];
  readonly throughServices: readonly { readonly about: string }[];
  readonly notShown: readonly { readonly about: string }[];
  readonly comparison?: { readonly unused: readonly string[]; readonly notAllowed: readonly { readonly action: string }[] };
}
const printed = (args: readonly string[]): Printed => {
  const { status, stdout, stderr } = runLapwing(folder, 'policy', ...args, '--format', 'json');
  expect(status, stderr).toBe(0);
  return JSON.parse(stdout) as Printed;
};
const allowed = ({ policy }: Printed): readonly string[] =>
  policy.Statement.flatMap(({ Action, Resource }) =>
    Action.flatMap((action) => Resource.map((resource) => `${action} ${resource}`)),
  ).sort();

const SEEN = [
  'dynamodb:GetItem arn:aws:dynamodb:eu-west-1:111122223333:table/orders',
  'dynamodb:PutItem arn:aws:dynamodb:eu-west-1:111122223333:table/orders',
  'kms:Decrypt arn:aws:kms:eu-west-1:111122223333:key/1f2e',
  's3:GetObject arn:aws:s3:::invoices/2026/*',
];

describe('lapwing policy', () => {
  test('allows what was seen, names what it does not know, and leaves out what was refused or found', () => {
    const out = join(folder, 'policy.json');
    const report = printed(['orders', file, '--out', out]);
    expect(allowed(report)).toEqual(SEEN);
    expect(report.policy.Version).toBe('2012-10-17');
    expect(report.unmapped.map(({ about }) => about)).toEqual(['madeup:DoThings', 's3:CopyObject']);
    expect(report.refused.map(({ action }) => action)).toEqual(['ssm:GetParameter']);
    expect(report.questioned.map(({ about }) => about)).toEqual(['cloudtrail:StopLogging on cloudtrail:main']);
    expect(report.throughServices.map(({ about }) => about)).toEqual(['kms:Decrypt']);
    expect(report.notShown.map(({ about }) => about)).toContain('sqs messages (SendMessage, ReceiveMessage…)');
    expect(report.notShown.map(({ about }) => about).join()).not.toContain('dynamodb items');
    expect(JSON.parse(readFileSync(out, 'utf8'))).toEqual(report.policy);
  });

  test('is the same from a state file, however often its logs were scanned', () => {
    const state = join(folder, 'state.db');
    for (let times = 0; times < 2; times++) expect(runLapwing(folder, 'scan', file, '--state', state).status).toBe(0);
    const report = printed(['arn:aws:lambda:eu-west-1:111122223333:function:orders', '--state', state]);
    expect(allowed(report)).toEqual(SEEN);
    expect(report).toEqual(printed(['orders', file]));
  });

  test('an action on very many resources is not listed resource by resource', () => {
    const many = join(folder, 'many.jsonl');
    writeFileSync(
      many,
      Array.from({ length: 80 }, (_, table) =>
        call('dynamodb.amazonaws.com', 'GetItem', { requestParameters: { tableName: `t${table}` } }),
      ).join('\n'),
    );
    expect(allowed(printed(['orders', many]))).toEqual(['dynamodb:GetItem *']);
  });

  test('says what the role has beyond it', () => {
    const has = join(folder, 'has.json');
    const document = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: ['dynamodb:*', 'iam:*'], Resource: '*' } };
    writeFileSync(has, JSON.stringify({ PolicyDocument: document }));
    const { comparison } = printed(['orders', file, '--has', has]);
    expect(comparison?.unused).toEqual(['iam:*']);
    expect(comparison?.notAllowed.map(({ action }) => action)).toEqual(['kms:Decrypt', 's3:GetObject']);
  });

  test.for<readonly [string, readonly string[], string]>([
    ['a function that nothing was seen of', ['billing', file], 'of these it was: orders'],
    ['neither logs nor state', ['orders'], 'either the logs to read or --state'],
    ['a policy that is none', ['orders', file, '--has', file], 'is not JSON'],
  ])('%s is told, with exit code 2', ([, args, told]) => {
    const { status, stderr } = runLapwing(folder, 'policy', ...args);
    expect(status).toBe(2);
    expect(stderr).toContain(told);
  });
});

describe('a policy compared', () => {
  const observed = [{ action: 's3:GetObject', resource: 'arn:aws:s3:::invoices/2026/*', calls: 3 }];
  const compared = (statement: object) => {
    const given = givenPolicy(JSON.stringify({ Version: '2012-10-17', Statement: [statement] }));
    if (given.kind !== 'policy') throw new Error(given.reason);
    return comparePolicy(observed, given);
  };

  test('the very policy is neither wider nor narrower', () => {
    expect(compared({ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::invoices/2026/*' })).toEqual({
      notAllowed: [],
      unused: [],
      wider: [],
      unjudged: [],
    });
  });

  test('one object of the folder does not allow the folder', () => {
    expect(compared({ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::invoices/2026/one.pdf' }).notAllowed).toHaveLength(
      1,
    );
  });

  test('what has a condition is not judged to be unused', () => {
    const { unused, unjudged } = compared({
      Effect: 'Allow',
      Action: 'iam:*',
      Resource: '*',
      Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
    });
    expect(unused).toEqual([]);
    expect(unjudged).toEqual([{ about: 'iam:*', why: 'has Condition' }]);
  });
});
