// DNS queries of VPCs, logged for Lapwing to read: functions inside a VPC betray a tunnel or a mining pool by what they ask for.
import { RemovalPolicy } from 'aws-cdk-lib';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { CfnResolverQueryLoggingConfig, CfnResolverQueryLoggingConfigAssociation } from 'aws-cdk-lib/aws-route53resolver';
import type { Construct } from 'constructs';
import { PREFIX } from '../names.ts';
import { type LogDestination, subscribeGroups } from './sources.ts';

export interface ResolverLogsOptions {
  readonly retention: RetentionDays;
  /** Undefined: the account's own policy subscribes the group. */
  readonly subscribe: LogDestination | undefined;
}

/** Under `/aws/`, for which Route 53 Resolver needs no policy of ours. */
const GROUP = `/aws/route53resolver/${PREFIX}`;

export const resolverQueryLogs = (scope: Construct, vpcs: readonly string[], { retention, subscribe }: ResolverLogsOptions): void => {
  const group = new LogGroup(scope, 'ResolverQueries', { logGroupName: GROUP, retention, removalPolicy: RemovalPolicy.DESTROY });
  const config = new CfnResolverQueryLoggingConfig(scope, 'ResolverQueryLogs', { name: PREFIX, destinationArn: group.logGroupArn });
  vpcs.forEach((resourceId, place) => {
    new CfnResolverQueryLoggingConfigAssociation(scope, `ResolverQueryLogs${place}`, {
      resolverQueryLogConfigId: config.attrId,
      resourceId,
    });
  });
  if (subscribe !== undefined) subscribeGroups(scope, subscribe, [group.logGroupName], 'ResolverSubscription');
};
