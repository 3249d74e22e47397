// Ordinary tools and services: scanners, monitors, schedules, backups.
import type { JsonObject } from '../../../detectors/model/json.ts';
import {
  BOTO,
  call,
  each,
  inConsole,
  lambda,
  linked,
  numbered,
  type OrdinaryDay,
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
} from './ordinary-records.ts';

const READS = ['ListUsers', 'ListRoles', 'GetAccountSummary', 'ListBuckets', 'DescribeTrails', 'DescribeInstances', 'ListFunctions20150331', 'DescribeSnapshots', 'ListSecrets', 'DescribeVpcs', 'ListKeys', 'ListTables', 'DescribeDBInstances', 'ListTopics', 'ListQueues', 'DescribeAlarms', 'GetAccountPasswordPolicy', 'DescribeRegions', 'ListDetectors', 'DescribeFlowLogs', 'ListPolicies', 'GetSendQuota', 'ListIdentities']; // biome-ignore format: a list of words

const REFUSED = ['ListAnalyzers', 'GetMacieSession', 'DescribeFleets', 'ListProjects', 'ListApps', 'GetCostAndUsage', 'ListAccounts', 'DescribeOrganization', 'ListStreams', 'ListGraphqlApis', 'GetRestApis', 'ListDomains', 'ListClusters', 'DescribeCacheClusters', 'ListWorkGroups', 'ListCertificates', 'GetDetector', 'ListPipelines', 'DescribeFileSystems', 'ListJobs', 'ListDatasets', 'ListImages', 'ListUserPools', 'ListGroups', 'DescribeHub', 'ListMembers', 'ListVaults', 'DescribeVolumes', 'ListTags', 'ListPackages']; // biome-ignore format: a list of words

const scan = (who: Parameters<typeof call>[0]): readonly JsonObject[] => [
  ...each(READS, (name) => call(who, 'ec2', name)),
  ...each(REFUSED, (name) => call(who, 'iam', name, null, { errorCode: 'AccessDenied', errorMessage: 'not authorized' })),
  ...each(numbered(30, 'bucket'), (bucketName) => call(who, 's3', 'GetBucketAcl', { bucketName })),
];

const own = (name: string): string => `arn:aws:iam::${OWN}:role/${name}`;

export const ORDINARY_TOOLS: readonly OrdinaryDay[] = [
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
    'A security vendor lists models, images and consoles in every region',
    [],
    each(['us-east-1', 'us-west-2', 'eu-west-1', 'ap-south-1', 'sa-east-1'], (awsRegion) =>
      call(session('vendor-audit', 'scan', { agent: BOTO }), 'bedrock', 'ListFoundationModels', null, { awsRegion }),
    ),
  ],
  [
    'A build machine registers containers and functions with their roles',
    [],
    each(numbered(6, 'svc'), (family) =>
      call(session('ci-runner', 'i-0123456789abcdef0'), 'ecs', 'RegisterTaskDefinition', {
        family,
        taskRoleArn: `arn:aws:iam::${OWN}:role/${family}`,
        containerDefinitions: [],
      }),
    ),
  ],
  [
    'Guardrails of the organization are moved by Terraform',
    [],
    each(['DetachPolicy', 'AttachPolicy', 'UpdatePolicy'], (name) =>
      call(pipeline(), 'organizations', name, { policyId: 'p-a', targetId: 'ou-a' }),
    ),
  ],
  [
    'Images are built, tried and tidied up',
    [],
    [
      ...each(numbered(4, 'i-'), (instanceId) => call(session('packer', 'build'), 'ec2', 'GetConsoleOutput', { instanceId })),
      call(session('packer', 'build'), 'ec2', 'CreateKeyPair', { keyName: 'packer_6a1' }),
      call(session('packer', 'build'), 'ec2', 'DeregisterImage', { imageId: 'ami-1' }),
    ],
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
];
