// The synthesised template, applied: each resource by the calls that CloudFormation would make, or a reason why not.
import { join } from 'node:path';
import type { Services } from './services.ts';
import { inOrder, type Made, resolver, type Template } from './template.ts';

type Data = Readonly<Record<string, unknown>>;
type Call = (service: string, api: string, inputs: Data) => Promise<Data>;

export interface Account {
  readonly call: Call;
  readonly services: Services;
  readonly accountId: string;
  readonly region: string;
  /** Where the assets of the synthesis lie. */
  readonly assembly: string;
}

interface Making extends Account {
  readonly id: string;
}

type Maker = (properties: Data, making: Making) => Promise<Made>;

/** What is in a template and has nothing to be tried on here. */
export const NOT_APPLICABLE: Readonly<Record<string, string>> = {};

const text = (value: unknown): string => String(value);
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const data = (value: unknown): Data => (typeof value === 'object' && value !== null ? (value as Data) : {});
const json = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
const only = (properties: Data, names: readonly string[]): Data =>
  Object.fromEntries(names.filter((name) => properties[name] !== undefined).map((name) => [name, properties[name]]));
const nameOf = (arnOrName: unknown): string => text(arnOrName).split(':').at(-1) ?? '';

const plain = (ref: string, attributes: Made['attributes'] = {}): Made => ({ ref, attributes });

const QUEUE_ATTRIBUTES = {
  VisibilityTimeout: 'VisibilityTimeout',
  MessageRetentionPeriod: 'MessageRetentionPeriod',
  DelaySeconds: 'DelaySeconds',
  FifoQueue: 'FifoQueue',
  ContentBasedDeduplication: 'ContentBasedDeduplication',
  SqsManagedSseEnabled: 'SqsManagedSseEnabled',
  KmsMasterKeyId: 'KmsMasterKeyId',
  RedrivePolicy: 'RedrivePolicy',
} as const;

const destinationOf = (config: unknown): string | undefined => {
  const destination = data(data(config)['OnFailure'])['Destination'];
  return destination === undefined ? undefined : text(destination);
};

/** The folder of the assembly that is zipped and put there. */
export const assetOf = (code: unknown): string => `asset.${text(data(code)['S3Key']).replace(/\.zip$/, '')}`;

/** `LogGroupName NOT IN ["a", "b"]`, the only form that CloudWatch Logs takes. */
const selectsBy = (criteria: unknown): ((group: string) => boolean) => {
  if (criteria === undefined) return () => true;
  const [, names] = /^LogGroupName NOT IN (\[.*\])$/.exec(text(criteria)) ?? [];
  if (names === undefined) throw new Error(`CloudWatch Logs does not take ${text(criteria)}`);
  const left = new Set(JSON.parse(names) as readonly string[]);
  return (group) => !left.has(group);
};

const canDeliver = (target: unknown): boolean => /^arn:aws:sqs:/.test(text(data(target)['Arn']));

