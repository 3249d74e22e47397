// Doors for other accounts: a destination for their logs and a bus for their CloudTrail events, open to those that were named.
import { ArnFormat, Stack } from 'aws-cdk-lib';
import { CfnEventBusPolicy, EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { CompositePrincipal, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Stream } from 'aws-cdk-lib/aws-kinesis';
import { CfnDestination } from 'aws-cdk-lib/aws-logs';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { MEMBERS, PREFIX } from '../names.ts';
import { logsOf, ownService, roleName } from './account.ts';
import { CLOUDTRAIL_EVENTS } from './sources.ts';

/** An organization by its id (`o-…`), or accounts by theirs. */
export type Members = { readonly organization: string } | { readonly accounts: readonly string[] };

/** CloudWatch Logs, for this account's destination and on behalf of a member's groups. */
const logsOfMembers = (scope: Construct, members: Members): CompositePrincipal => {
  const own = ownService(scope, 'logs', logsOf(scope));
  if ('organization' in members)
    return new CompositePrincipal(
      own,
      new ServicePrincipal('logs.amazonaws.com', { conditions: { StringEquals: { 'aws:SourceOrgID': members.organization } } }),
    );
  return new CompositePrincipal(
    own,
    new ServicePrincipal('logs.amazonaws.com', {
      conditions: {
        StringEquals: { 'aws:SourceAccount': members.accounts },
        ArnLike: { 'aws:SourceArn': members.accounts.map((account) => logsOf(scope, account)) },
      },
    }),
  );
};

/** Callers: whoever acts in a member account with the rights of that account to do so. */
const whoOf = (members: Members) =>
  'organization' in members
    ? { Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': members.organization } } }
    : { Principal: { AWS: members.accounts } };

/** CloudWatch Logs goes into another account by a stream only. */
export const memberLogs = (scope: Construct, stream: Stream, members: Members): void => {
  const writer = new Role(scope, 'MembersWriter', { roleName: roleName(scope, 'members'), assumedBy: logsOfMembers(scope, members) });
  writer.addToPolicy(new PolicyStatement({ actions: ['kinesis:PutRecord', 'kinesis:PutRecords'], resources: [stream.streamArn] }));
  const destination = new CfnDestination(scope, 'MembersLogs', {
    destinationName: MEMBERS,
    targetArn: stream.streamArn,
    roleArn: writer.roleArn,
    destinationPolicy: Stack.of(scope).toJsonString({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'Members',
          Effect: 'Allow',
          ...whoOf(members),
          Action: ['logs:PutSubscriptionFilter', 'logs:PutAccountPolicy'],
          Resource: Stack.of(scope).formatArn({
            service: 'logs',
            resource: 'destination',
            resourceName: MEMBERS,
            arnFormat: ArnFormat.COLON_RESOURCE_NAME,
          }),
        },
      ],
    }),
  });
  // CloudWatch Logs tries the stream when the destination is made.
  destination.node.addDependency(writer);
};

/** What members' rules forward. An event keeps the account and the service that it came of. */
export const memberEvents = (scope: Construct, members: Members, queue: Queue, undelivered: Queue): void => {
  const bus = new EventBus(scope, 'MembersBus', {
    eventBusName: MEMBERS,
    description: 'CloudTrail events of the accounts that Lapwing watches',
  });
  new CfnEventBusPolicy(scope, 'MembersBusPolicy', {
    eventBusName: bus.eventBusName,
    statementId: 'Members',
    statement: { Effect: 'Allow', ...whoOf(members), Action: 'events:PutEvents', Resource: bus.eventBusArn },
  });
  const rule = new Rule(scope, 'MembersCloudTrail', {
    ruleName: `${PREFIX}-members`,
    description: 'API calls in the accounts that Lapwing watches',
    eventBus: bus,
    eventPattern: CLOUDTRAIL_EVENTS,
  });
  rule.addTarget(new SqsQueue(queue, { deadLetterQueue: undelivered }));
};
