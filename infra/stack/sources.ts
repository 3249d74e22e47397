// Where logs come from. Each grants its service the right to bring them, for this account only.
import { Arn, ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import { CfnRule, Match, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Stream, StreamEncryption, StreamMode } from 'aws-cdk-lib/aws-kinesis';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnAccountPolicy, CfnSubscriptionFilter } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { PREFIX, SERVICES } from '../names.ts';
import { logGroupName } from './own-function.ts';

/** Of the role by which CloudWatch Logs writes into the stream: known before the subscription is made. */
export interface LogDestination {
  readonly arn: string;
  readonly role: Role | undefined;
}

const anyLogGroup = (scope: Construct): string =>
  Stack.of(scope).formatArn({ service: 'logs', resource: 'log-group', resourceName: '*', arnFormat: ArnFormat.COLON_RESOURCE_NAME });

/** CloudWatch Logs invokes the function itself: one permission for all groups, since one for each outgrows the policy. */
export const directDestination = (scope: Construct, lambda: LambdaFunction): LogDestination => {
  lambda.addPermission('Logs', {
    principal: new ServicePrincipal('logs.amazonaws.com'),
    sourceAccount: Stack.of(scope).account,
    sourceArn: anyLogGroup(scope),
  });
  return { arn: lambda.functionArn, role: undefined };
};

/** On demand: it grows by itself, and an account that needs a stream at all has no quiet hours to save on. */
export const logStream = (scope: Construct): Stream =>
  new Stream(scope, 'Stream', {
    streamName: `${PREFIX}-logs`,
    streamMode: StreamMode.ON_DEMAND,
    encryption: StreamEncryption.MANAGED,
    // Room to mend a reader over a weekend; the default is a day.
    retentionPeriod: Duration.days(3),
  });

export const streamDestination = (scope: Construct, stream: Stream): LogDestination => {
  const role = new Role(scope, 'StreamWriter', {
    assumedBy: new ServicePrincipal('logs.amazonaws.com', {
      conditions: {
        StringEquals: { 'aws:SourceAccount': Stack.of(scope).account },
        ArnLike: { 'aws:SourceArn': Arn.format({ service: 'logs', resource: '*' }, Stack.of(scope)) },
      },
    }),
  });
  role.addToPolicy(new PolicyStatement({ actions: ['kinesis:PutRecord', 'kinesis:PutRecords'], resources: [stream.streamArn] }));
  return { arn: stream.streamArn, role };
};

/** Every group of the account and region, new ones included; our own are left out, or each of our log lines would make the next. */
export const subscribeAccount = (scope: Construct, { arn, role }: LogDestination): void => {
  const policy = new CfnAccountPolicy(scope, 'AccountSubscription', {
    policyName: `${PREFIX}-subscription`,
    policyType: 'SUBSCRIPTION_FILTER_POLICY',
    policyDocument: Stack.of(scope).toJsonString({
      DestinationArn: arn,
      // A stream's shards are chosen by log stream, so that one busy group does not fill one shard.
      ...(role === undefined ? {} : { RoleArn: role.roleArn, Distribution: 'ByLogStream' }),
      FilterPattern: '',
    }),
    selectionCriteria: `LogGroupName NOT IN ${JSON.stringify(SERVICES.map(logGroupName))}`,
    scope: 'ALL',
  });
  // CloudWatch Logs tries the destination when the policy is made: the right to write must be there before.
  policy.node.addDependency(...(role === undefined ? scope.node.children.filter((child) => child !== policy) : [role]));
};

export const subscribeGroups = (scope: Construct, { arn, role }: LogDestination, groups: readonly string[]): void => {
  groups.forEach((logGroup, place) => {
    const filter = new CfnSubscriptionFilter(scope, `Subscription${place}`, {
      logGroupName: logGroup,
      filterName: `${PREFIX}-subscription`,
      filterPattern: '',
      destinationArn: arn,
      ...(role === undefined ? {} : { roleArn: role.roleArn }),
    });
    if (role !== undefined) filter.node.addDependency(role);
  });
};

/** Management events within seconds. Needs a trail that logs them. `readOnly`: Describe, Get and List too, which are most. */
export const cloudTrailEvents = (scope: Construct, queue: Queue, undelivered: Queue, readOnly: boolean): void => {
  const rule = new Rule(scope, 'CloudTrail', {
    ruleName: `${PREFIX}-cloudtrail`,
    description: 'API calls that CloudTrail records, for Lapwing to read',
    eventPattern: { detailType: Match.suffix('via CloudTrail') },
  });
  // The construct knows ENABLED and DISABLED only.
  if (readOnly && rule.node.defaultChild instanceof CfnRule) rule.node.defaultChild.state = 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';
  rule.addTarget(new SqsQueue(queue, { deadLetterQueue: undelivered }));
};

/**
 * Objects of a trail or of flow logs, by EventBridge's notices, which a bucket must be told to send. Its own notification
 * settings stay untouched: they allow one reader for each kind of object, and there may be one already.
 */
export const bucketObjects = (scope: Construct, buckets: readonly IBucket[], queue: Queue, undelivered: Queue): void => {
  const rule = new Rule(scope, 'Objects', {
    ruleName: `${PREFIX}-objects`,
    description: 'New objects in buckets of logs, for Lapwing to read',
    eventPattern: {
      source: ['aws.s3'],
      detailType: ['Object Created'],
      detail: { bucket: { name: buckets.map(({ bucketName }) => bucketName) } },
    },
  });
  rule.addTarget(new SqsQueue(queue, { deadLetterQueue: undelivered }));
};
