// Where logs come from. Each grants its service the right to bring them, for this account only.
import { ArnFormat, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CfnRule, type EventPattern, type IRuleTarget, Match, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Stream, StreamEncryption, StreamMode } from 'aws-cdk-lib/aws-kinesis';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnAccountPolicy, CfnSubscriptionFilter } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { PREFIX, SERVICES, type Service } from '../names.ts';
import { logsOf, ownService, roleName } from './account.ts';
import { logGroupName } from './own-function.ts';

/** Of the role by which CloudWatch Logs writes into the stream: known before the subscription is made. */
export interface LogDestination {
  readonly arn: string;
  readonly role?: Role;
  /** A stream's shards are chosen by log stream, so that one busy group does not fill one shard. */
  readonly isStream: boolean;
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
  return { arn: lambda.functionArn, isStream: false };
};

/** On demand: it grows by itself, and an account that needs a stream at all has no quiet hours to save on. */
export const logStream = (scope: Construct): Stream =>
  new Stream(scope, 'Stream', {
    streamName: `${PREFIX}-logs`,
    streamMode: StreamMode.ON_DEMAND,
    encryption: StreamEncryption.MANAGED,
    // Room to mend a reader over a weekend; the default is a day.
    retentionPeriod: Duration.days(3),
    // What is in it CloudWatch keeps, and an hour of it costs whether anybody reads or not.
    removalPolicy: RemovalPolicy.DESTROY,
  });

export const streamDestination = (scope: Construct, stream: Stream): LogDestination => {
  const role = new Role(scope, 'StreamWriter', {
    roleName: roleName(scope, 'stream'),
    assumedBy: ownService(scope, 'logs', logsOf(scope)),
  });
  role.addToPolicy(new PolicyStatement({ actions: ['kinesis:PutRecord', 'kinesis:PutRecords'], resources: [stream.streamArn] }));
  return { arn: stream.streamArn, role, isStream: true };
};

/** Their log lines come of log lines: read, each would make the next. The canary's come of the hour. */
const UNREAD: readonly Service[] = SERVICES.filter((service) => service !== 'canary');

/** Every group of the account and region, new ones included, save our own. */
export const subscribeAccount = (scope: Construct, { arn, role, isStream }: LogDestination): void => {
  const policy = new CfnAccountPolicy(scope, 'AccountSubscription', {
    policyName: SUBSCRIPTION,
    policyType: 'SUBSCRIPTION_FILTER_POLICY',
    policyDocument: Stack.of(scope).toJsonString({
      DestinationArn: arn,
      ...(role === undefined ? {} : { RoleArn: role.roleArn }),
      ...(isStream ? { Distribution: 'ByLogStream' } : {}),
      FilterPattern: '',
    }),
    selectionCriteria: `LogGroupName NOT IN ${JSON.stringify(UNREAD.map(logGroupName))}`,
    scope: 'ALL',
  });
  // CloudWatch Logs tries the destination when the policy is made: the right to write must be there before.
  policy.node.addDependency(...(role === undefined ? scope.node.children.filter((child) => child !== policy) : [role]));
};

export const subscribeGroups = (scope: Construct, { arn, role }: LogDestination, groups: readonly string[], id = 'Subscription'): void => {
  groups.forEach((logGroup, place) => {
    const filter = new CfnSubscriptionFilter(scope, `${id}${place}`, {
      logGroupName: logGroup,
      filterName: SUBSCRIPTION,
      filterPattern: '',
      destinationArn: arn,
      ...(role === undefined ? {} : { roleArn: role.roleArn }),
    });
    if (role !== undefined) filter.node.addDependency(role);
  });
};

/** Of the account's policy, and of the filter of a group that is subscribed by name. */
export const SUBSCRIPTION = `${PREFIX}-subscription`;
export const CLOUDTRAIL_RULE = `${PREFIX}-cloudtrail`;
export const OBJECTS_RULE = `${PREFIX}-objects`;

/** The alarm on a trail that has fallen silent. */
export const NO_TRAIL = {
  section: 'no-trail',
  rule: CLOUDTRAIL_RULE,
  says: 'No API call of CloudTrail’s has come for six hours: the trail or the rule is off.',
};

/** Only AWS's own services can send as `aws.`: whoever may put events into the bus cannot forge a record. */
export const CLOUDTRAIL_EVENTS: EventPattern = { source: Match.prefix('aws.'), detailType: Match.suffix('via CloudTrail') };

/** Management events within seconds. Needs a trail that logs them. `readOnly`: Describe, Get and List too, which are most. */
export const cloudTrailRule = (scope: Construct, target: IRuleTarget, readOnly: boolean): void => {
  const rule = new Rule(scope, 'CloudTrail', {
    ruleName: CLOUDTRAIL_RULE,
    description: 'API calls that CloudTrail records, for Lapwing to read',
    eventPattern: CLOUDTRAIL_EVENTS,
  });
  // The construct knows ENABLED and DISABLED only.
  if (readOnly && rule.node.defaultChild instanceof CfnRule) rule.node.defaultChild.state = 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';
  rule.addTarget(target);
};

/**
 * Objects of a trail or of flow logs, by EventBridge's notices, which a bucket must be told to send. Its own notification
 * settings stay untouched: they allow one reader for each kind of object, and there may be one already.
 */
export const bucketObjects = (scope: Construct, buckets: readonly IBucket[], queue: Queue, undelivered: Queue): void => {
  const rule = new Rule(scope, 'Objects', {
    ruleName: OBJECTS_RULE,
    description: 'New objects in buckets of logs, for Lapwing to read',
    eventPattern: {
      source: ['aws.s3'],
      detailType: ['Object Created'],
      detail: { bucket: { name: buckets.map(({ bucketName }) => bucketName) } },
    },
  });
  rule.addTarget(new SqsQueue(queue, { deadLetterQueue: undelivered }));
};
