// Ordinary deployments: infrastructure as code, stacks, pipelines.
import {
  BOTO,
  call,
  each,
  lambda,
  linked,
  numbered,
  type OrdinaryDay,
  OWN,
  pipeline,
  policy,
  SISTER,
  session,
  signedOn,
  stack,
  TERRAFORM,
  trusts,
} from './ordinary-records.ts';

const own = (name: string): string => `arn:aws:iam::${OWN}:role/${name}`;

const topicPolicy = policy({
  Effect: 'Allow',
  Principal: { AWS: '*' },
  Action: 'SNS:Publish',
  Resource: '*',
  Condition: { StringEquals: { 'AWS:SourceOwner': OWN } },
});

export const ORDINARY_DEPLOYMENTS: readonly OrdinaryDay[] = [
  [
    'An administrator applies Terraform from a laptop, twenty functions with all around them',
    [],
    [
      ...each(numbered(20, 'service'), (roleName) =>
        call(signedOn(TERRAFORM), 'iam', 'CreateRole', {
          roleName,
          assumeRolePolicyDocument: policy(trusts({ Service: 'lambda.amazonaws.com' })),
        }),
      ),
      ...each(numbered(20, 'service'), (functionName) =>
        call(signedOn(TERRAFORM), 'lambda', 'UpdateFunctionCode20150331v2', { functionName, publish: true, dryRun: false }),
      ),
      ...each(numbered(20, 'service'), (functionName) =>
        call(signedOn(TERRAFORM), 'lambda', 'UpdateFunctionConfiguration20150331v2', {
          functionName,
          layers: [`arn:aws:lambda:eu-central-1:${OWN}:layer:deps:4`],
        }),
      ),
      ...each(numbered(20, 'service'), (functionName) =>
        call(signedOn(TERRAFORM), 'lambda', 'AddPermission20150331v2', {
          functionName,
          principal: 'apigateway.amazonaws.com',
          action: 'lambda:InvokeFunction',
          sourceArn: `arn:aws:execute-api:eu-central-1:${OWN}:a1b2c3/*`,
        }),
      ),
      ...each(numbered(20, 'service'), (functionName) =>
        call(signedOn(TERRAFORM), 'lambda', 'UpdateAlias20150331', { functionName, name: 'live', functionVersion: '4' }),
      ),
      call(signedOn(TERRAFORM), 'apigateway', 'CreateRoute', { apiId: 'a1b2c3', routeKey: 'GET /health', authorizationType: 'NONE' }),
      call(signedOn(TERRAFORM), 'events', 'PutTargets', {
        rule: 'nightly',
        targets: [{ id: '1', arn: `arn:aws:lambda:eu-central-1:${OWN}:function:service0` }],
      }),
      call(signedOn(TERRAFORM), 'cloudfront', 'UpdateFunction2020_05_31', { name: 'redirects' }),
      call(signedOn(TERRAFORM), 'codepipeline', 'UpdatePipeline', { pipeline: { name: 'release' } }),
    ],
  ],
  [
    'Terraform makes a network',
    [],
    [
      call(pipeline(), 'ec2', 'CreateVpc', { cidrBlock: '10.40.0.0/16' }),
      ...each(numbered(6, '10.40.1'), (cidrBlock) => call(pipeline(), 'ec2', 'CreateSubnet', { cidrBlock })),
      call(pipeline(), 'ec2', 'CreateInternetGateway'),
      call(pipeline(), 'ec2', 'CreateRoute', { destinationCidrBlock: '0.0.0.0/0', gatewayId: 'igw-1' }),
      call(pipeline(), 'ec2', 'CreateNetworkAclEntry', {
        networkAclId: 'acl-1',
        egress: false,
        ruleAction: 'allow',
        aclProtocol: '-1',
        cidrBlock: '0.0.0.0/0',
        ruleNumber: 100,
      }),
      call(pipeline(), 'ec2', 'AuthorizeSecurityGroupIngress', {
        groupId: 'sg-1',
        ipPermissions: { items: [{ ipProtocol: 'tcp', fromPort: 443, toPort: 443, ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] } }] },
      }),
      call(pipeline(), 'ec2', 'AuthorizeSecurityGroupEgress', {
        groupId: 'sg-1',
        ipPermissions: { items: [{ ipProtocol: '-1', ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] } }] },
      }),
      call(pipeline(), 'ec2', 'CreateFlowLogs', { CreateFlowLogsRequest: { TrafficType: 'ALL' } }),
    ],
  ],
  [
    'Terraform deploys functions with roles, alarms and queues',
    [],
    [
      ...each(numbered(12, 'service'), (roleName) =>
        call(pipeline(), 'iam', 'CreateRole', { roleName, assumeRolePolicyDocument: policy(trusts({ Service: 'lambda.amazonaws.com' })) }),
      ),
      ...each(numbered(12, 'service'), (roleName) =>
        call(pipeline(), 'iam', 'PutRolePolicy', {
          roleName,
          policyName: 'p',
          policyDocument: policy({ Effect: 'Allow', Action: ['s3:GetObject', 'dynamodb:*'], Resource: '*' }),
        }),
      ),
      ...each(numbered(12, 'service'), (functionName) =>
        call(pipeline(), 'lambda', 'CreateFunction20150331', { functionName, role: own(functionName), memorySize: 512 }),
      ),
      ...each(numbered(12, 'service'), (functionName) => call(pipeline(), 'lambda', 'UpdateFunctionCode20150331v2', { functionName })),
      ...each(numbered(12, 'service'), (functionName) =>
        call(pipeline(), 'lambda', 'AddPermission20150331v2', {
          functionName,
          principal: 'apigateway.amazonaws.com',
          action: 'lambda:InvokeFunction',
        }),
      ),
      call(pipeline(), 'sns', 'SetTopicAttributes', {
        topicArn: `arn:aws:sns:eu-central-1:${OWN}:alarms`,
        attributeName: 'Policy',
        attributeValue: topicPolicy,
      }),
      call(pipeline(), 'logs', 'PutRetentionPolicy', { logGroupName: '/aws/lambda/service-0', retentionInDays: 1 }),
    ],
  ],
  [
    'Terraform reads its state anew, secrets included',
    [],
    [
      ...each(numbered(30, 'prod/secret'), (secretId) => call(pipeline(), 'secretsmanager', 'GetSecretValue', { secretId })),
      ...each(numbered(40, '/prod/p'), (name) => call(pipeline(), 'ssm', 'GetParameter', { name, withDecryption: true })),
    ],
  ],
  [
    'Terraform takes an environment down',
    ['flow-logs-deleted'],
    [
      ...each(numbered(9, '/aws/lambda/preview'), (logGroupName) => call(pipeline(), 'logs', 'DeleteLogGroup', { logGroupName })),
      call(pipeline(), 'ec2', 'DeleteFlowLogs', { DeleteFlowLogsRequest: { FlowLogId: { content: 'fl-1' } } }),
      call(pipeline(), 'kms', 'ScheduleKeyDeletion', { keyId: 'k', pendingWindowInDays: 30 }),
      call(pipeline(), 'rds', 'DeleteDBInstance', { dBInstanceIdentifier: 'preview', skipFinalSnapshot: true }),
      call(pipeline(), 'wafv2', 'DeleteWebACL', { name: 'preview' }),
    ],
  ],
  [
    'A bucket for the logs of a load balancer',
    [],
    [
      call(pipeline(), 's3', 'PutBucketPolicy', {
        bucketName: 'elb-logs',
        bucketPolicy: { Statement: [{ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::054676820928:root' }, Action: 's3:PutObject' }] },
      }),
      call(pipeline(), 's3', 'PutBucketPublicAccessBlock', {
        bucketName: 'elb-logs',
        PublicAccessBlockConfiguration: { RestrictPublicBuckets: true, BlockPublicPolicy: true },
      }),
      call(pipeline(), 's3', 'PutBucketLifecycle', {
        bucketName: 'elb-logs',
        LifecycleConfiguration: { Rule: { Status: 'Enabled', Expiration: { Days: 1 } } },
      }),
    ],
  ],
  [
    'Roles of a landing zone',
    [],
    [
      ...each(['ReadOnly', 'Audit', 'Execution'], (roleName) =>
        call(stack(), 'iam', 'CreateRole', { roleName, assumeRolePolicyDocument: policy(trusts({ AWS: `arn:aws:iam::${SISTER}:root` })) }),
      ),
      call(stack(), 'iam', 'AttachRolePolicy', { roleName: 'Execution', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }),
      call(stack(), 'config', 'PutConfigurationRecorder', { configurationRecorder: { name: 'default' } }),
      call(stack(), 'config', 'StopConfigurationRecorder', { configurationRecorderName: 'default' }),
      call(stack(), 'config', 'StartConfigurationRecorder', { configurationRecorderName: 'default' }),
      call(session('AWSControlTowerExecution', 'aws-controltower', { agent: BOTO }), 'ec2', 'DeleteVpc', { vpcId: 'vpc-default' }),
    ],
  ],
  [
    'CDK bootstraps and deploys',
    [],
    [
      ...each(['deploy', 'file-publishing', 'lookup'], (name) =>
        call(pipeline(BOTO), 'sts', 'AssumeRole', { roleArn: own(`cdk-hnb659fds-${name}-role`), roleSessionName: 'aws-cdk-runner' }),
      ),
      call(session('cdk-hnb659fds-deploy-role', 'aws-cdk-runner', { agent: 'aws-cdk/2.170.0' }), 'cloudformation', 'CreateChangeSet', {
        stackName: 'Shop',
      }),
      call(session('cdk-hnb659fds-deploy-role', 'aws-cdk-runner', { agent: 'aws-cdk/2.170.0' }), 'cloudformation', 'ExecuteChangeSet', {
        stackName: 'Shop',
      }),
      ...each(numbered(10, 'shop'), (functionName) => call(stack(), 'lambda', 'UpdateFunctionCode20150331v2', { functionName })),
      call(stack(), 'lambda', 'UpdateFunctionConfiguration20150331v2', {
        functionName: 'shop-0',
        memorySize: 10240,
        layers: [`arn:aws:lambda:eu-central-1:580247275435:layer:LambdaInsightsExtension:53`],
      }),
      call(stack(), 'iam', 'PutRolePolicy', {
        roleName: 'shop',
        policyName: 'p',
        policyDocument: policy({ Effect: 'Allow', Action: '*', Resource: '*' }),
      }),
    ],
  ],
  [
    'CDK’s own helper functions',
    [],
    [
      call(lambda('Shop-LogRetentionaae0aa3c5b4d4f87b02d85b201efdd8a-x'), 'logs', 'PutRetentionPolicy', {
        logGroupName: '/aws/lambda/Shop-LogRetentionaae0aa3c5b4d4f87b02d85b201efdd8a-x',
        retentionInDays: 1,
      }),
      call(
        session('Shop-CustomS3AutoDeleteObjectsCustomResourceProviderRole', 'Shop-CustomS3AutoDelete', {
          agent: 'aws-sdk-nodejs/3 exec-env/AWS_Lambda_nodejs20.x',
        }),
        's3',
        'ListObjectVersions',
        { bucketName: 'preview' },
      ),
      call(
        session('Shop-CustomS3AutoDeleteObjectsCustomResourceProviderRole', 'Shop-CustomS3AutoDelete', {
          agent: 'aws-sdk-nodejs/3 exec-env/AWS_Lambda_nodejs20.x',
        }),
        's3',
        'DeleteObjects',
        { bucketName: 'preview', delete: '' },
      ),
    ],
  ],
  [
    'A pipeline builds and deploys',
    [],
    [
      call(
        session('codepipeline-shop', '1772440000', { agent: 'codepipeline.amazonaws.com', address: 'codepipeline.amazonaws.com' }),
        'codebuild',
        'StartBuild',
        { projectName: 'shop' },
      ),
      call(session('codebuild-shop', 'AWSCodeBuild-1', { agent: BOTO }), 'ecr', 'PutImage', { repositoryName: 'shop', imageTag: 'a1b2' }),
      ...each(numbered(5, 'shop'), (functionName) =>
        call(session('codebuild-shop', 'AWSCodeBuild-1', { agent: BOTO }), 'lambda', 'UpdateFunctionCode20150331v2', { functionName }),
      ),
      ...each(numbered(5, 'shop'), (functionName) =>
        call(session('codedeploy', 'codedeploy', { invokedBy: 'codedeploy.amazonaws.com' }), 'lambda', 'UpdateAlias20150331', {
          functionName,
          name: 'live',
          functionVersion: '7',
        }),
      ),
    ],
  ],
  [
    'SAM deploys from a laptop',
    [],
    [
      call(signedOn('aws-sam-cli/1.130.0 Boto3/1.35.66'), 'cloudformation', 'CreateChangeSet', {
        stackName: 'hello',
        capabilities: ['CAPABILITY_IAM'],
      }),
      call(signedOn('aws-sam-cli/1.130.0 Boto3/1.35.66'), 's3', 'PutObject', { bucketName: 'aws-sam-cli-managed', key: 'x' }),
      call(
        session('AWSReservedSSO_Administrator_0123456789abcdef', 'sam@example.com', {
          path: 'aws-reserved/sso.amazonaws.com/',
          invokedBy: 'cloudformation.amazonaws.com',
        }),
        'lambda',
        'CreateFunctionUrlConfig',
        { functionName: 'hello', authType: 'NONE' },
      ),
    ],
  ],
  [
    'GitHub deploys with its own identity',
    [],
    [
      call(
        {
          ...pipeline(BOTO),
          identity: {
            type: 'WebIdentityUser',
            principalId: `arn:aws:iam::${OWN}:oidc-provider/token.actions.githubusercontent.com:sts.amazonaws.com:repo:shop/shop`,
            userName: 'repo:shop/shop',
          },
        },
        'sts',
        'AssumeRoleWithWebIdentity',
        { roleArn: own('github-actions-infra'), roleSessionName: 'GitHubActions' },
      ),
      call(pipeline(BOTO), 'sts', 'GetCallerIdentity', null),
      ...each(numbered(6, 'shop'), (functionName) => call(pipeline(BOTO), 'lambda', 'UpdateFunctionCode20150331v2', { functionName })),
      call(pipeline(BOTO), 'lambda', 'Invoke', { functionName: 'shop-0' }),
      call(pipeline(BOTO), 'cloudfront', 'CreateInvalidation2020_05_31', { distributionId: 'E1' }),
    ],
  ],
  [
    'Functions are replicated to the edge',
    [],
    [
      call(linked('AWSServiceRoleForLambdaReplicator', 'x', 'replicator.lambda.amazonaws.com'), 'lambda', 'CreateFunction20150331', {
        functionName: 'us-east-1.viewer',
      }),
      call(pipeline(), 'lambda', 'AddPermission20150331v2', {
        functionName: 'viewer',
        principal: 'replicator.lambda.amazonaws.com',
        action: 'lambda:GetFunction',
      }),
      call(pipeline(), 'lambda', 'EnableReplication20170630', { functionName: 'viewer' }),
    ],
  ],
  [
    'A new pipeline gets its identity provider and its role',
    ['iam-admin-policy-attached', 'identity-provider-added'],
    [
      call(signedOn(TERRAFORM), 'iam', 'CreateOpenIDConnectProvider', { url: 'https://token.actions.githubusercontent.com' }),
      call(signedOn(TERRAFORM), 'iam', 'CreateRole', {
        roleName: 'github',
        assumeRolePolicyDocument: policy(trusts({ Federated: `arn:aws:iam::${OWN}:oidc-provider/token.actions.githubusercontent.com` })),
      }),
      call(signedOn(TERRAFORM), 'iam', 'AttachRolePolicy', {
        roleName: 'github',
        policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
      }),
    ],
  ],
];
