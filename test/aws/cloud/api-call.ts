// What a request to AWS asks: by whom, of which service, which action, on what. As far as the functions here ask anything.
import type { IncomingMessage } from 'node:http';

export interface ApiCall {
  readonly accessKeyId: string;
  readonly region: string;
  readonly service: string;
  /** As in a policy: `dynamodb:PutItem`. */
  readonly action: string;
  /** ARNs; empty where the action has none that is known here. */
  readonly resources: readonly string[];
  readonly input: Readonly<Record<string, unknown>>;
}

/** `Authorization: AWS4-HMAC-SHA256 Credential=KEY/20260302/eu-central-1/sqs/aws4_request, …` */
const CREDENTIAL = /Credential=([^/]+)\/\d+\/([^/]+)\/([^/]+)\//;
const JSON_PROTOCOL = 'x-amz-target';

const parsed = (body: string): Readonly<Record<string, unknown>> => {
  try {
    return JSON.parse(body) as Readonly<Record<string, unknown>>;
  } catch {
    return Object.fromEntries(new URLSearchParams(body));
  }
};

const s3Action = (request: IncomingMessage, url: URL): string => {
  const isObject = url.pathname.split('/').filter((part) => part !== '').length > 1;
  const verb = { GET: 'Get', HEAD: 'Get', PUT: 'Put', POST: 'Post', DELETE: 'Delete' }[request.method ?? ''] ?? 'Other';
  return `${verb}${isObject ? 'Object' : 'Bucket'}`;
};

const resourcesOf = (service: string, region: string, account: string, url: URL, input: ApiCall['input']): readonly string[] => {
  const text = (name: string): string | undefined => (typeof input[name] === 'string' ? input[name] : undefined);
  const arn = (end: string): string => `arn:aws:${service}:${region}:${account}:${end}`;
  const table = text('TableName');
  const queue = text('QueueUrl');
  const group = text('logGroupName');
  switch (service) {
    case 'dynamodb': {
      const tables = table === undefined ? Object.keys((input['RequestItems'] as object | undefined) ?? {}) : [table];
      return tables.map((name) => arn(`table/${name}`));
    }
    case 'sqs':
      return queue === undefined ? [] : [arn(queue.split('/').at(-1) ?? '')];
    case 'sns':
      return [text('TopicArn') ?? ''];
    case 'logs':
      // CloudFormation's ARN of a group ends in `:*`, which is its streams.
      return group === undefined ? [] : [arn(`log-group:${group}:*`)];
    case 'events': {
      const entries = (input['Entries'] as readonly { readonly EventBusName?: string }[] | undefined) ?? [];
      return entries.map(({ EventBusName = 'default' }) => arn(`event-bus/${EventBusName.split('/').at(-1)}`));
    }
    case 's3':
      return [`arn:aws:s3:::${decodeURIComponent(url.pathname.slice(1))}`];
    default:
      return [];
  }
};

/** Undefined: it is signed by nobody, so no SDK sent it. */
export const apiCall = (request: IncomingMessage, body: string, account: string): ApiCall | undefined => {
  const found = CREDENTIAL.exec(request.headers.authorization ?? '');
  if (found === null) return undefined;
  const [, accessKeyId = '', region = '', service = ''] = found;
  const url = new URL(request.url ?? '/', 'http://aws');
  const target = request.headers[JSON_PROTOCOL];
  const input = service === 's3' ? {} : parsed(body);
  const name =
    typeof target === 'string'
      ? target.split('.').at(-1)
      : service === 's3'
        ? s3Action(request, url)
        : (input['Action'] as string | undefined);
  // SendMessageBatch is allowed by sqs:SendMessage; it is no action of its own.
  const action = `${service}:${service === 'sqs' ? (name ?? '').replace(/Batch$/, '') : name}`;
  return { accessKeyId, region, service, action, resources: resourcesOf(service, region, account, url, input), input };
};
