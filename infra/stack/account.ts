// This account and region, in the forms in which names and policies want them.
import { Stack } from 'aws-cdk-lib';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { PREFIX } from '../names.ts';

/** Roles are an account's and not a region's: two regions may have a Lapwing each. The rule `lapwing-altered` knows them by it. */
export const roleName = (scope: Construct, name: string): string => `${PREFIX}-${name}-${Stack.of(scope).region}`;

/** A service, acting for this account and for nobody else (the confused deputy). `sourceArn`: what of this account it acts for. */
export const ownService = (scope: Construct, service: string, sourceArn?: string): ServicePrincipal =>
  new ServicePrincipal(`${service}.amazonaws.com`, {
    conditions: {
      StringEquals: { 'aws:SourceAccount': Stack.of(scope).account },
      ...(sourceArn === undefined ? {} : { ArnLike: { 'aws:SourceArn': sourceArn } }),
    },
  });

/** CloudWatch Logs, in this region, of this account or another: whatever of it is the source. */
export const logsOf = (scope: Construct, account: string = Stack.of(scope).account): string =>
  Stack.of(scope).formatArn({ service: 'logs', account, resource: '*' });
