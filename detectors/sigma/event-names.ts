// Event names that rules get wrong: CloudTrail's names are not always the names of IAM's actions or of the API.

/** IAM actions that no CloudTrail record has as its event name, with the name to look for instead, when there is one. */
export const ACTIONS_WITHOUT_EVENT: ReadonlyMap<string, string | undefined> = new Map([
  ['passrole', undefined],
  ['invokefunction', 'Invoke'],
  ['listallmybuckets', 'ListBuckets'],
  ['listbucket', 'ListObjects'],
  ['listbucketversions', 'ListObjectVersions'],
  ['putencryptionconfiguration', 'PutBucketEncryption'],
  ['putlifecycleconfiguration', 'PutBucketLifecycle'],
  ['putreplicationconfiguration', 'PutBucketReplication'],
]);

/**
 * Lambda's API calls whose event name ends with the date of the API, as AWS documents them ("Logging AWS Lambda API calls
 * using AWS CloudTrail") or as seen in real trails.
 */
export const DATED_LAMBDA_EVENTS: ReadonlyMap<string, string> = new Map(
  [
    'AddPermission20150331v2',
    'CreateAlias20150331',
    'CreateEventSourceMapping20150331',
    'CreateFunction20150331',
    'DeleteEventSourceMapping20150331',
    'DeleteFunction20150331',
    'DeleteFunctionConcurrency20171031',
    'DeleteLayerVersion20181031',
    'GetFunction20150331v2',
    'GetFunctionConfiguration20150331v2',
    'GetPolicy20150331v2',
    'ListFunctions20150331',
    'ListTags20170331',
    'ListVersionsByFunction20150331',
    'PublishLayerVersion20181031',
    'PublishVersion20150331',
    'PutFunctionConcurrency20171031',
    'RemovePermission20150331v2',
    'TagResource20170331v2',
    'UntagResource20170331v2',
    'UpdateAlias20150331',
    'UpdateEventSourceMapping20150331',
    'UpdateFunctionCode20150331v2',
    'UpdateFunctionConfiguration20150331v2',
  ].map((name) => [withoutDate(name).toLowerCase(), name]),
);

/** `GetFunction20150331v2` → `GetFunction`, and CloudFront's `CreateFunction2020_05_31` → `CreateFunction`. */
export function withoutDate(name: string): string {
  return name.replace(/(\d{8}|\d{4}_\d{2}_\d{2})(v\d+)?$/, '');
}

/** Services whose event names are those of their API, and whose IAM actions are named otherwise, or which have no actions. */
export const SOURCES_WITH_OTHER_NAMES: ReadonlySet<string> = new Set([
  's3.amazonaws.com',
  'apigateway.amazonaws.com',
  'bedrock-runtime.amazonaws.com',
  'signin.amazonaws.com',
]);

/** Events that are no action of IAM: of the console, of services by themselves, and API calls that IAM knows by another name. */
export const EVENTS_WITHOUT_ACTION: ReadonlySet<string> = new Set(
  [
    'Invoke', 'ReEncrypt', 'LambdaESMDisabled', 'SharedSnapshotCopyInitiated', 'SharedSnapshotVolumeCreated', 'CreateAccountResult',
    'JobCreated', 'ConsoleLogin', 'CheckMfa', 'SwitchRole', 'ExitRole', 'RenewRole', 'GetSigninToken', 'PasswordRecoveryRequested',
    'PasswordRecoveryCompleted', 'PasswordUpdated', 'EmailUpdated', 'MfaUpdated', 'ExternalIdPDirectoryLogin', 'UserAuthentication',
    'CredentialChallenge', 'CredentialVerification', 'Authenticate', 'Federate', 'CopyObject', 'HeadObject', 'HeadBucket', 'ListBuckets',
    'ListObjects', 'ListObjectsV2', 'ListObjectVersions', 'DeleteObjects', 'CreateMultipartUpload', 'CompleteMultipartUpload',
    'UploadPart', 'UploadPartCopy', 'PutBucketLifecycle', 'PutBucketLifecycleConfiguration', 'GetBucketLifecycle', 'DeleteBucketLifecycle',
    'PutBucketReplication', 'GetBucketReplication', 'DeleteBucketReplication', 'PutBucketEncryption', 'GetBucketEncryption',
    'DeleteBucketEncryption', 'GetPublicAccessBlock', 'DeleteBucketPublicAccessBlock', 'DeleteAccountPublicAccessBlock',
    'GetObjectLockConfiguration', 'GetBucketAccelerateConfiguration', 'Converse', 'ConverseStream',
    'InvokeModelWithBidirectionalStream', 'CreateRestApi', 'ImportRestApi', 'DeleteRestApi', 'GetRestApis', 'GetApiKeys', 'GetApiKey',
    'PutIntegration', 'PutMethod', 'UpdateMethod', 'UpdateRestApi', 'CreateDeployment', 'UpdateStage', 'DeleteStage', 'ImportApi',
  ].map((name) => name.toLowerCase()),
); // biome-ignore format: a list of words

/** Lambda's parameters that CloudTrail leaves out, since they hold code and secrets. */
export const OMITTED_LAMBDA_FIELDS = [
  'requestparameters.environment',
  'requestparameters.zipfile',
  'requestparameters.code.zipfile',
  'requestparameters.content.zipfile',
] as const;
