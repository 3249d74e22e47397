// How much an AWS action lets whoever calls it do, from the public record of what attackers call: the weight of a first use.
import type { Attack, Category } from '../model/attack.ts';

/** 3: takes over, hides or persists. 2: reads secrets, takes data out, widens reach. 1: looks around. 0: ordinary work. */
type Sensitivity = 0 | 1 | 2 | 3;

export interface Sensitive {
  readonly level: Sensitivity;
  readonly category: Category;
  readonly attack: Attack;
}

const of = (level: Sensitivity, category: Category, tactic: Attack['tactic'], technique: Attack['technique']): Sensitive => ({
  level,
  category,
  attack: { tactic, technique },
});

const ACCOUNT_WRITE = of(3, 'persistence', 'TA0003', 'T1136.003');
const KEY_WRITE = of(3, 'persistence', 'TA0003', 'T1098.001');
const ROLE_WRITE = of(3, 'escalation', 'TA0004', 'T1098.003');
const LOG_STOP = of(3, 'defence-evasion', 'TA0005', 'T1562.008');
const TOOL_STOP = of(3, 'defence-evasion', 'TA0005', 'T1562.001');
const CODE_WRITE = of(3, 'persistence', 'TA0003', 'T1648');
const TRIGGER_WRITE = of(2, 'persistence', 'TA0003', 'T1546');
const SECRET_READ = of(2, 'credential-access', 'TA0006', 'T1555.006');
const SHARE = of(3, 'exfiltration', 'TA0010', 'T1537');
const EXPORT = of(2, 'exfiltration', 'TA0010', 'T1567.002');
const DESTROY = of(3, 'defence-evasion', 'TA0040', 'T1485');
const MOVE = of(2, 'escalation', 'TA0008', 'T1550.001');
const COMPUTE = of(2, 'denial-of-wallet', 'TA0040', 'T1496');
const COSTLY = of(2, 'denial-of-wallet', 'TA0040', 'T1496.004');
const RUN_CODE = of(3, 'escalation', 'TA0002', 'T1651');
const LOOK = of(1, 'discovery', 'TA0007', 'T1580');
const LOOK_AT_PEOPLE = of(1, 'discovery', 'TA0007', 'T1087.004');
const LOOK_AT_RIGHTS = of(1, 'discovery', 'TA0007', 'T1069.003');
const ORDINARY = of(0, 'escalation', 'TA0004', 'T1078.004');

const named = (sensitive: Sensitive, service: string, ...names: readonly string[]): (readonly [string, Sensitive])[] =>
  names.map((name) => [`${service}:${name}`, sensitive] as const);

