// The template in outline, as a person reads it: each part by its kind and name, with what it is told to do. A change shows here.
import { expect, test } from 'vitest';
import { type Resource, resolve, type Synthesised } from './template.ts';
import { everything, lookout, member, plain } from './variants.ts';

/** The properties that tell what a part is and does; names are told beside its kind. */
const TOLD: Readonly<Record<string, readonly string[]>> = {
  'AWS::Lambda::Function': ['MemorySize', 'Timeout', 'Role'],
  'AWS::Lambda::EventSourceMapping': [
    'EventSourceArn',
    'BatchSize',
    'MaximumBatchingWindowInSeconds',
    'FunctionResponseTypes',
    'BisectBatchOnFunctionError',
    'MaximumRetryAttempts',
    'MaximumRecordAgeInSeconds',
    'ScalingConfig',
  ],
  'AWS::Lambda::EventInvokeConfig': ['MaximumRetryAttempts', 'MaximumEventAgeInSeconds'],
  'AWS::Lambda::Permission': ['Principal', 'SourceArn'],
  'AWS::DynamoDB::Table': ['BillingMode', 'DeletionProtectionEnabled'],
  'AWS::SQS::Queue': ['MessageRetentionPeriod', 'VisibilityTimeout', 'RedrivePolicy'],
  'AWS::SNS::Subscription': ['Protocol', 'TopicArn', 'Endpoint'],
  'AWS::Events::Rule': ['ScheduleExpression', 'EventPattern', 'State', 'EventBusName'],
  'AWS::CloudWatch::Alarm': ['ComparisonOperator', 'Threshold', 'EvaluationPeriods', 'TreatMissingData'],
  'AWS::Logs::LogGroup': ['RetentionInDays'],
  'AWS::Logs::AccountPolicy': ['SelectionCriteria'],
  'AWS::Kinesis::Stream': ['RetentionPeriodHours', 'StreamModeDetails'],
};

const NAMES = [
  'FunctionName',
  'TableName',
  'QueueName',
  'TopicName',
  'AlarmName',
  'RoleName',
  'LogGroupName',
  'DashboardName',
  'DestinationName',
  'PolicyName',
  'Name',
];

const line = ({ Type, Properties }: Resource, template: Synthesised): string => {
  const resolved = resolve(Properties, template) as Readonly<Record<string, unknown>>;
  const name = NAMES.map((property) => resolved[property]).find((value) => typeof value === 'string') ?? '';
  const told = (TOLD[Type] ?? []).flatMap((property) =>
    resolved[property] === undefined ? [] : [`${property}=${JSON.stringify(resolved[property])}`],
  );
  return [Type.replace('AWS::', ''), name, ...told].join('  ').trimEnd();
};

/** Policies are told by what roles may do (roles.test.ts), documents by their own files. */
const UNTOLD = new Set(['AWS::IAM::Policy', 'AWS::SQS::QueuePolicy', 'AWS::SNS::TopicPolicy']);

const outline = (template: Synthesised): string =>
  `${template.resources
    .filter(([, { Type }]) => !UNTOLD.has(Type))
    .map(([, resource]) => line(resource, template))
    .sort()
    .join('\n')}\n`;

test.for([
  ['plain', plain],
  ['everything', everything],
  ['member', member],
  ['lookout', lookout],
] as const)('%s', async ([name, template]) => {
  await expect(outline(template)).toMatchFileSnapshot(`../golden/stack/${name}.txt`);
});
