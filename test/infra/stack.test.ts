// What must always hold of the synthesised template, whatever the props.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { App, Duration, Stack, Validations } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { describe, expect, test } from 'vitest';
import { Lapwing, type LapwingProps } from '../../infra/lapwing.ts';

interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
}

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource?: unknown;
  readonly Principal?: { readonly Service?: unknown };
  readonly Condition?: unknown;
}

const runbook = readFileSync(fileURLToPath(new URL('../../runbooks/pipeline.md', import.meta.url)), 'utf8');
const sections = [...runbook.matchAll(/^## (\S+)$/gm)].map(([, section]) => section);

/** Throws when a check of cdk-nag fails that nobody acknowledged. */
const synthesise = (propsOf: (stack: Stack) => Partial<LapwingProps> = () => ({})) => {
  const app = new App();
  const stack = new Stack(app, 'Lapwing');
  new Lapwing(stack, 'Lapwing', { email: 'team@example.org', ...propsOf(stack) });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
  const assembly = app.synth();
  const template = assembly.getStackByName('Lapwing').template as { readonly Resources: Readonly<Record<string, Resource>> };
  return { folder: assembly.directory, resources: Object.entries(template.Resources) };
};

type Resources = ReturnType<typeof synthesise>['resources'];

const ofType = (resources: Resources, type: string): readonly (readonly [string, Resource])[] =>
  resources.filter(([, { Type }]) => Type === type);

const lists = (value: string | readonly string[]): readonly string[] => (typeof value === 'string' ? [value] : value);

const statementsOf = (resources: Resources, types: readonly string[]): readonly (readonly [string, Statement])[] =>
  resources
    .filter(([, { Type }]) => types.includes(Type))
    .flatMap(([id, { Properties }]) => {
      const document = Properties['PolicyDocument'] as { readonly Statement: readonly Statement[] };
      return document.Statement.map((statement) => [id, statement] as const);
    });

/** Statements of roles made by CDK for its own custom resources are not ours. */
const isOurs = (id: string): boolean => id.startsWith('Lapwing');

const plain = synthesise();
const everything = synthesise((stack) => ({
  email: ['one@example.org', 'other@example.org'],
  stream: true,
  cloudTrail: 'all',
  key: new Key(stack, 'Key', { enableKeyRotation: true }),
  settle: Duration.minutes(30),
  environment: 'production',
}));
const named = synthesise((stack) => ({
  logGroups: ['/aws/lambda/orders', '/aws/apigateway/shop'],
  cloudTrail: 'none',
  buckets: [Bucket.fromBucketName(stack, 'Trail', 'trail-of-somebody')],
}));

describe.for([
  ['plain', plain],
  ['everything', everything],
  ['named groups and a bucket', named],
] as const)('%s', ([, { resources }]) => {
  test('what cannot be done waits in a queue that a person hears of', () => {
    const queues = ofType(resources, 'AWS::SQS::Queue');
    const last = new Set(
      ['ingest-dead-letters', 'findings-dead-letters.fifo', 'failed', 'undelivered', 'quarantine'].map((name) => `lapwing-${name}`),
    );
    const without = queues.filter(([, { Properties }]) => Properties['RedrivePolicy'] === undefined);
    expect(new Set(without.map(([, { Properties }]) => Properties['QueueName']))).toEqual(last);
    const alarmed = JSON.stringify(ofType(resources, 'AWS::CloudWatch::Alarm'));
    // Quarantined records are counted by a metric of their own.
    for (const [id, { Properties }] of without) if (Properties['QueueName'] !== 'lapwing-quarantine') expect(alarmed).toContain(`"${id}"`);
  });

  test('every alarm tells somebody, and names a section of the runbook that exists', () => {
    const alarms = ofType(resources, 'AWS::CloudWatch::Alarm');
    expect(alarms.length).toBeGreaterThan(10);
    for (const [, { Properties }] of alarms) {
      const section = /runbooks\/pipeline\.md#(\S+)$/.exec(String(Properties['AlarmDescription']))?.[1];
      expect(sections).toContain(section);
      expect(Properties['AlarmName']).toBe(`lapwing-${section}`);
      expect(Properties['AlarmActions']).toHaveLength(1);
    }
  });

  test('the heartbeat sounds when there is nothing to hear', () => {
    const heartbeat = ofType(resources, 'AWS::CloudWatch::Alarm').find(
      ([, { Properties }]) => Properties['AlarmName'] === 'lapwing-heartbeat',
    );
    expect(heartbeat?.[1].Properties).toMatchObject({
      TreatMissingData: 'breaching',
      ComparisonOperator: 'LessThanThreshold',
      EvaluationPeriods: 1,
    });
  });

  test('every function runs as it should, its logs end, and its failures go somewhere', () => {
    const ours = ofType(resources, 'AWS::Lambda::Function').filter(([id]) => isOurs(id));
    expect(ours.map(([, { Properties }]) => Properties['FunctionName']).sort()).toEqual([
      'lapwing-alert',
      'lapwing-detect',
      'lapwing-ingest',
    ]);
    const groups = new Map(ofType(resources, 'AWS::Logs::LogGroup').map(([, { Properties }]) => [Properties['LogGroupName'], Properties]));
    const destinations = JSON.stringify(ofType(resources, 'AWS::Lambda::EventInvokeConfig'));
    const mappings = JSON.stringify(ofType(resources, 'AWS::Lambda::EventSourceMapping'));
    for (const [id, { Properties }] of ours) {
      expect(Properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'] });
      expect(groups.get(`/aws/lambda/${Properties['FunctionName']}`)?.['RetentionInDays']).toBeGreaterThan(0);
      expect(destinations + mappings).toContain(`"${id}"`);
    }
    for (const [, { Properties }] of ofType(resources, 'AWS::Lambda::EventInvokeConfig'))
      expect(Properties['DestinationConfig']).toHaveProperty('OnFailure');
  });

  test('no action is a wildcard, and no resource is one but log streams and logs in buckets', () => {
    const statements = statementsOf(resources, ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy']).filter(([id]) => isOurs(id));
    expect(statements.length).toBeGreaterThan(5);
    for (const [, { Action, Resource }] of statements) {
      for (const action of lists(Action)) expect(action).not.toContain('*');
      expect(Resource).not.toBe('*');
    }
  });

  test('a service may come in only for this account', () => {
    const open = statementsOf(resources, ['AWS::SQS::QueuePolicy', 'AWS::SNS::TopicPolicy']).filter(
      ([, { Effect, Principal, Condition }]) => Effect === 'Allow' && Principal?.Service !== undefined && Condition === undefined,
    );
    expect(open).toEqual([]);
    for (const [, { Properties }] of ofType(resources, 'AWS::Lambda::Permission'))
      expect(Properties['SourceArn'] ?? Properties['SourceAccount']).toBeDefined();
  });

  test('alarms may publish where they are told to', () => {
    const [topicOf] = ofType(resources, 'AWS::CloudWatch::Alarm').flatMap(
      ([, { Properties }]) => Properties['AlarmActions'] as readonly object[],
    );
    const allowed = statementsOf(resources, ['AWS::SNS::TopicPolicy']).filter(
      ([, { Effect, Principal }]) => Effect === 'Allow' && Principal?.Service === 'cloudwatch.amazonaws.com',
    );
    expect(allowed.map(([, { Action, Resource }]) => [Action, Resource])).toEqual([['sns:Publish', topicOf]]);
  });

  test('everything bears the name that the rule on tampering knows', () => {
    for (const [type, name] of [
      ['AWS::DynamoDB::Table', 'TableName'],
      ['AWS::SQS::Queue', 'QueueName'],
      ['AWS::SNS::Topic', 'TopicName'],
      ['AWS::Events::Rule', 'Name'],
      ['AWS::Kinesis::Stream', 'Name'],
    ] as const)
      for (const [, { Properties }] of ofType(resources, type)) expect(Properties[name]).toMatch(/^lapwing/);
  });

  test('what was learned and found outlives the stack, and can be taken back to any second', () => {
    for (const [, { Properties, DeletionPolicy }] of ofType(resources, 'AWS::DynamoDB::Table')) {
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

test('Lapwing does not read its own logs', () => {
  const [policy] = ofType(plain.resources, 'AWS::Logs::AccountPolicy');
  expect(policy?.[1].Properties).toMatchObject({
    PolicyType: 'SUBSCRIPTION_FILTER_POLICY',
    SelectionCriteria: 'LogGroupName NOT IN ["/aws/lambda/lapwing-ingest","/aws/lambda/lapwing-detect","/aws/lambda/lapwing-alert"]',
  });
});

test('every section of the runbook has its alarm', () => {
  const alarms = ofType(everything.resources, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties['AlarmName']);
  expect(alarms.sort()).toEqual(sections.map((section) => `lapwing-${section}`).sort());
});

test('named groups are subscribed one by one, and the account is not', () => {
  expect(ofType(named.resources, 'AWS::Logs::SubscriptionFilter')).toHaveLength(2);
  expect(ofType(named.resources, 'AWS::Logs::AccountPolicy')).toHaveLength(0);
  expect(ofType(named.resources, 'AWS::Events::Rule').map(([, { Properties }]) => Properties['Name'])).toEqual(
    expect.arrayContaining(['lapwing-objects', 'lapwing-every-minute']),
  );
});

test('each function is one file of less than a megabyte', () => {
  const bundles = readdirSync(plain.folder)
    .filter((name) => name.startsWith('asset.'))
    .map((name) => join(plain.folder, name, 'index.js'));
  expect(bundles).toHaveLength(3);
  for (const path of bundles) expect(statSync(path).size).toBeLessThan(1_000_000);
});

test('a deployment that would not work is refused before it is made', () => {
  expect(() => synthesise(() => ({ email: [] }))).toThrow(/e-mail address/);
  expect(() => synthesise(() => ({ settle: Duration.minutes(1) }))).toThrow(/settle is shorter than grace/);
  expect(() => synthesise(() => ({ config: '/nowhere/lapwing.yml' }))).toThrow(/nowhere/);
});
