// Each role put to the test: what it must do is allowed, what it must not is denied, by AWS's own rules of evaluation.
import { runSimulation } from '@cloud-copilot/iam-simulate';
import { describe, expect, test } from 'vitest';
import { ACCOUNT, ofType, REGION, resolve, type Synthesised } from './template.ts';
import { everything, member } from './variants.ts';

type Ask = readonly [action: string, resource: string, context?: Readonly<Record<string, string | readonly string[]>>];

interface Expectation {
  readonly role: string;
  readonly of: Synthesised;
  readonly may: readonly Ask[];
  readonly mayNot: readonly Ask[];
}

const here = (service: string, rest: string): string => `arn:aws:${service}:${REGION}:${ACCOUNT}:${rest}`;
const table = (name: string): string => here('dynamodb', `table/lapwing-${name}`);
const queue = (name: string): string => here('sqs', `lapwing-${name}`);
const logStream = (service: string): string => here('logs', `log-group:/aws/lambda/lapwing-${service}:log-stream:2026`);
const role = (name: string): string => `arn:aws:iam::${ACCOUNT}:role/${name}`;
const ORDERS = here('lambda', 'function:orders');

/** What no part of a detector has any business with. */
const NEVER: readonly Ask[] = [
  ['iam:CreateUser', `arn:aws:iam::${ACCOUNT}:user/mallory`],
  ['iam:AttachRolePolicy', role('lapwing-ingest-eu-west-1')],
  ['sts:AssumeRole', role('admin')],
  ['lambda:UpdateFunctionCode', ORDERS],
  ['lambda:InvokeFunction', ORDERS],
  ['s3:PutObject', 'arn:aws:s3:::trail-of-somebody/AWSLogs/x'],
  ['s3:DeleteObject', 'arn:aws:s3:::trail-of-somebody/AWSLogs/x'],
  ['dynamodb:DeleteTable', table('findings')],
  ['dynamodb:Scan', table('findings')],
  ['sqs:PurgeQueue', queue('ingest')],
  ['sns:DeleteTopic', here('sns', 'lapwing-alerts')],
  ['logs:DeleteLogGroup', here('logs', 'log-group:/aws/lambda/orders:*')],
  ['cloudtrail:StopLogging', here('cloudtrail', 'trail/main')],
  ['kms:ScheduleKeyDeletion', here('kms', 'key/0')],
];

const writesOwnLog = (service: string): readonly Ask[] => [
  ['logs:CreateLogStream', logStream(service)],
  ['logs:PutLogEvents', logStream(service)],
];

