// Data events: Lambda Invoke, S3 objects and DynamoDB items, which a trail records only when it is asked to.
import { dynamoRequestId, s3HostId, s3RequestId } from '../identifiers.ts';
import type { JsonObject } from '../json.ts';
import type { Random } from '../random.ts';
import { awsService } from './identities.ts';
import type { RecordPlace, TrailCall } from './trail-record.ts';

/** Who calls and from where; the rest of the record is the service's. */
export type Caller = Pick<TrailCall, 'timeMs' | 'identity' | 'address' | 'agent' | 'vpcEndpointId'>;

export const functionArn = (place: RecordPlace, name: string): string => `arn:aws:lambda:${place.region}:${place.account}:function:${name}`;

export const invokeEvent = (
  invocation: {
    readonly timeMs: number;
    readonly function: string;
    readonly version: string;
    readonly requestId: string;
    readonly invoker: string;
  },
  place: RecordPlace,
): TrailCall => {
  const arn = functionArn(place, invocation.function);
  return {
    timeMs: invocation.timeMs,
    identity: awsService(invocation.invoker),
    service: 'lambda',
    name: 'Invoke',
    address: invocation.invoker,
    agent: invocation.invoker,
    readOnly: false,
    parameters: { functionName: invocation.version === '$LATEST' ? arn : `${arn}:live` },
    additional: { functionVersion: `${arn}:${invocation.version}` },
    requestId: invocation.requestId,
    resources: [{ accountId: place.account, type: 'AWS::Lambda::Function', ARN: arn }],
    data: true,
    shared: true,
  };
};

const s3Resources = (bucket: string, key: string | undefined, account: string): JsonObject[] => [
  ...(key === undefined ? [] : [{ type: 'AWS::S3::Object', ARN: `arn:aws:s3:::${bucket}/${key}` }]),
  { accountId: account, type: 'AWS::S3::Bucket', ARN: `arn:aws:s3:::${bucket}` },
];

export interface Exchange {
  readonly sentBytes: number;
  readonly receivedBytes: number;
}

/** What S3 adds to its records. */
export const s3Additional = (exchange: Exchange, random: Random): JsonObject => ({
  SignatureVersion: 'SigV4',
  CipherSuite: 'TLS_AES_128_GCM_SHA256',
  bytesTransferredIn: Math.round(exchange.sentBytes),
  AuthenticationMethod: 'AuthHeader',
  'x-amz-id-2': s3HostId(random),
  bytesTransferredOut: Math.round(exchange.receivedBytes),
});

export const objectEvent = (
  caller: Caller,
  object: { readonly name: 'GetObject' | 'PutObject' | 'ListObjects'; readonly bucket: string; readonly key?: string } & Exchange,
  place: RecordPlace,
  random: Random,
): TrailCall => {
  const host = `${object.bucket}.s3.${place.region}.amazonaws.com`;
  return {
    ...caller,
    agent: `[${caller.agent}]`,
    service: 's3',
    name: object.name,
    readOnly: object.name !== 'PutObject',
    parameters: { bucketName: object.bucket, Host: host, key: object.key, 'list-type': object.name === 'ListObjects' ? '2' : undefined },
    response: object.name === 'PutObject' ? { 'x-amz-server-side-encryption': 'AES256' } : null,
    additional:
      object.name === 'ListObjects' ? s3Additional(object, random) : { SSEApplied: 'Default_SSE_S3', ...s3Additional(object, random) },
    requestId: s3RequestId(random),
    resources: s3Resources(object.bucket, object.key, place.account),
    data: true,
    host,
  };
};

export const tableEvent = (
  caller: Caller,
  item: { readonly name: string; readonly table: string; readonly key?: string },
  place: RecordPlace,
  random: Random,
): TrailCall => ({
  ...caller,
  service: 'dynamodb',
  name: item.name,
  readOnly: item.name !== 'PutItem' && item.name !== 'UpdateItem',
  parameters: { tableName: item.table, key: item.key === undefined ? undefined : { pk: item.key } },
  requestId: dynamoRequestId(random),
  resources: [
    {
      accountId: place.account,
      type: 'AWS::DynamoDB::Table',
      ARN: `arn:aws:dynamodb:${place.region}:${place.account}:table/${item.table}`,
    },
  ],
  apiVersion: '2012-08-10',
  data: true,
  host: `dynamodb.${place.region}.amazonaws.com`,
});
