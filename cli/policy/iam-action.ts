// The IAM actions that a recorded call needs. For most calls they are the call's own name; here are those that differ, as the
// service authorization reference says ("Actions, resources, and condition keys for …").
import { servicePrefix, undatedName } from '../../ingest/normalise/api-action.ts';

/** Endpoints named other than the prefix in policies, beside those that `servicePrefix` knows. */
const PREFIXES: ReadonlyMap<string, string> = new Map([
  ['streams.dynamodb', 'dynamodb'],
  ['rdsdata', 'rds-data'],
  ['runtime.sagemaker', 'sagemaker'],
  ['runtime.lex', 'lex'],
  ['models.lex', 'lex'],
  ['metering.marketplace', 'aws-marketplace'],
  ['bedrock-runtime', 'bedrock'],
  ['bedrock-agent', 'bedrock'],
  ['bedrock-agent-runtime', 'bedrock'],
  ['iotdata', 'iot'],
]);

export const iamPrefix = (eventSource: string): string => {
  const name = eventSource.endsWith('.amazonaws.com') ? eventSource.slice(0, -'.amazonaws.com'.length) : eventSource;
  return PREFIXES.get(name) ?? servicePrefix(eventSource);
};

type Service = Readonly<Record<string, readonly string[]>>;

/** By prefix, then by the name of the call. No actions: IAM asks for none. */
export const DIFFERENT: Readonly<Record<string, Service>> = {
  s3: {
    ListObjects: ['ListBucket'],
    ListObjectsV2: ['ListBucket'],
    HeadBucket: ['ListBucket'],
    ListObjectVersions: ['ListBucketVersions'],
    ListBuckets: ['ListAllMyBuckets'],
    ListMultipartUploads: ['ListBucketMultipartUploads'],
    ListParts: ['ListMultipartUploadParts'],
    HeadObject: ['GetObject'],
    SelectObjectContent: ['GetObject'],
    PostObject: ['PutObject'],
    CreateMultipartUpload: ['PutObject'],
    UploadPart: ['PutObject'],
    CompleteMultipartUpload: ['PutObject'],
    DeleteObjects: ['DeleteObject'],
    GetBucketEncryption: ['GetEncryptionConfiguration'],
    PutBucketEncryption: ['PutEncryptionConfiguration'],
    DeleteBucketEncryption: ['PutEncryptionConfiguration'],
    GetBucketLifecycle: ['GetLifecycleConfiguration'],
    GetBucketLifecycleConfiguration: ['GetLifecycleConfiguration'],
    PutBucketLifecycle: ['PutLifecycleConfiguration'],
    PutBucketLifecycleConfiguration: ['PutLifecycleConfiguration'],
    DeleteBucketLifecycle: ['PutLifecycleConfiguration'],
    DeleteBucketCors: ['PutBucketCORS'],
    GetBucketReplication: ['GetReplicationConfiguration'],
    PutBucketReplication: ['PutReplicationConfiguration'],
    DeleteBucketReplication: ['PutReplicationConfiguration'],
    GetBucketNotificationConfiguration: ['GetBucketNotification'],
    PutBucketNotificationConfiguration: ['PutBucketNotification'],
    GetBucketAccelerateConfiguration: ['GetAccelerateConfiguration'],
    GetPublicAccessBlock: ['GetBucketPublicAccessBlock'],
    PutPublicAccessBlock: ['PutBucketPublicAccessBlock'],
    DeletePublicAccessBlock: ['PutBucketPublicAccessBlock'],
    DeleteBucketTagging: ['PutBucketTagging'],
    GetObjectLockConfiguration: ['GetBucketObjectLockConfiguration'],
  },
  lambda: {
    Invoke: ['InvokeFunction'],
    InvokeWithResponseStream: ['InvokeFunction'],
  },
  sqs: {
    SendMessageBatch: ['SendMessage'],
    DeleteMessageBatch: ['DeleteMessage'],
    ChangeMessageVisibilityBatch: ['ChangeMessageVisibility'],
  },
  sns: { PublishBatch: ['Publish'] },
  kms: { ReEncrypt: ['ReEncryptFrom', 'ReEncryptTo'] },
  bedrock: {
    Converse: ['InvokeModel'],
    ConverseStream: ['InvokeModelWithResponseStream'],
  },
  sts: { GetCallerIdentity: [] },
};

/**
 * Calls whose permissions follow from what is in them, which the record does not tell: a copy reads its source, a transaction is
 * made of other actions, a statement is of any kind.
 */
const UNTOLD: ReadonlyMap<string, string> = new Map([
  ['s3:CopyObject', 'needs s3:PutObject on the target, and s3:GetObject on a source that is told in a header'],
  ['s3:UploadPartCopy', 'needs s3:PutObject on the target, and s3:GetObject on a source that is told in a header'],
  ['dynamodb:TransactWriteItems', 'needs the action of each part: PutItem, UpdateItem, DeleteItem or ConditionCheckItem'],
  ['dynamodb:TransactGetItems', 'needs dynamodb:GetItem on each table'],
  ['dynamodb:ExecuteStatement', 'needs dynamodb:PartiQLSelect, Insert, Update or Delete, as the statement is'],
  ['dynamodb:BatchExecuteStatement', 'needs dynamodb:PartiQLSelect, Insert, Update or Delete, as each statement is'],
  ['dynamodb:ExecuteTransaction', 'needs dynamodb:PartiQLSelect, Insert, Update or Delete, as each statement is'],
]);

export type NeededActions =
  | { readonly kind: 'actions'; readonly actions: readonly string[] }
  | { readonly kind: 'untold'; readonly action: string; readonly why: string };

/** `prefix:Name` as IAM would write them, whether IAM knows them or not. */
export const neededActions = (eventSource: string, eventName: string): NeededActions => {
  const prefix = iamPrefix(eventSource);
  const name = undatedName(eventName);
  const why = UNTOLD.get(`${prefix}:${name}`);
  if (why !== undefined) return { kind: 'untold', action: `${prefix}:${name}`, why };
  const service = Object.hasOwn(DIFFERENT, prefix) ? DIFFERENT[prefix] : undefined;
  const names = service !== undefined && Object.hasOwn(service, name) ? service[name] : undefined;
  return { kind: 'actions', actions: (names ?? [name]).map((each) => `${prefix}:${each}`) };
};