const EXPECTATIONS: readonly Expectation[] = [
  {
    role: 'lapwing-ingest-eu-west-1',
    of: everything,
    may: [
      ...writesOwnLog('ingest'),
      ['dynamodb:GetItem', table('partials')],
      ['dynamodb:Query', table('partials')],
      ['dynamodb:PutItem', table('partials')],
      ['dynamodb:BatchWriteItem', table('partials')],
      ['sqs:ReceiveMessage', queue('ingest')],
      ['sqs:DeleteMessage', queue('ingest')],
      ['sqs:SendMessage', queue('findings.fifo')],
      ['sqs:SendMessage', queue('quarantine')],
      ['sqs:SendMessage', queue('failed')],
      ['kinesis:GetRecords', here('kinesis', 'stream/lapwing-logs')],
      ['s3:GetObject', 'arn:aws:s3:::trail-of-somebody/AWSLogs/x.json.gz'],
    ],
    mayNot: [
      ['s3:GetObject', 'arn:aws:s3:::payroll/january.csv'],
      ['s3:ListBucket', 'arn:aws:s3:::trail-of-somebody'],
      ['dynamodb:DeleteItem', table('partials')],
      ['dynamodb:PutItem', table('baselines')],
      ['dynamodb:GetItem', table('findings')],
      ['sns:Publish', here('sns', 'lapwing-alerts')],
      ['kinesis:PutRecord', here('kinesis', 'stream/lapwing-logs')],
      ['logs:PutLogEvents', logStream('detect')],
    ],
  },
  {
    role: 'lapwing-detect-eu-west-1',
    of: everything,
    may: [
      ...writesOwnLog('detect'),
      ['dynamodb:Query', table('partials')],
      ['dynamodb:DeleteItem', table('partials')],
      ['dynamodb:PutItem', table('baselines')],
      ['sqs:SendMessage', queue('findings.fifo')],
      ['sqs:SendMessage', queue('failed')],
      ['events:PutEvents', here('events', 'event-bus/default')],
    ],
    mayNot: [
      ['dynamodb:DeleteItem', table('baselines')],
      ['dynamodb:PutItem', table('findings')],
      ['sqs:ReceiveMessage', queue('findings.fifo')],
      ['sns:Publish', here('sns', 'lapwing-alerts')],
      ['events:PutEvents', here('events', 'event-bus/orders')],
    ],
  },
  {
    role: 'lapwing-alert-eu-west-1',
    of: everything,
    may: [
      ...writesOwnLog('alert'),
      ['dynamodb:PutItem', table('findings')],
      ['dynamodb:DeleteItem', table('findings'), { 'dynamodb:LeadingKeys': ['owed'] }],
      ['dynamodb:Query', table('baselines')],
      ['sqs:ReceiveMessage', queue('findings.fifo')],
      ['sns:Publish', here('sns', 'lapwing-alerts')],
      ['sns:Publish', here('sns', 'lapwing-chat')],
      ['events:PutEvents', here('events', 'event-bus/default'), { 'events:source': ['lapwing', 'lapwing'] }],
    ],
    mayNot: [
      ['events:PutEvents', here('events', 'event-bus/default'), { 'events:source': ['lapwing', 'orders'] }],
      ['events:PutEvents', here('events', 'event-bus/default')],
      ['dynamodb:DeleteItem', table('findings'), { 'dynamodb:LeadingKeys': ['finding|2026-03-02'] }],
      ['dynamodb:PutItem', table('baselines')],
      ['sns:Publish', here('sns', 'orders')],
      ['sns:Subscribe', here('sns', 'lapwing-alerts')],
      ['ssm:StartAutomationExecution', here('ssm', 'automation-definition/Lapwing-IsolateFunction:$DEFAULT')],
    ],
  },
  {
    role: 'lapwing-canary-eu-west-1',
    of: everything,
    may: [...writesOwnLog('canary'), ['sqs:SendMessage', queue('failed')]],
    mayNot: [
      ['logs:PutLogEvents', here('logs', 'log-group:/aws/lambda/orders:log-stream:2026')],
      ['sqs:SendMessage', queue('findings.fifo')],
    ],
  },
  {
    role: 'lapwing-starter-eu-west-1',
    of: everything,
    may: [
      ['ssm:StartAutomationExecution', here('ssm', 'automation-definition/Lapwing-IsolateFunction:$DEFAULT')],
      ['iam:PassRole', role('lapwing-isolate-function-eu-west-1'), { 'iam:PassedToService': 'ssm.amazonaws.com' }],
    ],
    mayNot: [
      ['ssm:StartAutomationExecution', here('ssm', 'automation-definition/Lapwing-RotateSecret:$DEFAULT')],
      ['ssm:StartAutomationExecution', here('ssm', 'automation-definition/AWS-RunShellScript:$DEFAULT')],
      ['iam:PassRole', role('lapwing-isolate-function-eu-west-1'), { 'iam:PassedToService': 'lambda.amazonaws.com' }],
      ['iam:PassRole', role('admin'), { 'iam:PassedToService': 'ssm.amazonaws.com' }],
      ['ssm:SendAutomationSignal', here('ssm', 'automation-execution/0')],
    ],
  },
  {
    role: 'lapwing-isolate-function-eu-west-1',
    of: everything,
    may: [
      ['lambda:PutFunctionConcurrency', ORDERS],
      ['lambda:DeleteFunctionConcurrency', ORDERS],
      ['ssm:PutParameter', here('ssm', 'parameter/lapwing/containment/isolate-function/orders')],
      ['sns:Publish', here('sns', 'AutomationLapwing')],
    ],
    mayNot: [
      ['lambda:DeleteFunction', ORDERS],
      ['lambda:UpdateFunctionConfiguration', ORDERS],
      ['ssm:PutParameter', here('ssm', 'parameter/orders/password')],
      ['ssm:PutParameter', here('ssm', 'parameter/lapwing/containment/quarantine-role/orders')],
      ['sns:Publish', here('sns', 'lapwing-alerts')],
      ['iam:PutRolePolicy', role('orders')],
    ],
  },
  {
    role: 'lapwing-preserve-evidence-eu-west-1',
    of: everything,
    may: [['s3:PutObject', 'arn:aws:s3:::evidence-of-somebody/evidence/0f3c/code.zip']],
    mayNot: [
      ['s3:PutObject', 'arn:aws:s3:::evidence-of-somebody/else/code.zip'],
      ['s3:DeleteObject', 'arn:aws:s3:::evidence-of-somebody/evidence/0f3c/code.zip'],
      ['s3:BypassGovernanceRetention', 'arn:aws:s3:::evidence-of-somebody/evidence/0f3c/code.zip'],
      ['lambda:PutFunctionConcurrency', ORDERS],
    ],
  },
  {
    role: 'lapwing-heartbeat-eu-west-1',
    of: everything,
    may: [['events:PutEvents', 'arn:aws:events:eu-north-1:444455556666:event-bus/lapwing-lookout']],
    mayNot: [['events:PutEvents', here('events', 'event-bus/default')]],
  },
  {
    role: 'lapwing-stream-eu-west-1',
    of: everything,
    may: [['kinesis:PutRecord', here('kinesis', 'stream/lapwing-logs')]],
    mayNot: [
      ['kinesis:GetRecords', here('kinesis', 'stream/lapwing-logs')],
      ['kinesis:PutRecord', here('kinesis', 'stream/orders')],
    ],
  },
  {
    role: 'lapwing-forwarder-eu-west-1',
    of: member,
    may: [['events:PutEvents', here('events', 'event-bus/lapwing-members')]],
    mayNot: [['events:PutEvents', here('events', 'event-bus/default')]],
  },
];

