// Ordinary days of administrators, pipelines, tools and services, with nobody configured as a known deployer: what is
// loud then is what a person wants to know once.
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../detectors/model/json.ts';
import { atLeast } from '../../../detectors/model/severity.ts';
import {
  BOTO,
  CLI,
  call,
  each,
  inConsole,
  lambda,
  linked,
  numbered,
  OWN,
  pipeline,
  policy,
  SISTER,
  service,
  session,
  signedOn,
  stack,
  TERRAFORM,
  trusts,
  user,
} from './ordinary-records.ts';
import { loaded, seenIn } from './own-rules.ts';

const rules = new Map([...loaded.rules, ...loaded.correlations].map((rule) => [rule.id, rule]));

/** Ids at medium or above that a person would see, each once. */
const loudIn = (records: readonly JsonObject[]): readonly string[] => {
  const { matched, sequences } = seenIn(records, 'cloudtrail');
  const shown = [...matched.filter((id) => rules.get(id)?.referencedOnly === false), ...sequences.map(({ detector }) => detector)];
  return [...new Set(shown)].filter((id) => atLeast(rules.get(id)?.level ?? 'info', 'medium')).sort();
};

const READS = ['ListUsers', 'ListRoles', 'GetAccountSummary', 'ListBuckets', 'DescribeTrails', 'DescribeInstances', 'ListFunctions20150331', 'DescribeSnapshots', 'ListSecrets', 'DescribeVpcs', 'ListKeys', 'ListTables', 'DescribeDBInstances', 'ListTopics', 'ListQueues', 'DescribeAlarms', 'GetAccountPasswordPolicy', 'DescribeRegions', 'ListDetectors', 'DescribeFlowLogs', 'ListPolicies', 'GetSendQuota', 'ListIdentities']; // biome-ignore format: a list of words
const REFUSED = ['ListAnalyzers', 'GetMacieSession', 'DescribeFleets', 'ListProjects', 'ListApps', 'GetCostAndUsage', 'ListAccounts', 'DescribeOrganization', 'ListStreams', 'ListGraphqlApis', 'GetRestApis', 'ListDomains', 'ListClusters', 'DescribeCacheClusters', 'ListWorkGroups', 'ListCertificates', 'GetDetector', 'ListPipelines', 'DescribeFileSystems', 'ListJobs', 'ListDatasets', 'ListImages', 'ListUserPools', 'ListGroups', 'DescribeHub', 'ListMembers', 'ListVaults', 'DescribeVolumes', 'ListTags', 'ListPackages']; // biome-ignore format: a list of words
const scan = (who: Parameters<typeof call>[0]): readonly JsonObject[] => [
  ...each(READS, (name) => call(who, 'ec2', name)),
  ...each(REFUSED, (name) => call(who, 'iam', name, null, { errorCode: 'AccessDenied', errorMessage: 'not authorized' })),
  ...each(numbered(30, 'bucket'), (bucketName) => call(who, 's3', 'GetBucketAcl', { bucketName })),
];

const own = (name: string): string => `arn:aws:iam::${OWN}:role/${name}`;
const topicPolicy = policy({
  Effect: 'Allow',
  Principal: { AWS: '*' },
  Action: 'SNS:Publish',
  Resource: '*',
  Condition: { StringEquals: { 'AWS:SourceOwner': OWN } },
});
const toSign = (parameters: JsonObject): JsonObject => ({ eventType: 'AwsConsoleSignIn', responseElements: { ConsoleLogin: 'Success' }, additionalEventData: parameters }); // biome-ignore format: one shape

