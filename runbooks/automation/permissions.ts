// Which IAM actions a call needs, on which resource: AWS's service authorization reference, for the calls that we make.
import type { Call } from './calls.ts';
import type { PolicyScope } from './policy-scope.ts';

export interface Permission {
  readonly action: string;
  readonly resource: string;
  /** The only service that a role may be handed on to. */
  readonly passedTo?: string;
}

type ResourceOf = (scope: PolicyScope, id: string) => string;

const regional =
  (service: string, rest: string): ResourceOf =>
  ({ partition, region, account }) =>
    `arn:${partition}:${service}:${region}:${account}:${rest}`;
const iam =
  (rest: string): ResourceOf =>
  ({ partition, account }) =>
    `arn:${partition}:iam::${account}:${rest}`;
/** These actions have no resource in IAM: AWS takes nothing narrower than everything. */
const everything: ResourceOf = () => '*';

const functions = regional('lambda', 'function:*');
const mappings = regional('lambda', 'event-source-mapping:*');
const roles = iam('role/*');
const users = iam('user/*');
const memory: ResourceOf = (scope, id) => regional('ssm', `parameter/lapwing/containment/${id}/*`)(scope, id);
const topic: ResourceOf = ({ topicArn }) => topicArn;
const bucket: ResourceOf = ({ partition, bucket }) => `arn:${partition}:s3:::${bucket}`;
const evidence: ResourceOf = ({ partition, bucket }) => `arn:${partition}:s3:::${bucket}/evidence/*`;
const trails = regional('cloudtrail', 'trail/*');
const secrets = regional('secretsmanager', 'secret:*');
const logGroups = regional('logs', 'log-group:*');
const networkAcls = regional('ec2', 'network-acl/*');

const RESOURCES: { readonly [call: string]: ResourceOf } = {
  'cloudtrail:GetTrailStatus': trails,
  'cloudtrail:LookupEvents': everything,
  'cloudtrail:StartLogging': trails,
  'cloudtrail:StopLogging': trails,
  'ec2:CreateNetworkAclEntry': networkAcls,
  'ec2:DeleteNetworkAclEntry': networkAcls,
  'ec2:DescribeNetworkAcls': everything,
  'iam:DeleteRolePolicy': roles,
  'iam:GetAccessKeyLastUsed': users,
  'iam:GetRole': roles,
  'iam:GetRolePolicy': roles,
  'iam:ListAccessKeys': users,
  'iam:ListAttachedRolePolicies': roles,
  'iam:ListRolePolicies': roles,
  'iam:PutRolePolicy': roles,
  'iam:UpdateAccessKey': users,
  'lambda:DeleteFunctionConcurrency': functions,
  'lambda:GetAlias': functions,
  'lambda:GetEventSourceMapping': mappings,
  'lambda:GetFunction': functions,
  'lambda:GetFunctionConcurrency': functions,
  'lambda:GetFunctionConfiguration': functions,
  'lambda:GetFunctionUrlConfig': functions,
  'lambda:GetPolicy': functions,
  'lambda:ListEventSourceMappings': everything,
  'lambda:ListVersionsByFunction': functions,
  'lambda:PutFunctionConcurrency': functions,
  'lambda:UpdateAlias': functions,
  'lambda:UpdateEventSourceMapping': mappings,
  'lambda:UpdateFunctionConfiguration': functions,
  'lambda:UpdateFunctionUrlConfig': functions,
  'logs:DeleteSubscriptionFilter': logGroups,
  'logs:DescribeLogGroups': logGroups,
  'logs:DescribeSubscriptionFilters': logGroups,
  'logs:FilterLogEvents': logGroups,
  'logs:PutRetentionPolicy': logGroups,
  'logs:PutSubscriptionFilter': logGroups,
  's3:GetObjectLockConfiguration': bucket,
  's3:HeadObject': evidence,
  's3:PutObject': evidence,
  'secretsmanager:DescribeSecret': secrets,
  'secretsmanager:RotateSecret': secrets,
  'secretsmanager:UpdateSecretVersionStage': secrets,
  'sns:Publish': topic,
  'ssm:DeleteParameter': memory,
  'ssm:GetParameters': memory,
  'ssm:PutParameter': memory,
};

/** S3 names some actions unlike the calls that need them. */
const RENAMED: { readonly [call: string]: string } = {
  's3:GetObjectLockConfiguration': 's3:GetBucketObjectLockConfiguration',
  's3:HeadObject': 's3:GetObject',
};

/** What a call needs besides its own action. */
const FURTHER: { readonly [call: string]: readonly (readonly [string, ResourceOf])[] } = {
  // Layers that stay are named anew, and who names a layer must be allowed to get it, of whichever account it is.
  'lambda:UpdateFunctionConfiguration': [
    ['lambda:GetLayerVersion', ({ partition, region }) => `arn:${partition}:lambda:${region}:*:layer:*`],
  ],
  // Without it S3 answers 403 for an object that is not there.
  's3:HeadObject': [['s3:ListBucket', bucket]],
  's3:PutObject': [['s3:PutObjectRetention', evidence]],
  'secretsmanager:RotateSecret': [['lambda:InvokeFunction', functions]],
};

export const permissionsOf = ({ service, api, inputs }: Call, id: string, scope: PolicyScope): readonly Permission[] => {
  const call = `${service}:${api}`;
  const resource = RESOURCES[call];
  if (resource === undefined) throw new Error(`${call} is not in the table of permissions`);
  const needed = [[RENAMED[call] ?? call, resource] as const, ...(FURTHER[call] ?? [])];
  // The only calls of ours that hand on a role do so to CloudWatch Logs.
  const passed =
    inputs !== undefined && 'roleArn' in inputs
      ? [{ action: 'iam:PassRole', resource: roles(scope, id), passedTo: 'logs.amazonaws.com' }]
      : [];
  return [...needed.map(([action, resourceOf]) => ({ action, resource: resourceOf(scope, id) })), ...passed];
};