const ACTIONS: ReadonlyMap<string, Sensitive> = new Map([
  ...named(ACCOUNT_WRITE, 'iam', 'CreateUser', 'CreateLoginProfile', 'UpdateLoginProfile', 'CreateRole', 'CreateSAMLProvider'),
  ...named(ACCOUNT_WRITE, 'iam', 'CreateOpenIDConnectProvider', 'UpdateSAMLProvider', 'AddClientIDToOpenIDConnectProvider'),
  ...named(KEY_WRITE, 'iam', 'CreateAccessKey', 'UpdateAccessKey', 'UploadSSHPublicKey', 'CreateServiceSpecificCredential'),
  ...named(KEY_WRITE, 'iam', 'DeactivateMFADevice', 'DeleteVirtualMFADevice', 'CreateVirtualMFADevice'),
  ...named(
    ROLE_WRITE,
    'iam',
    'AttachUserPolicy',
    'AttachRolePolicy',
    'AttachGroupPolicy',
    'PutUserPolicy',
    'PutRolePolicy',
    'PutGroupPolicy',
  ),
  ...named(ROLE_WRITE, 'iam', 'CreatePolicyVersion', 'SetDefaultPolicyVersion', 'AddUserToGroup', 'UpdateAssumeRolePolicy'),
  ...named(ROLE_WRITE, 'iam', 'AddRoleToInstanceProfile', 'DeleteRolePermissionsBoundary', 'DeleteUserPermissionsBoundary'),
  ...named(ROLE_WRITE, 'iam', 'PutRolePermissionsBoundary', 'PutUserPermissionsBoundary'),
  ...named(ROLE_WRITE, 'sso-admin', 'CreateAccountAssignment', 'PutInlinePolicyToPermissionSet', 'AttachManagedPolicyToPermissionSet'),
  ...named(ROLE_WRITE, 'rolesanywhere', 'CreateTrustAnchor', 'CreateProfile'),
  ...named(LOG_STOP, 'cloudtrail', 'StopLogging', 'DeleteTrail', 'UpdateTrail', 'PutEventSelectors', 'DeleteEventDataStore'),
  ...named(LOG_STOP, 'logs', 'DeleteLogGroup', 'DeleteLogStream', 'DeleteSubscriptionFilter', 'PutRetentionPolicy', 'DeleteAccountPolicy'),
  ...named(LOG_STOP, 'ec2', 'DeleteFlowLogs'),
  ...named(LOG_STOP, 'route53resolver', 'DeleteResolverQueryLogConfig', 'DisassociateResolverQueryLogConfig'),
  ...named(LOG_STOP, 'config', 'StopConfigurationRecorder', 'DeleteConfigurationRecorder', 'DeleteDeliveryChannel'),
  ...named(TOOL_STOP, 'guardduty', 'DeleteDetector', 'UpdateDetector', 'CreateFilter', 'CreateIPSet', 'DisassociateFromMasterAccount'),
  ...named(TOOL_STOP, 'securityhub', 'DisableSecurityHub', 'BatchDisableStandards'),
  ...named(TOOL_STOP, 'cloudwatch', 'DeleteAlarms', 'DisableAlarmActions'),
  ...named(TOOL_STOP, 'events', 'DisableRule', 'DeleteRule', 'RemoveTargets'),
  ...named(TOOL_STOP, 'wafv2', 'DeleteWebACL', 'DisassociateWebACL'),
  ...named(TOOL_STOP, 'organizations', 'LeaveOrganization', 'DetachPolicy', 'DisablePolicyType'),
  ...named(CODE_WRITE, 'lambda', 'CreateFunction', 'UpdateFunctionCode', 'UpdateFunctionConfiguration', 'PublishLayerVersion'),
  ...named(CODE_WRITE, 'lambda', 'AddPermission', 'AddLayerVersionPermission', 'CreateFunctionUrlConfig', 'UpdateFunctionUrlConfig'),
  ...named(CODE_WRITE, 'lambda', 'DeleteFunctionCodeSigningConfig', 'DeleteFunctionConcurrency'),
  ...named(TRIGGER_WRITE, 'lambda', 'CreateEventSourceMapping', 'UpdateEventSourceMapping', 'UpdateAlias'),
  ...named(TRIGGER_WRITE, 'events', 'PutRule', 'PutTargets', 'CreateApiDestination'),
  ...named(TRIGGER_WRITE, 'scheduler', 'CreateSchedule'),
  ...named(TRIGGER_WRITE, 'sns', 'Subscribe', 'SetTopicAttributes', 'AddPermission'),
  ...named(TRIGGER_WRITE, 'sqs', 'AddPermission', 'SetQueueAttributes'),
  ...named(SECRET_READ, 'secretsmanager', 'GetSecretValue', 'BatchGetSecretValue', 'ListSecrets'),
  ...named(SECRET_READ, 'ssm', 'GetParameter', 'GetParameters', 'GetParametersByPath'),
  ...named(SECRET_READ, 'lambda', 'GetFunction', 'GetFunctionConfiguration', 'GetLayerVersion'),
  ...named(SECRET_READ, 'ec2', 'GetPasswordData', 'DescribeInstanceAttribute'),
  ...named(SECRET_READ, 'ecr', 'GetAuthorizationToken'),
  ...named(SECRET_READ, 'codeartifact', 'GetAuthorizationToken'),
  ...named(SECRET_READ, 'rds', 'GenerateDBAuthToken'),
  ...named(SECRET_READ, 'cognito-idp', 'ListUsers', 'AdminGetUser', 'DescribeUserPoolClient'),
  ...named(SHARE, 'ec2', 'ModifySnapshotAttribute', 'ModifyImageAttribute', 'SharedSnapshotCopyInitiated'),
  ...named(SHARE, 'rds', 'ModifyDBSnapshotAttribute', 'ModifyDBClusterSnapshotAttribute'),
  ...named(
    SHARE,
    's3',
    'PutBucketPolicy',
    'PutBucketAcl',
    'PutBucketReplication',
    'DeletePublicAccessBlock',
    'DeleteBucketPublicAccessBlock',
  ),
  ...named(SHARE, 's3', 'PutPublicAccessBlock', 'PutBucketPublicAccessBlock'),
  ...named(SHARE, 'logs', 'PutSubscriptionFilter', 'PutDestination', 'PutDestinationPolicy', 'PutAccountPolicy'),
  ...named(SHARE, 'ecr', 'SetRepositoryPolicy'),
  ...named(SHARE, 'secretsmanager', 'PutResourcePolicy', 'ReplicateSecretToRegions'),
  ...named(SHARE, 'kms', 'PutKeyPolicy', 'CreateGrant'),
  ...named(EXPORT, 'dynamodb', 'ExportTableToPointInTime', 'Scan', 'CreateBackup', 'RestoreTableFromBackup'),
  ...named(EXPORT, 'rds', 'StartExportTask', 'CreateDBSnapshot', 'CopyDBSnapshot', 'RestoreDBInstanceFromDBSnapshot'),
  ...named(EXPORT, 'ec2', 'CreateSnapshot', 'CopySnapshot', 'CreateImage', 'CreateInstanceExportTask'),
  ...named(EXPORT, 'logs', 'CreateExportTask', 'StartQuery', 'FilterLogEvents'),
  ...named(EXPORT, 'redshift', 'GetClusterCredentials'),
  ...named(EXPORT, 'redshift-data', 'ExecuteStatement'),
  ...named(EXPORT, 'athena', 'StartQueryExecution'),
  ...named(DESTROY, 's3', 'DeleteBucket', 'PutBucketVersioning', 'PutBucketLifecycle', 'PutBucketLifecycleConfiguration'),
  ...named(DESTROY, 'dynamodb', 'DeleteTable', 'DeleteBackup', 'UpdateContinuousBackups'),
  ...named(DESTROY, 'rds', 'DeleteDBInstance', 'DeleteDBCluster', 'DeleteDBSnapshot'),
  ...named(DESTROY, 'kms', 'ScheduleKeyDeletion', 'DisableKey', 'DeleteImportedKeyMaterial'),
  ...named(DESTROY, 'backup', 'DeleteRecoveryPoint', 'DeleteBackupVault'),
  ...named(DESTROY, 'ec2', 'DeleteSnapshot', 'TerminateInstances'),
  ...named(MOVE, 'sts', 'AssumeRole', 'AssumeRoleWithWebIdentity', 'GetFederationToken', 'GetSessionToken'),
  ...named(RUN_CODE, 'ssm', 'SendCommand', 'StartSession', 'StartAutomationExecution', 'CreateAssociation'),
  ...named(RUN_CODE, 'ec2-instance-connect', 'SendSSHPublicKey', 'SendSerialConsoleSSHPublicKey'),
  ...named(RUN_CODE, 'ecs', 'ExecuteCommand'),
  ...named(COMPUTE, 'ec2', 'RunInstances', 'RequestSpotInstances', 'CreateFleet', 'AuthorizeSecurityGroupIngress'),
  ...named(COMPUTE, 'ecs', 'RunTask', 'CreateCluster', 'RegisterTaskDefinition'),
  ...named(COMPUTE, 'sagemaker', 'CreateNotebookInstance', 'CreatePresignedNotebookInstanceUrl', 'CreateTrainingJob'),
  ...named(COSTLY, 'bedrock', 'InvokeModel', 'InvokeModelWithResponseStream', 'Converse', 'PutUseCaseForModelAccess'),
  ...named(COSTLY, 'ses', 'SendEmail', 'SendRawEmail', 'UpdateAccountSendingEnabled', 'VerifyEmailIdentity', 'VerifyDomainIdentity'),
  ...named(LOOK_AT_PEOPLE, 'sts', 'GetCallerIdentity'),
  ...named(LOOK_AT_PEOPLE, 'iam', 'ListUsers', 'GetUser', 'ListAccessKeys', 'GetAccountAuthorizationDetails', 'GetCredentialReport'),
  ...named(LOOK_AT_RIGHTS, 'iam', 'ListRoles', 'ListAttachedRolePolicies', 'ListPolicies', 'GetPolicyVersion', 'SimulatePrincipalPolicy'),
]);

/** Services whose every write is about who may do what. */
const RIGHTS_SERVICES = ['iam', 'organizations', 'sso-admin', 'identitystore', 'account'];
/** Verbs that only look; everything else writes. */
const READING = /^(?:Get|List|Describe|Search|Lookup|Simulate|Generate|Batch(?:Get|Describe))/;

/** Services that a function reads and lists as its daily work. */
const WORKING_SERVICES = ['s3', 'dynamodb', 'sqs', 'sns', 'kinesis', 'logs', 'kms', 'events', 'states', 'xray', 'cloudwatch'];

/** By name, else by what the verb does to which service. `action` is `service:Name`. */
export const sensitivityOf = (action: string): Sensitive => {
  const known = ACTIONS.get(action);
  if (known !== undefined) return known;
  const [service = '', name = ''] = action.split(':');
  const reads = READING.test(name);
  if (RIGHTS_SERVICES.includes(service)) return reads ? LOOK_AT_RIGHTS : ROLE_WRITE;
  if (!reads || WORKING_SERVICES.includes(service)) return ORDINARY;
  return LOOK;
};