/** What happened, and which detections a person would want once. */
const DAYS: readonly (readonly [name: string, wanted: readonly string[], records: readonly JsonObject[]])[] = [
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
    'Schedules and their roles',
    [],
    [
      call(stack(), 'scheduler', 'CreateSchedule', {
        name: 'nightly',
        target: { arn: `arn:aws:lambda:eu-central-1:${OWN}:function:report`, roleArn: own('scheduler') },
      }),
      ...each(numbered(24, 'hour'), () =>
        call(service('scheduler.amazonaws.com'), 'sts', 'AssumeRole', { roleArn: own('scheduler'), roleSessionName: 'x' }),
      ),
      ...each(numbered(24, 'hour'), () =>
        call(session('scheduler', 'x', { invokedBy: 'scheduler.amazonaws.com' }), 'lambda', 'Invoke', { functionName: 'report' }),
      ),
    ],
  ],
  ['A posture scanner looks at everything and is refused a lot', [], scan(session('ProwlerScan', 'prowler', { agent: BOTO }))],
  [
    'A monitoring vendor’s role lists everything',
    [],
    scan(session('DatadogIntegrationRole', 'DatadogAWSIntegration', { agent: 'Datadog', address: '198.51.100.5' })),
  ],
  [
    'A security vendor’s role lists everything',
    [],
    scan(session('WizAccess-Role', 'wiz-session', { agent: 'Wiz', address: '198.51.100.6' })),
  ],
  ['An analyst’s inventory tool, signed on', [], scan(signedOn('steampipe-plugin-aws/1.1.0 aws-sdk-go-v2/1.32.4'))],
  [
    'People sign in through the directory, which has asked for the second factor itself',
    [],
    [
      ...each(numbered(5, 'p'), () =>
        call(
          inConsole(),
          'signin',
          'ConsoleLogin',
          null,
          toSign({ MFAUsed: 'No', LoginTo: 'https://console.aws.amazon.com/', MobileVersion: 'No' }),
        ),
      ),
      call(inConsole(), 'sso', 'ListAccountRoles', null),
      call(inConsole(), 'signin', 'GetSigninToken', null, {
        responseElements: { GetSigninToken: 'Success' },
        userAgent: 'Jakarta Commons-HttpClient/3.0',
      }),
    ],
  ],
  ['A user signs in with a second factor', [], [call(user('sam'), 'signin', 'ConsoleLogin', null, toSign({ MFAUsed: 'Yes' }))]],
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
    'Groups scale',
    [],
    [
      ...each(numbered(15, 'i'), () =>
        call(linked('AWSServiceRoleForAutoScaling', 'AutoScaling', 'autoscaling.amazonaws.com'), 'ec2', 'RunInstances', {
          instanceType: 'g5.xlarge',
          instancesSet: { items: [{ minCount: 12, maxCount: 12 }] },
        }),
      ),
      ...each(numbered(15, 'i'), () =>
        call(linked('AWSServiceRoleForAutoScaling', 'AutoScaling', 'autoscaling.amazonaws.com'), 'ec2', 'TerminateInstances', {}),
      ),
      call(
        linked('AWSServiceRoleForApplicationAutoScaling_LambdaConcurrency', 'x', 'lambda.application-autoscaling.amazonaws.com'),
        'lambda',
        'PutProvisionedConcurrencyConfig20190930',
        { functionName: 'shop', provisionedConcurrentExecutions: 200 },
      ),
      call(
        session('KarpenterController', 'karpenter', {
          agent: 'karpenter.sh-1.0.8 aws-sdk-go/1.55.5',
          more: {
            webIdFederationData: { federatedProvider: `arn:aws:iam::${OWN}:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/A` },
          },
        }),
        'ec2',
        'CreateFleet',
        { CreateFleetRequest: { LaunchTemplateConfigs: { Overrides: [{ InstanceType: 'g5.2xlarge' }] } } },
      ),
    ],
  ],
  [
    'Backups are copied and aged',
    [],
    [
      call(
        session('AWSBackupDefaultServiceRole', 'AWSBackup-CopyJob', { path: 'service-role/', invokedBy: 'backup.amazonaws.com' }),
        'ec2',
        'ModifySnapshotAttribute',
        { snapshotId: 'snap-1', createVolumePermission: { add: { items: [{ userId: SISTER }] } } },
      ),
      call(
        session('AWSBackupDefaultServiceRole', 'AWSBackup-CopyJob', { path: 'service-role/', invokedBy: 'backup.amazonaws.com' }),
        'rds',
        'CopyDBSnapshot',
        { sourceRegion: 'eu-west-1' },
      ),
      ...each(numbered(10, 'rp'), () => call(service('backup.amazonaws.com'), 'backup', 'DeleteRecoveryPoint', null)),
      ...each(numbered(10, 'nightly'), (dBSnapshotIdentifier) =>
        call(lambda('snapshot-janitor'), 'rds', 'DeleteDBSnapshot', { dBSnapshotIdentifier }),
      ),
      call(
        session('AWSDataLifecycleManagerDefaultRole', 'dlm', { path: 'service-role/', invokedBy: 'dlm.amazonaws.com' }),
        'ec2',
        'CreateSnapshots',
        {},
      ),
    ],
  ],
  [
    'The recorder of configurations looks around',
    [],
    each(READS, (name) => call(linked('AWSServiceRoleForConfig', 'configLambdaExecution', 'config.amazonaws.com'), 'iam', name)),
  ],
  [
    'Security services work with their own roles',
    [],
    [
      ...each(REFUSED, (name) =>
        call(linked('AWSServiceRoleForAmazonGuardDuty', 'GuardDuty', 'guardduty.amazonaws.com'), 'ec2', name, null, {
          errorCode: 'Client.UnauthorizedOperation',
        }),
      ),
      ...each(numbered(30, 'fn'), (functionName) =>
        call(linked('AWSServiceRoleForAmazonInspector2', 'inspector', 'inspector2.amazonaws.com'), 'lambda', 'GetFunction20150331v2', {
          functionName,
        }),
      ),
      call(linked('AWSServiceRoleForSecurityHub', 'securityhub', 'securityhub.amazonaws.com'), 'iam', 'GenerateCredentialReport', null),
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
    'A user pool at work',
    [],
    [
      ...each(numbered(40, 'u'), () => call(lambda('sign-up'), 'cognito-idp', 'AdminCreateUser', { userPoolId: 'p' })),
      ...each(numbered(20, 'u'), () =>
        call(lambda('sign-up'), 'cognito-idp', 'AdminInitiateAuth', null, { errorCode: 'NotAuthorizedException' }),
      ),
    ],
  ],
  [
    'A batch job copies objects',
    [],
    [
      call(signedOn(), 's3', 'CreateJob', { roleArn: own('batch') }),
      ...each(numbered(50, 'k'), (key) =>
        call(
          session('batch', 's3-batch', { invokedBy: 'batchoperations.s3.amazonaws.com' }),
          's3',
          'CopyObject',
          { bucketName: 'archive', key },
          { managementEvent: false },
        ),
      ),
    ],
  ],
  [
    'Data is written for another team, with that team’s key',
    [],
    each(numbered(20, 'day'), (key) =>
      call(
        lambda('exporter'),
        's3',
        'PutObject',
        {
          bucketName: 'lake',
          key,
          'x-amz-server-side-encryption-aws-kms-key-id': `arn:aws:kms:eu-central-1:${SISTER}:key/0f1e2d3c-0000-4000-8000-000000000001`,
        },
        { managementEvent: false, resources: [{ ARN: 'arn:aws:s3:::lake', accountId: SISTER, type: 'AWS::S3::Bucket' }] },
      ),
    ),
  ],
  [
    'Support looks at a case',
    [],
    [
      ...each(READS, (name) => call(linked('AWSServiceRoleForSupport', 'SupportCase', 'support.amazonaws.com'), 'ec2', name)),
      call(inConsole(), 'support', 'CreateCase', null),
    ],
  ],
  [
    'Somebody looks at the bill',
    [],
    [
      ...each(['GetCostAndUsage', 'GetCostForecast', 'GetDimensionValues', 'GetReservationUtilization'], (name) =>
        call(inConsole(), 'ce', name),
      ),
      call(inConsole(), 'billing', 'GetBillingData'),
      call(inConsole(), 'budgets', 'ViewBudget'),
    ],
  ],
  [
    'A developer’s day in the console',
    [],
    [
      ...each(numbered(25, 'bucket'), (bucketName) => call(inConsole(), 's3', 'GetBucketLocation', { bucketName })),
      ...each(numbered(9, 'fn'), (functionName) => call(inConsole(), 'lambda', 'GetFunction20150331v2', { functionName })),
      call(inConsole(), 's3', 'GetBucketPolicy', { bucketName: 'bucket-1' }, { errorCode: 'NoSuchBucketPolicy' }),
      call(inConsole(), 'logs', 'StartQuery', { logGroupName: '/aws/lambda/fn-1' }),
      call(inConsole(), 'lambda', 'UpdateFunctionConfiguration20150331v2', { functionName: 'fn-1', timeout: 30 }),
      call(inConsole(), 'secretsmanager', 'GetSecretValue', { secretId: 'dev/db' }),
    ],
  ],
  [
    'An operator opens a session and reads a log',
    [],
    [
      call(signedOn(), 'ssm', 'StartSession', { target: 'i-0a1b2c3d4e5f60718' }),
      call(signedOn(), 'ec2-instance-connect', 'SendSSHPublicKey', { instanceId: 'i-0a1b2c3d4e5f60718' }),
      call(signedOn(), 'rds', 'DownloadDBLogFilePortion', { dBInstanceIdentifier: 'shop', logFileName: 'error.log' }),
    ],
  ],
  [
    'Maintenance windows patch the machines',
    [],
    each(numbered(20, 'i'), (instance) =>
      call(session('maintenance', 'mw', { invokedBy: 'ssm.amazonaws.com' }), 'ssm', 'SendCommand', {
        documentName: 'AWS-RunShellScript',
        instanceIds: [instance],
      }),
    ),
  ],
  [
    'A function writes its users’ mails and reads its own secrets',
    [],
    [
      ...each(numbered(50, 'm'), () => call(lambda('mailer'), 'ses', 'SendEmail', null)),
      ...each(numbered(3, 'prod/mail'), (secretId) => call(lambda('mailer'), 'secretsmanager', 'GetSecretValue', { secretId })),
      call(lambda('mailer'), 'sts', 'GetCallerIdentity', null),
    ],
  ],
  [
    'A nightly job exports a table',
    [],
    [
      call(lambda('nightly-export'), 'dynamodb', 'ExportTableToPointInTime', {
        tableArn: `arn:aws:dynamodb:eu-central-1:${OWN}:table/orders`,
        s3Bucket: 'exports',
      }),
    ],
  ],
  [
    'A log tool subscribes to every new log group',
    [],
    each(numbered(12, '/aws/lambda/new'), (logGroupName) =>
      call(lambda('log-auto-subscribe'), 'logs', 'PutSubscriptionFilter', {
        logGroupName,
        filterName: 'ship',
        destinationArn: `arn:aws:lambda:eu-central-1:${OWN}:function:forwarder`,
      }),
    ),
  ],
  [
    'A cluster’s operator mirrors the secrets each hour',
    [],
    each(numbered(60, 'prod/s'), (secretId) =>
      call(
        session('external-secrets', '1772440000', {
          agent: 'external-secrets aws-sdk-go/1.55.5',
          more: {
            webIdFederationData: { federatedProvider: `arn:aws:iam::${OWN}:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/A` },
          },
        }),
        'secretsmanager',
        'GetSecretValue',
        { secretId },
      ),
    ),
  ],
  [
    'A vendor is connected for the first time',
    ['role-created-for-foreign-account'],
    [
      call(signedOn(TERRAFORM), 'iam', 'CreateRole', {
        roleName: 'DatadogIntegrationRole',
        assumeRolePolicyDocument: policy(
          trusts({ AWS: 'arn:aws:iam::464622532012:root' }, { Condition: { StringEquals: { 'sts:ExternalId': 'x' } } }),
        ),
      }),
      call(signedOn(TERRAFORM), 'iam', 'AttachRolePolicy', {
        roleName: 'DatadogIntegrationRole',
        policyArn: 'arn:aws:iam::aws:policy/SecurityAudit',
      }),
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
  [
    'A person repairs a function by hand',
    ['function-code-changed-by-unexpected-principal'],
    [
      call(signedOn(CLI), 'lambda', 'UpdateFunctionCode20150331v2', { functionName: 'shop' }),
      call(signedOn(CLI), 'lambda', 'Invoke', { functionName: 'shop' }),
    ],
  ],
];

describe('ordinary days', () => {
  test.for(DAYS)('%s', ([, wanted, records]) => {
    expect(records.length).toBeGreaterThan(0);
    expect(loudIn(records)).toEqual(wanted);
  });

  test('are many', () => {
    expect(DAYS.length).toBeGreaterThanOrEqual(35);
  });
});
