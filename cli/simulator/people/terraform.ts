// An administrator applies a Terraform plan: everything is read, then some things change, all within minutes.
import type { World } from '../account/world.ts';
import type { OrdinaryEvent } from '../incident-spec.ts';
import { assumedRole } from '../records/identities.ts';
import { act, officeAddress, openSession, permissionSetRole, type Step } from './sessions.ts';

const AGENT =
  'APN/1.0 HashiCorp/1.0 Terraform/1.14.3 (+https://www.terraform.io) terraform-provider-aws/6.27.0 (+https://registry.terraform.io/providers/hashicorp/aws) aws-sdk-go-v2/1.41.0 ua/2.1 os/macos lang/go#1.24.11 md/GOOS#darwin md/GOARCH#arm64';

const readsOf = (world: World): Step[] => [
  { service: 'sts', name: 'GetCallerIdentity' },
  ...world.options.functions.flatMap(({ name, role }): Step[] => [
    { service: 'lambda', name: 'GetFunction20150331v2', parameters: { functionName: name } },
    { service: 'lambda', name: 'GetPolicy20150331v2', parameters: { functionName: name } },
    { service: 'lambda', name: 'GetFunctionCodeSigningConfig', parameters: { functionName: name } },
    { service: 'iam', name: 'GetRole', parameters: { roleName: role } },
    { service: 'iam', name: 'ListAttachedRolePolicies', parameters: { roleName: role } },
    { service: 'logs', name: 'DescribeLogGroups', parameters: { logGroupNamePrefix: `/aws/lambda/${name}` } },
  ]),
  ...world.options.account.buckets.map(
    (bucketName): Step => ({ service: 's3', name: 'GetBucketPolicy', parameters: { bucketName, policy: '' } }),
  ),
];

const changesOf = (world: World, functionName: string, bucketName: string): Step[] => {
  const { account } = world.place;
  const roleName = world.function(functionName).role.name;
  return [
    { service: 'logs', name: 'PutRetentionPolicy', parameters: { logGroupName: `/aws/lambda/${functionName}`, retentionInDays: 90 } },
    {
      service: 's3',
      name: 'PutBucketTagging',
      parameters: { bucketName, tagging: '', Tagging: { TagSet: { Tag: { Key: 'team', Value: 'shop' } } } },
    },
    { service: 'iam', name: 'TagRole', parameters: { roleName, tags: [{ key: 'team', value: 'shop' }] } },
    {
      service: 'monitoring',
      name: 'PutMetricAlarm',
      parameters: { alarmName: `${functionName}-errors`, metricName: 'Errors', namespace: 'AWS/Lambda' },
    },
    { service: 'iam', name: 'AttachRolePolicy', parameters: { roleName, policyArn: `arn:aws:iam::${account}:policy/shop-tracing` } },
    { service: 'lambda', name: 'UpdateFunctionConfiguration20150331v2', parameters: { functionName, timeout: 15 } },
  ];
};

export const applyPlan = (world: World, event: OrdinaryEvent & { kind: 'terraform' }): void => {
  const random = world.random(`terraform:${event.startMs}`);
  const person = world.options.account.operators[0] ?? 'admin';
  const session = openSession(permissionSetRole(world, 'AdministratorAccess'), person, event.startMs, random);
  const actor = { identity: assumedRole(world.place.account, session), address: officeAddress(world), agent: AGENT };
  const changes = changesOf(world, event.function, random.pick(world.options.account.buckets)).slice(0, event.changes);
  let timeMs = event.startMs;
  for (const step of [...readsOf(world), ...changes]) {
    // Terraform asks ten things at a time.
    timeMs += random.below(400);
    act(world, actor, step, timeMs, random);
  }
};