const MAKERS: Readonly<Record<string, Maker>> = {
  'AWS::DynamoDB::Table': async (properties, { call, accountId, region }) => {
    const TableName = text(properties['TableName']);
    const names = [
      'AttributeDefinitions',
      'KeySchema',
      'BillingMode',
      'DeletionProtectionEnabled',
      'SSESpecification',
      'GlobalSecondaryIndexes',
    ];
    const { SSEEnabled, ...encryption } = data(properties['SSESpecification']);
    const sse = SSEEnabled === undefined ? {} : { SSESpecification: { Enabled: SSEEnabled, ...encryption } };
    await call('dynamodb', 'CreateTable', { TableName, ...only(properties, names), ...sse });
    const lifetime = properties['TimeToLiveSpecification'];
    if (lifetime !== undefined) await call('dynamodb', 'UpdateTimeToLive', { TableName, TimeToLiveSpecification: lifetime });
    const recovery = properties['PointInTimeRecoverySpecification'];
    if (recovery !== undefined)
      await call('dynamodb', 'UpdateContinuousBackups', { TableName, PointInTimeRecoverySpecification: recovery });
    return plain(TableName, { Arn: `arn:aws:dynamodb:${region}:${accountId}:table/${TableName}` });
  },
  'AWS::SQS::Queue': async (properties, { call, accountId, region, id }) => {
    const QueueName = text(properties['QueueName'] ?? id);
    const Attributes = Object.fromEntries(
      Object.entries(QUEUE_ATTRIBUTES)
        .filter(([name]) => properties[name] !== undefined)
        .map(([name, attribute]) => [attribute, json(properties[name])]),
    );
    const { QueueUrl } = await call('sqs', 'CreateQueue', { QueueName, Attributes });
    return plain(text(QueueUrl), { Arn: `arn:aws:sqs:${region}:${accountId}:${QueueName}`, QueueName, QueueUrl: text(QueueUrl) });
  },
  'AWS::SQS::QueuePolicy': async (properties, { call, id }) => {
    for (const QueueUrl of list(properties['Queues']))
      await call('sqs', 'SetQueueAttributes', { QueueUrl, Attributes: { Policy: json(properties['PolicyDocument']) } });
    return plain(id);
  },
  'AWS::SNS::Topic': async (properties, { call, id }) => {
    const Attributes = only(properties, ['DisplayName', 'KmsMasterKeyId']);
    const { TopicArn } = await call('sns', 'CreateTopic', { Name: properties['TopicName'] ?? id, Attributes });
    return plain(text(TopicArn), { TopicArn: text(TopicArn), TopicName: nameOf(TopicArn) });
  },
  'AWS::SNS::TopicPolicy': async (properties, { call, id }) => {
    for (const TopicArn of list(properties['Topics']))
      await call('sns', 'SetTopicAttributes', { TopicArn, AttributeName: 'Policy', AttributeValue: json(properties['PolicyDocument']) });
    return plain(id);
  },
  'AWS::SNS::Subscription': async (properties, { call }) => {
    const Attributes = Object.fromEntries(
      Object.entries(only(properties, ['RedrivePolicy', 'FilterPolicy', 'RawMessageDelivery'])).map(([name, value]) => [name, json(value)]),
    );
    const { SubscriptionArn } = await call('sns', 'Subscribe', { ...only(properties, ['TopicArn', 'Protocol', 'Endpoint']), Attributes });
    return plain(text(SubscriptionArn));
  },
  'AWS::Logs::LogGroup': async (properties, { call, accountId, region, id }) => {
    const logGroupName = text(properties['LogGroupName'] ?? id);
    await call('logs', 'CreateLogGroup', { logGroupName });
    const retentionInDays = properties['RetentionInDays'];
    if (retentionInDays !== undefined) await call('logs', 'PutRetentionPolicy', { logGroupName, retentionInDays });
    return plain(logGroupName, { Arn: `arn:aws:logs:${region}:${accountId}:log-group:${logGroupName}:*` });
  },
  'AWS::Logs::AccountPolicy': async (properties, { services, id }) => {
    const { DestinationArn, FilterPattern } = JSON.parse(text(properties['PolicyDocument'])) as Readonly<Record<string, unknown>>;
    if (FilterPattern !== '') throw new Error('only a subscription to everything is known here');
    services.subscriptions.push({
      filterName: text(properties['PolicyName']),
      destinationArn: text(DestinationArn),
      selects: selectsBy(properties['SelectionCriteria']),
    });
    return plain(id);
  },
  'AWS::Logs::SubscriptionFilter': async (properties, { services, id }) => {
    const group = text(properties['LogGroupName']);
    services.subscriptions.push({
      filterName: text(properties['FilterName'] ?? id),
      destinationArn: text(properties['DestinationArn']),
      selects: (name) => name === group,
    });
    return plain(id);
  },
  'AWS::Kinesis::Stream': async (properties, { call, accountId, region, id }) => {
    const StreamName = text(properties['Name'] ?? id);
    await call('kinesis', 'CreateStream', {
      StreamName,
      StreamModeDetails: properties['StreamModeDetails'] ?? { StreamMode: 'ON_DEMAND' },
    });
    return plain(StreamName, { Arn: `arn:aws:kinesis:${region}:${accountId}:stream/${StreamName}` });
  },
  'AWS::IAM::Role': async (properties, { call, id }) => {
    const RoleName = text(properties['RoleName'] ?? id).slice(0, 64);
    const { Role } = await call('iam', 'CreateRole', { RoleName, AssumeRolePolicyDocument: json(properties['AssumeRolePolicyDocument']) });
    for (const policy of list(properties['Policies']).map(data))
      await call('iam', 'PutRolePolicy', { RoleName, PolicyName: policy['PolicyName'], PolicyDocument: json(policy['PolicyDocument']) });
    for (const PolicyArn of list(properties['ManagedPolicyArns'])) await call('iam', 'AttachRolePolicy', { RoleName, PolicyArn });
    return plain(RoleName, { Arn: text(data(Role)['Arn']), RoleId: text(data(Role)['RoleId']) });
  },
  'AWS::IAM::Policy': async (properties, { call, id }) => {
    for (const RoleName of list(properties['Roles']))
      await call('iam', 'PutRolePolicy', {
        RoleName,
        PolicyName: properties['PolicyName'],
        PolicyDocument: json(properties['PolicyDocument']),
      });
    return plain(id);
  },
  'AWS::Lambda::Function': async (properties, { services, accountId, region, assembly, id }) => {
    const name = text(properties['FunctionName'] ?? id);
    const arn = `arn:aws:lambda:${region}:${accountId}:function:${name}`;
    const logging = data(properties['LoggingConfig']);
    const variables = Object.entries(data(data(properties['Environment'])['Variables'])).map(([key, value]) => [key, text(value)]);
    services.functions.set(name, {
      name,
      arn,
      handler: text(properties['Handler']),
      folder: join(assembly, assetOf(properties['Code'])),
      variables: Object.fromEntries(variables),
      timeoutMs: Number(properties['Timeout'] ?? 3) * 1000,
      memoryMb: Number(properties['MemorySize'] ?? 128),
      logGroup: text(logging['LogGroup'] ?? `/aws/lambda/${name}`),
      logFormat: text(logging['LogFormat'] ?? 'Text'),
      role: text(properties['Role']).split('/').at(-1) ?? '',
    });
    return plain(name, { Arn: arn });
  },
  'AWS::Lambda::EventSourceMapping': async (properties, { services, id }) => {
    services.mappings.push({
      functionName: nameOf(properties['FunctionName']),
      sourceArn: text(properties['EventSourceArn']),
      batchSize: Number(properties['BatchSize'] ?? 10),
      windowMs: Number(properties['MaximumBatchingWindowInSeconds'] ?? 0) * 1000,
      reportsItems: list(properties['FunctionResponseTypes']).includes('ReportBatchItemFailures'),
      bisects: properties['BisectBatchOnFunctionError'] === true,
      mostRetries: Number(properties['MaximumRetryAttempts'] ?? -1),
      failureDestination: destinationOf(properties['DestinationConfig']),
    });
    return plain(id);
  },
  'AWS::Lambda::EventInvokeConfig': async (properties, { services, id }) => {
    services.invokeConfigs.set(nameOf(properties['FunctionName']), {
      mostRetries: Number(properties['MaximumRetryAttempts'] ?? 2),
      failureDestination: destinationOf(properties['DestinationConfig']),
    });
    return plain(id);
  },
  'AWS::Lambda::Permission': async (properties, { services, id }) => {
    const optional = (name: string): string | undefined => (properties[name] === undefined ? undefined : text(properties[name]));
    services.permissions.push({
      functionName: nameOf(properties['FunctionName']),
      principal: text(properties['Principal']),
      sourceArn: optional('SourceArn'),
      sourceAccount: optional('SourceAccount'),
    });
    return plain(id);
  },
  'AWS::Events::Rule': async (properties, { call, services, accountId, region, id }) => {
    const Name = text(properties['Name'] ?? id);
    const pattern = properties['EventPattern'];
    const ruleArn = `arn:aws:events:${region}:${accountId}:rule/${Name}`;
    // The emulator knows no state beyond these two.
    const State = properties['State'] === 'DISABLED' ? 'DISABLED' : 'ENABLED';
    await call('events', 'PutRule', {
      Name,
      State,
      ...only(properties, ['ScheduleExpression', 'Description']),
      ...(pattern === undefined ? {} : { EventPattern: json(pattern) }),
    });
    const targets = list(properties['Targets']);
    const isSchedule = properties['ScheduleExpression'] !== undefined;
    // The emulator keeps no time.
    const there = isSchedule ? [] : targets.filter(canDeliver);
    if (there.length > 0) await call('events', 'PutTargets', { Rule: Name, Targets: there });
    const schedule = isSchedule ? text(properties['ScheduleExpression']) : undefined;
    for (const target of targets.filter((each) => !there.includes(each)))
      services.targets.push({ ruleName: Name, ruleArn, pattern, schedule, target: data(target) });
    return plain(Name, { Arn: ruleArn });
  },
  'AWS::CloudWatch::Alarm': async (properties, { call, accountId, region, id }) => {
    const AlarmName = text(properties['AlarmName'] ?? id);
    await call('cloudwatch', 'PutMetricAlarm', { ...properties, AlarmName });
    return plain(AlarmName, { Arn: `arn:aws:cloudwatch:${region}:${accountId}:alarm:${AlarmName}` });
  },
  'AWS::CloudWatch::Dashboard': async (properties, { call, id }) => {
    const DashboardName = text(properties['DashboardName'] ?? id);
    await call('cloudwatch', 'PutDashboard', { DashboardName, DashboardBody: text(properties['DashboardBody']) });
    return plain(DashboardName);
  },
  'AWS::S3::Bucket': async (properties, { call, region, id }) => {
    const Bucket = text(properties['BucketName'] ?? id.toLowerCase());
    await call('s3', 'CreateBucket', { Bucket, CreateBucketConfiguration: { LocationConstraint: region } });
    return plain(Bucket, { Arn: `arn:aws:s3:::${Bucket}` });
  },
  'AWS::KMS::Key': async (properties, { call }) => {
    const { KeyMetadata } = await call('kms', 'CreateKey', { Policy: json(properties['KeyPolicy']) });
    return plain(text(data(KeyMetadata)['KeyId']), { Arn: text(data(KeyMetadata)['Arn']) });
  },
  'AWS::SSM::Document': async (properties, { call, id }) => {
    const Name = text(properties['Name'] ?? id);
    const Content = json(properties['Content']);
    await call('ssm', 'CreateDocument', { Name, Content, ...only(properties, ['DocumentType', 'DocumentFormat']) });
    return plain(Name);
  },
  'AWS::Budgets::Budget': async (properties, { call, accountId, id }) => {
    const { BudgetLimit, ...budget } = data(properties['Budget']);
    const { Amount, Unit } = data(BudgetLimit);
    const Budget = { ...budget, BudgetLimit: { Amount: text(Amount), Unit } };
    await call('budgets', 'CreateBudget', {
      AccountId: accountId,
      Budget,
      NotificationsWithSubscribers: properties['NotificationsWithSubscribers'] ?? [],
    });
    return plain(text(budget['BudgetName'] ?? id));
  },
  'AWS::SSM::Parameter': async (properties, { call, id }) => {
    const Name = text(properties['Name'] ?? id);
    await call('ssm', 'PutParameter', { Name, ...only(properties, ['Type', 'Value']) });
    return plain(Name, { Value: text(properties['Value']) });
  },
};

