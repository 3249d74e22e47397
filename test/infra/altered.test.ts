// Whoever takes away any part of a deployment is the first alert: the rule on tampering knows the name of every one of them.
import { describe, expect, test } from 'vitest';
import { ruleSet } from '../../detectors/aws/rule-set.ts';
import type { JsonObject } from '../../detectors/model/json.ts';
import { DEFAULT_SETTINGS } from '../../detectors/model/settings.ts';
import { trailRecord } from '../ingest/fixtures/trail-records.ts';
import { ACCOUNT, REGION, type Resource, resolve, type Synthesised } from './template.ts';
import { ALL } from './variants.ts';

const { matcher } = ruleSet(DEFAULT_SETTINGS, []);

interface Call {
  readonly eventSource: string;
  readonly eventName: string;
  readonly requestParameters: JsonObject;
  readonly responseElements?: JsonObject;
}

type CallOf = (name: string, properties: Readonly<Record<string, unknown>>) => Call;

const call =
  (service: string, eventName: string, parameter: string, as: (name: string) => string | string[] = (name) => name): CallOf =>
  (name) => ({ eventSource: `${service}.amazonaws.com`, eventName, requestParameters: { [parameter]: as(name) } });

/** How each kind of part is taken away, by the property that names it. */
const REMOVALS: Readonly<Record<string, readonly [property: string, call: CallOf]>> = {
  'AWS::Lambda::Function': ['FunctionName', call('lambda', 'DeleteFunction20150331', 'functionName')],
  'AWS::Lambda::Permission': ['FunctionName', call('lambda', 'RemovePermission20150331v2', 'functionName')],
  'AWS::Lambda::EventInvokeConfig': ['FunctionName', call('lambda', 'DeleteFunctionEventInvokeConfig', 'functionName')],
  'AWS::Lambda::EventSourceMapping': [
    'FunctionName',
    (name) => ({
      eventSource: 'lambda.amazonaws.com',
      eventName: 'DeleteEventSourceMapping20150331',
      requestParameters: { uUID: '0f3c5a9e-7b1d-4c4e-8f60-000000000000' },
      responseElements: { functionArn: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}` },
    }),
  ],
  'AWS::DynamoDB::Table': ['TableName', call('dynamodb', 'DeleteTable', 'tableName')],
  'AWS::SQS::Queue': [
    'QueueName',
    call('sqs', 'PurgeQueue', 'queueUrl', (name) => `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/${name}`),
  ],
  'AWS::SNS::Topic': ['TopicName', call('sns', 'DeleteTopic', 'topicArn', (name) => `arn:aws:sns:${REGION}:${ACCOUNT}:${name}`)],
  'AWS::SNS::Subscription': [
    'TopicArn',
    call('sns', 'Unsubscribe', 'subscriptionArn', (arn) => `${arn}:0f3c5a9e-7b1d-4c4e-8f60-000000000000`),
  ],
  'AWS::Events::Rule': ['Name', call('events', 'DisableRule', 'name')],
  'AWS::Events::EventBus': ['Name', call('events', 'DeleteEventBus', 'name')],
  'AWS::Events::EventBusPolicy': ['EventBusName', call('events', 'RemovePermission', 'eventBusName')],
  'AWS::Kinesis::Stream': ['Name', call('kinesis', 'DeleteStream', 'streamName')],
  'AWS::Logs::AccountPolicy': ['PolicyName', call('logs', 'PutAccountPolicy', 'policyName')],
  'AWS::Logs::SubscriptionFilter': ['FilterName', call('logs', 'DeleteSubscriptionFilter', 'filterName')],
  'AWS::Logs::Destination': ['DestinationName', call('logs', 'PutDestinationPolicy', 'destinationName')],
  'AWS::Logs::LogGroup': ['LogGroupName', call('logs', 'DeleteLogGroup', 'logGroupName')],
  'AWS::CloudWatch::Alarm': ['AlarmName', call('monitoring', 'DisableAlarmActions', 'alarmNames', (name) => [name])],
  'AWS::CloudWatch::Dashboard': ['DashboardName', call('monitoring', 'DeleteDashboards', 'dashboardNames', (name) => [name])],
  'AWS::IAM::Role': ['RoleName', call('iam', 'UpdateAssumeRolePolicy', 'roleName')],
  'AWS::Budgets::Budget': ['Budget', call('budgets', 'DeleteBudget', 'budgetName')],
  'AWS::SSM::Document': ['Name', call('ssm', 'DeleteDocument', 'name')],
};

/** A policy is part of a role, queue or topic, which are named; of the rest, other rules tell. */
const TOLD_OTHERWISE: Readonly<Record<string, string>> = {
  'AWS::IAM::Policy': 'its role',
  'AWS::SQS::QueuePolicy': 'its queue',
  'AWS::SNS::TopicPolicy': 'its topic',
  'AWS::KMS::Key': 'encryption-key-disabled',
  'AWS::Route53Resolver::ResolverQueryLoggingConfig': 'dns-query-logs-deleted',
  'AWS::Route53Resolver::ResolverQueryLoggingConfigAssociation': 'dns-query-logs-deleted',
};

const removalOf = ({ Type, Properties }: Resource, template: Synthesised): Call | undefined => {
  const removal = REMOVALS[Type];
  if (removal === undefined) return undefined;
  const [property, callOf] = removal;
  const value = resolve(Properties[property], template);
  return callOf(typeof value === 'string' ? value : String((value as { readonly BudgetName: string }).BudgetName), Properties);
};

const rulesOn = (made: Call, userIdentity: JsonObject): readonly string[] =>
  matcher
    .match('cloudtrail', trailRecord({ readOnly: false, responseElements: null, ...made, userIdentity }) as JsonObject)
    .map(({ id }) => id);

const PERSON: JsonObject = { type: 'IAMUser', userName: 'dana', arn: `arn:aws:iam::${ACCOUNT}:user/dana`, accountId: ACCOUNT };

describe.for(ALL)('%s', ([, template]) => {
  test.for(template.resources.map(([id, resource]) => [id, resource] as const))('%s', ([, resource]) => {
    const removal = removalOf(resource, template);
    if (removal === undefined) {
      expect(TOLD_OTHERWISE).toHaveProperty([resource.Type]);
      return;
    }
    expect(rulesOn(removal, PERSON)).toContain('lapwing-altered');
  });
});

test('the same done to another’s part is no alteration of Lapwing', () => {
  for (const [, callOf] of Object.values(REMOVALS)) expect(rulesOn(callOf('orders', {}), PERSON)).not.toContain('lapwing-altered');
});
