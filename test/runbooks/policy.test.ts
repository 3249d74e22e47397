// A document's role may do what the document does, and nothing else.
import { describe, expect, test } from 'vitest';
import { AUTOMATIONS } from '../../runbooks/automation/catalogue.ts';
import { documentText } from '../../runbooks/automation/document-text.ts';
import { policyFor, trustPolicyFor } from '../../runbooks/automation/policy.ts';
import { policyText } from '../../runbooks/automation/policy-text.ts';

/** Actions that IAM knows no resource for (service authorization reference). */
const NO_RESOURCE = ['cloudtrail:LookupEvents', 'ec2:DescribeNetworkAcls', 'lambda:ListEventSourceMappings'];

/** What a call needs under another name, or besides: from the pages of those calls. */
const NEEDED: { readonly [call: string]: readonly string[] } = {
  'lambda:UpdateFunctionConfiguration': ['lambda:UpdateFunctionConfiguration', 'lambda:GetLayerVersion'],
  's3:GetObjectLockConfiguration': ['s3:GetBucketObjectLockConfiguration'],
  's3:HeadObject': ['s3:GetObject', 's3:ListBucket'],
  's3:PutObject': ['s3:PutObject', 's3:PutObjectRetention'],
  'secretsmanager:RotateSecret': ['secretsmanager:RotateSecret', 'lambda:InvokeFunction'],
};

/** Read off the text, not off the steps that the policy was made from. */
const callsInText = (text: string): readonly string[] => [
  ...[...text.matchAll(/Service: (\w+)\n\s+Api: (\w+)/g)].map(([, service, api]) => `${service}:${api}`),
  ...[...text.matchAll(/\bask\('(\w+)', '(\w+)'/g)].map(([, service, api]) => `${service}:${api}`),
  ...(text.includes('roleArn: ') ? ['iam:PassRole'] : []),
];

describe.for(AUTOMATIONS)('$name', ({ id, name, document }) => {
  const policy = policyFor({ id, document });
  const text = documentText(document);

  test('its policy allows exactly what it calls', () => {
    const needed = new Set(callsInText(text).flatMap((call) => (Object.hasOwn(NEEDED, call) ? (NEEDED[call] ?? []) : [call])));
    const allowed = policy.Statement.flatMap(({ Action }) => Action);
    expect([...allowed].sort()).toEqual([...needed].sort());
  });

  test('every call in a script is one that can be read off it', () => {
    // `ask` is the only place that makes a client.
    const clients = [...text.matchAll(/boto3\.\w+\(/g)].length;
    expect(clients).toBe([...text.matchAll(/def ask\(/g)].length);
  });

  test('no action is a pattern, and no resource is everything where AWS has a narrower one', () => {
    for (const { Action, Resource } of policy.Statement) {
      expect(Action.filter((action) => action.includes('*'))).toEqual([]);
      if (Resource === '*') expect(Action.filter((action) => !NO_RESOURCE.includes(action))).toEqual([]);
      else expect(Resource).toMatch(/^(arn:|\$\{TopicArn\})/);
    }
  });

  test('what it remembers lies under its own name', () => {
    const memory = policy.Statement.filter(({ Action }) => Action.some((action) => action.startsWith('ssm:')));
    for (const { Resource } of memory) expect(Resource).toMatch(new RegExp(`:parameter/lapwing/containment/${id}/\\*$`));
  });

  test('is checked in (vitest -u writes it anew)', async () => {
    expect(JSON.parse(policyText(policy))).toEqual(policy);
    await expect(policyText(policy)).toMatchFileSnapshot(`../../runbooks/automation/policies/${name}.json`);
  });
});

test('the scope is taken as it is given', () => {
  const scope = {
    partition: 'aws',
    account: '123456789012',
    region: 'eu-west-1',
    topicArn: 'arn:aws:sns:eu-west-1:123456789012:AutomationA',
    bucket: 'kept',
  };
  const found = AUTOMATIONS.flatMap((entry) => policyFor(entry, scope).Statement.map(({ Resource }) => Resource));
  expect(found.filter((resource) => resource.includes('$'))).toEqual([]);
  expect(found).toContain('arn:aws:lambda:eu-west-1:123456789012:function:*');
  expect(found).toContain('arn:aws:s3:::kept/evidence/*');
});

test('only Systems Manager may take the role, for automations of the same account', () => {
  expect(trustPolicyFor({ partition: 'aws', account: '123456789012' }).Statement).toEqual([
    {
      Effect: 'Allow',
      Principal: { Service: 'ssm.amazonaws.com' },
      Action: 'sts:AssumeRole',
      Condition: {
        StringEquals: { 'aws:SourceAccount': '123456789012' },
        ArnLike: { 'aws:SourceArn': 'arn:aws:ssm:*:123456789012:automation-execution/*' },
      },
    },
  ]);
});