export interface Applied {
  /** Logical ids. */
  readonly applied: readonly string[];
  readonly notApplicable: readonly string[];
  readonly made: ReadonlyMap<string, Made>;
}

/** Throws for a type of resource that is neither made here nor has a reason not to be. */
export const applyTemplate = async (template: Template, account: Account): Promise<Applied> => {
  const made = new Map<string, Made>();
  const { accountId, region } = account;
  const resolve = resolver(made, {
    'AWS::AccountId': accountId,
    'AWS::Region': region,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': 'Lapwing',
    'AWS::StackId': `arn:aws:cloudformation:${region}:${accountId}:stack/Lapwing/0`,
  });
  const applied: string[] = [];
  const notApplicable: string[] = [];
  for (const id of inOrder(template)) {
    const resource = template.Resources[id];
    if (resource === undefined) continue;
    const maker = MAKERS[resource.Type];
    if (maker === undefined) {
      if (NOT_APPLICABLE[resource.Type] === undefined) throw new Error(`${id}: nothing here makes ${resource.Type}`);
      made.set(id, plain(id, { Arn: id }));
      notApplicable.push(id);
      continue;
    }
    try {
      made.set(id, await maker(data(resolve(resource.Properties ?? {})), { ...account, id }));
    } catch (error) {
      throw new Error(`${id} (${resource.Type}): ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
    applied.push(id);
  }
  return { applied, notApplicable, made };
};
