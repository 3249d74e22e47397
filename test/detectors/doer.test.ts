// Who a call's record says made it.
import { expect, test } from 'vitest';
import { doerField } from '../../detectors/doer.ts';
import type { JsonObject } from '../../detectors/model/json.ts';

const [, doersOf] = doerField;

const role = (name: string, more: JsonObject = {}): JsonObject => ({
  type: 'AssumedRole',
  principalId: 'AROA51F0C2A9D3E47B86:session',
  sessionContext: { sessionIssuer: { arn: `arn:aws:iam::111122223333:role/${name}`, userName: name.slice(name.lastIndexOf('/') + 1) } },
  ...more,
});

const LINUX = 'aws-cli/2.22.7 md/awscrt#0.23.3 ua/2.0 os/linux#6.8.0 md/arch#x86_64 lang/python#3.12.6';
const TERRAFORM =
  'APN/1.0 HashiCorp/1.0 Terraform/1.9.8 (+https://www.terraform.io) terraform-provider-aws/5.79.0 aws-sdk-go-v2/1.32.6 os/linux lang/go#1.23.3';
const IN_LAMBDA = 'Boto3/1.35.74 md/Botocore#1.35.74 os/linux lang/python#3.12.7 exec-env/AWS_Lambda_python3.12';

test.for<readonly [who: string, record: JsonObject, doers: readonly string[]]>([
  ['a user', { userIdentity: { type: 'IAMUser' }, userAgent: LINUX }, ['person']],
  [
    'a session of the sign-on',
    { userIdentity: role('aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0a1b'), userAgent: LINUX },
    ['person'],
  ],
  ['a role used on a laptop', { userIdentity: role('ci'), userAgent: LINUX.replace('os/linux', 'os/macos') }, ['person']],
  ['a role used on a server', { userIdentity: role('ci'), userAgent: LINUX }, []],
  ['code in Lambda', { userIdentity: role('worker'), userAgent: IN_LAMBDA }, ['function']],
  ['Terraform on a server', { userIdentity: role('ci'), userAgent: TERRAFORM }, ['infrastructure-tool']],
  ["a person's Terraform", { userIdentity: { type: 'IAMUser' }, userAgent: TERRAFORM }, ['person', 'infrastructure-tool']],
  [
    "a function's Terraform",
    { userIdentity: role('worker'), userAgent: `${TERRAFORM} exec-env/AWS_Lambda_go1.x` },
    ['function', 'seeming-tool'],
  ],
  [
    "Terraform with a function's credentials, wherever it runs",
    { userIdentity: role('worker', { inScopeOf: { issuerType: 'AWS::Lambda::Function' } }), userAgent: TERRAFORM },
    ['function', 'seeming-tool'],
  ],
  [
    'a command line that calls itself Terraform too',
    { userIdentity: role('ci'), userAgent: `${LINUX} HashiCorp/1.0 Terraform/1.9.8` },
    ['seeming-tool'],
  ],
  ['a script that does', { userIdentity: role('ci'), userAgent: `${TERRAFORM} Boto3/1.35.74 Botocore/1.35.74` }, ['seeming-tool']],
  ['nothing but the name', { userIdentity: role('ci'), userAgent: 'Terraform/1.9.8' }, ['seeming-tool']],
  [
    'Pulumi',
    { userIdentity: role('ci'), userAgent: 'APN/1.0 Pulumi/1.0 PulumiAWS/6.65.0 aws-sdk-go-v2/1.32.6 os/linux lang/go#1.22.7' },
    ['infrastructure-tool'],
  ],
  [
    'an old Terraform',
    {
      userIdentity: role('ci'),
      userAgent: 'aws-sdk-go/1.29.24 (go1.13.7; linux; amd64) APN/1.0 HashiCorp/1.0 Terraform/0.12.24 (+https://www.terraform.io)',
    },
    ['infrastructure-tool'],
  ],
  [
    "a function's credentials, whatever the program says",
    { userIdentity: role('worker', { inScopeOf: { issuerType: 'AWS::Lambda::Function' } }), userAgent: LINUX },
    ['function'],
  ],
  ['a service on its own', { userIdentity: { type: 'AWSService', invokedBy: 'lambda.amazonaws.com' } }, ['service']],
  [
    'a service for somebody',
    { userIdentity: role('ci', { invokedBy: 'cloudformation.amazonaws.com' }), sourceIPAddress: 'cloudformation.amazonaws.com' },
    ['service'],
  ],
  ['who only says so', { userIdentity: role('ci', { invokedBy: 'cloudformation.amazonaws.com' }), sourceIPAddress: '203.0.113.9' }, []],
  ["a service's own role", { userIdentity: role('aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling') }, ['service']],
  ['nobody', {}, []],
  ['nonsense', { userIdentity: ['x'], userAgent: { toString: 1 }, sourceIPAddress: 4 }, []],
  ['a session of the console, told as true or as a text', { sessionCredentialFromConsole: true }, ['person']],
])('%s', ([, record, doers]) => {
  expect(doersOf(record, 'cloudtrail')).toEqual(doers);
});

test('other logs name no doer', () => {
  expect(doersOf({ userAgent: TERRAFORM }, 'apigateway')).toEqual([]);
});
