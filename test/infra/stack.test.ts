// What must always hold of the synthesised template, whatever the props.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Duration } from 'aws-cdk-lib';
import { describe, expect, test } from 'vitest';
import { SERVICES } from '../../infra/names.ts';
import { ofType, resolve, statementsIn, synthesise } from './template.ts';
import { ALL, everything, LAPWINGS, lookout, named, plain } from './variants.ts';

const runbook = readFileSync(fileURLToPath(new URL('../../runbooks/pipeline.md', import.meta.url)), 'utf8');
const sections = [...runbook.matchAll(/^## (\S+)$/gm)].map(([, section]) => section);

/** Statements of roles made by CDK for its own custom resources are not ours. */
const isOurs = (id: string): boolean => id.startsWith('Lapwing');

describe.for(LAPWINGS)('%s', ([, template]) => {
  test('what cannot be done waits in a queue that a person hears of', () => {
    const queues = ofType(template, 'AWS::SQS::Queue');
    const last = new Set(
      ['ingest-dead-letters', 'findings-dead-letters.fifo', 'failed', 'undelivered', 'quarantine'].map((name) => `lapwing-${name}`),
    );
    const without = queues.filter(([, { Properties }]) => Properties['RedrivePolicy'] === undefined);
    expect(new Set(without.map(([, { Properties }]) => Properties['QueueName']))).toEqual(last);
    const alarmed = JSON.stringify(ofType(template, 'AWS::CloudWatch::Alarm'));
    // Quarantined records are counted by a metric of their own.
    for (const [id, { Properties }] of without) if (Properties['QueueName'] !== 'lapwing-quarantine') expect(alarmed).toContain(`"${id}"`);
  });

  test('every alarm tells somebody, and names a section of the runbook that exists', () => {
    const alarms = ofType(template, 'AWS::CloudWatch::Alarm');
    expect(alarms.length).toBeGreaterThan(10);
    for (const [, { Properties }] of alarms) {
      const section = /runbooks\/pipeline\.md#(\S+)$/.exec(String(Properties['AlarmDescription']))?.[1];
      expect(sections).toContain(section);
      expect(Properties['AlarmName']).toBe(`lapwing-${section}`);
      expect(Properties['AlarmActions']).toHaveLength(1);
    }
  });

  test('the heartbeat sounds when there is nothing to hear, and when every run fails', () => {
    const heartbeat = ofType(template, 'AWS::CloudWatch::Alarm').find(
      ([, { Properties }]) => Properties['AlarmName'] === 'lapwing-heartbeat',
    );
    expect(heartbeat?.[1].Properties).toMatchObject({
      TreatMissingData: 'breaching',
      ComparisonOperator: 'LessThanThreshold',
      EvaluationPeriods: 1,
    });
    expect(JSON.stringify(heartbeat?.[1].Properties['Metrics'])).toContain('FILL(invocations, 0) - FILL(errors, 0)');
  });

  test('every function runs as it should, its logs end, and its failures go somewhere', () => {
    const ours = ofType(template, 'AWS::Lambda::Function').filter(([id]) => isOurs(id));
    expect(ours.map(([, { Properties }]) => Properties['FunctionName']).sort()).toEqual([
      'lapwing-alert',
      'lapwing-canary',
      'lapwing-detect',
      'lapwing-ingest',
    ]);
    const groups = new Map(ofType(template, 'AWS::Logs::LogGroup').map(([, { Properties }]) => [Properties['LogGroupName'], Properties]));
    const destinations = JSON.stringify(ofType(template, 'AWS::Lambda::EventInvokeConfig'));
    const mappings = JSON.stringify(ofType(template, 'AWS::Lambda::EventSourceMapping'));
    for (const [id, { Properties }] of ours) {
      expect(Properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'] });
      expect(groups.get(`/aws/lambda/${Properties['FunctionName']}`)?.['RetentionInDays']).toBeGreaterThan(0);
      expect(destinations + mappings).toContain(`"${id}"`);
    }
    for (const [, { Properties }] of ofType(template, 'AWS::Lambda::EventInvokeConfig'))
      expect(Properties['DestinationConfig']).toHaveProperty('OnFailure');
  });

  test('alarms may publish where they are told to', () => {
    const [topicOf] = ofType(template, 'AWS::CloudWatch::Alarm').flatMap(
      ([, { Properties }]) => Properties['AlarmActions'] as readonly object[],
    );
    const allowed = ofType(template, 'AWS::SNS::TopicPolicy')
      .flatMap(([, policy]) => statementsIn(policy))
      .filter(({ Effect, Principal }) => Effect === 'Allow' && JSON.stringify(Principal).includes('cloudwatch.amazonaws.com'));
    expect(allowed.map(({ Action, Resource }) => [Action, Resource])).toEqual([['sns:Publish', topicOf]]);
  });

  test('whoever takes the customer’s key away is heard of: the topic of health does without', () => {
    const [health] = ofType(template, 'AWS::SNS::Topic').filter(([, { Properties }]) => Properties['TopicName'] === 'lapwing-health');
    expect(health?.[1].Properties['KmsMasterKeyId']).toBeUndefined();
  });

  test('everything bears the name that the rule on tampering knows', () => {
    for (const [type, name] of [
      ['AWS::DynamoDB::Table', 'TableName'],
      ['AWS::SQS::Queue', 'QueueName'],
      ['AWS::SNS::Topic', 'TopicName'],
      ['AWS::Events::Rule', 'Name'],
      ['AWS::Kinesis::Stream', 'Name'],
    ] as const)
      for (const [, { Properties }] of ofType(template, type)) expect(Properties[name]).toMatch(/^lapwing|^AutomationLapwing$/);
  });

  test('what was learned and found outlives the stack, and can be taken back to any second', () => {
    for (const [, { Properties, DeletionPolicy }] of ofType(template, 'AWS::DynamoDB::Table')) {
      expect(Properties).toMatchObject({
        BillingMode: 'PAY_PER_REQUEST',
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
      });
      const stays = Properties['TableName'] !== 'lapwing-partials';
      expect([DeletionPolicy, Properties['DeletionProtectionEnabled']]).toEqual(stays ? ['Retain', true] : ['Delete', false]);
    }
  });
});

test('Lapwing does not read its own logs, save the canary’s', () => {
  expect([...SERVICES].sort()).toEqual(['alert', 'canary', 'detect', 'ingest']);
  const [policy] = ofType(plain, 'AWS::Logs::AccountPolicy');
  expect(policy?.[1].Properties).toMatchObject({
    PolicyType: 'SUBSCRIPTION_FILTER_POLICY',
    SelectionCriteria: 'LogGroupName NOT IN ["/aws/lambda/lapwing-ingest","/aws/lambda/lapwing-detect","/aws/lambda/lapwing-alert"]',
  });
});

test('every section of the runbook has its alarm', () => {
  const alarms = [everything, lookout].flatMap((each) =>
    ofType(each, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties['AlarmName']),
  );
  expect(alarms.sort()).toEqual(sections.map((section) => `lapwing-${section}`).sort());
});

test('named groups are subscribed one by one, the canary’s with them, and the account is not', () => {
  const groups = ofType(named, 'AWS::Logs::SubscriptionFilter').map(([, { Properties }]) => Properties['LogGroupName']);
  expect(groups).toEqual(['/aws/lambda/orders', '/aws/apigateway/shop', '/aws/lambda/lapwing-canary']);
  expect(ofType(named, 'AWS::Logs::AccountPolicy')).toHaveLength(0);
});

test('the page of graphs leaves no hole, and its metrics are as many as a free one may have', () => {
  const [[, board] = []] = ofType(plain, 'AWS::CloudWatch::Dashboard');
  const { widgets } = JSON.parse(String(resolve(board?.Properties['DashboardBody'], plain))) as {
    readonly widgets: readonly {
      readonly y: number;
      readonly width: number;
      readonly properties: { readonly metrics?: readonly unknown[] };
    }[];
  };
  const rows = Map.groupBy(widgets, ({ y }) => y);
  for (const [, row] of rows) expect(row.reduce((sum, { width }) => sum + width, 0)).toBe(24);
  const metrics = widgets.reduce((sum, { properties }) => sum + (properties.metrics?.length ?? 0), 0);
  expect(metrics).toBeGreaterThan(20);
  expect(metrics).toBeLessThanOrEqual(50);
});

test('what an alarm reckons is written as metric math reads it', () => {
  for (const [, { Properties }] of ofType(plain, 'AWS::CloudWatch::Alarm'))
    for (const { Expression = '' } of (Properties['Metrics'] ?? []) as readonly { readonly Expression?: string }[])
      expect(Expression).not.toMatch(/\de[-+]?\d/);
});

test('the page of graphs can be left out', () => {
  expect(LAPWINGS.map(([, each]) => ofType(each, 'AWS::CloudWatch::Dashboard').length)).toEqual([1, 1, 0]);
});

test('nobody can forge an API call by putting an event into a bus', () => {
  const patterns = ALL.flatMap(([, each]) =>
    ofType(each, 'AWS::Events::Rule').map(([, { Properties }]) => JSON.stringify(Properties['EventPattern'] ?? {})),
  );
  const ofCalls = patterns.filter((pattern) => pattern.includes('via CloudTrail'));
  expect(ofCalls).toHaveLength(5);
  for (const pattern of ofCalls) expect(pattern).toContain('"source":[{"prefix":"aws."}]');
});

test('nothing stays behind but what must, and the stack says what that is', () => {
  const stays = everything.resources.filter(([, { DeletionPolicy }]) => DeletionPolicy !== undefined && DeletionPolicy !== 'Delete');
  // The key of this deployment is the customer's, who made it.
  expect(stays.map(([, { Properties }]) => Properties['TableName'] ?? 'key').sort()).toEqual([
    'key',
    'lapwing-baselines',
    'lapwing-findings',
  ]);
  const [stated] = Object.entries(everything.outputs).filter(([id]) => id.includes('Stays'));
  expect(resolve(stated?.[1].Value, everything)).toBe('lapwing-baselines, lapwing-findings');
});

test('somebody hears of what it costs', () => {
  const [[, budget] = []] = ofType(everything, 'AWS::Budgets::Budget');
  expect(budget?.Properties['Budget']).toMatchObject({
    BudgetLimit: { Amount: 25, Unit: 'USD' },
    CostFilters: { TagKeyValue: ['user:application$lapwing'] },
  });
  const told = budget?.Properties['NotificationsWithSubscribers'] as readonly {
    readonly Subscribers: readonly { readonly Address: string }[];
  }[];
  expect(told.map(({ Subscribers }) => Subscribers.map(({ Address }) => Address))).toEqual([
    ['one@example.org', 'other@example.org'],
    ['one@example.org', 'other@example.org'],
  ]);
  for (const [, { Properties }] of ofType(everything, 'AWS::Lambda::Function'))
    expect(Properties['Tags']).toContainEqual({ Key: 'application', Value: 'lapwing' });
});

test('each function is one file of less than a megabyte', () => {
  const bundles = readdirSync(plain.folder)
    .filter((name) => name.startsWith('asset.'))
    .map((name) => join(plain.folder, name, 'index.js'));
  expect(bundles).toHaveLength(SERVICES.length);
  for (const path of bundles) expect(statSync(path).size).toBeLessThan(1_000_000);
});

test('a deployment that would not work is refused before it is made', () => {
  expect(() => synthesise(() => ({ email: [] }))).toThrow(/e-mail address/);
  expect(() => synthesise(() => ({ settle: Duration.minutes(1) }))).toThrow(/settle is shorter than grace/);
  expect(() => synthesise(() => ({ config: '/nowhere/lapwing.yml' }))).toThrow(/nowhere/);
  expect(() => synthesise(() => ({ response: { approvers: [] } }))).toThrow(/somebody who approves/);
  expect(() => synthesise(() => ({ budgetUsd: 0 }))).toThrow(/some dollars/);
  expect(() => synthesise(() => ({ logGroups: 'none', resolverQueryLogs: ['vpc-1'] }))).toThrow(/not read/);
});