const identityPolicies = (name: string, template: Synthesised) => {
  const [[id, found] = []] = ofType(template, 'AWS::IAM::Role').filter(
    ([, { Properties }]) => resolve(Properties['RoleName'], template) === name,
  );
  if (id === undefined || found === undefined) throw new Error(`no role ${name}`);
  const inline = (found.Properties['Policies'] ?? []) as readonly { readonly PolicyName: string; readonly PolicyDocument: unknown }[];
  const attached = ofType(template, 'AWS::IAM::Policy').filter(([, { Properties }]) =>
    (Properties['Roles'] as readonly { readonly Ref: string }[]).some(({ Ref }) => Ref === id),
  );
  return [
    ...inline.map(({ PolicyName, PolicyDocument }) => ({ name: PolicyName, policy: resolve(PolicyDocument, template) })),
    ...attached.map(([policy, { Properties }]) => ({ name: policy, policy: resolve(Properties['PolicyDocument'], template) })),
  ];
};

/** AWS's answer: Allowed, ImplicitlyDenied, ExplicitlyDenied; or what is wrong with the question. */
const answer = async (name: string, template: Synthesised, [action, resource, contextVariables = {}]: Ask): Promise<string> => {
  const simulated = await runSimulation(
    {
      request: {
        principal: `arn:aws:sts::${ACCOUNT}:assumed-role/${name}/session`,
        action,
        // As far as the role's own policy goes: what another account lets in is that account's.
        resource: { resource, accountId: ACCOUNT },
        contextVariables: Object.fromEntries(
          Object.entries(contextVariables).map(([key, value]) => [key, typeof value === 'string' ? value : [...value]]),
        ),
      },
      identityPolicies: identityPolicies(name, template),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    {},
  );
  return simulated.resultType === 'error' ? JSON.stringify(simulated.errors) : simulated.overallResult;
};

describe.for(EXPECTATIONS)('$role', ({ role: name, of: template, may, mayNot }) => {
  test.for(may)('may %s on %s', async (ask) => {
    expect(await answer(name, template, ask)).toBe('Allowed');
  });

  test.for([...mayNot, ...NEVER])('may not %s on %s', async (ask) => {
    expect(await answer(name, template, ask)).toBe('ImplicitlyDenied');
  });
});

test('every role of ours is named, and each kind of them is put to the test', () => {
  const names = [everything, member].flatMap((template) =>
    ofType(template, 'AWS::IAM::Role').map(([, { Properties }]) => String(resolve(Properties['RoleName'], template))),
  );
  for (const name of names) expect(name).toMatch(/^lapwing-[a-z-]+-eu-west-1$/);
  expect(EXPECTATIONS.map(({ role: name }) => name).filter((name) => !names.includes(name))).toEqual([]);
});
