// The function's credentials in somebody else's hands: who am I, what is there, what may I do.

import type { World } from '../account/world.ts';
import { MINUTE_MS } from '../calendar.ts';
import type { IncidentSpec } from '../incident-spec.ts';
import type { Step } from '../people/sessions.ts';
import { actOver, intruderOf, refused } from './attacker.ts';

export const useStolenCredentials = (world: World, incident: IncidentSpec & { kind: 'stolen-credentials' }): void => {
  const random = world.random(`stolen-credentials:${incident.function}:${incident.startMs}`);
  const { actor, session } = intruderOf(world, incident.function, incident.attacker, incident.startMs, random);
  const { region } = world.place;
  const denied = (service: string, name: string, action: string): Step => refused(world, session, { service, name }, action);
  const buckets = world.options.account.buckets.slice(0, 3);
  const steps: Step[] = [
    { service: 'sts', name: 'GetCallerIdentity' },
    { service: 's3', name: 'ListBuckets', parameters: { Host: `s3.${region}.amazonaws.com` } },
    denied('iam', 'ListRoles', 'iam:ListRoles'),
    denied('iam', 'GetAccountAuthorizationDetails', 'iam:GetAccountAuthorizationDetails'),
    denied('secretsmanager', 'ListSecrets', 'secretsmanager:ListSecrets'),
    denied('ec2', 'DescribeInstances', 'ec2:DescribeInstances'),
    { service: 'dynamodb', name: 'ListTables' },
    denied('lambda', 'ListFunctions20150331', 'lambda:ListFunctions'),
    ...buckets.map((bucketName): Step => ({ service: 's3', name: 'GetBucketAcl', parameters: { bucketName, acl: '' } })),
    denied('ssm', 'DescribeParameters', 'ssm:DescribeParameters'),
    denied('iam', 'ListUsers', 'iam:ListUsers'),
    { service: 'sts', name: 'GetCallerIdentity' },
  ];
  actOver(world, actor, steps, incident.startMs, incident.minutes * MINUTE_MS, random);
};
