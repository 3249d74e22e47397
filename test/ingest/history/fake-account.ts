// A small account over HTTP: log groups, event history and a bucket, with the paging and the order that AWS documents, and
// with faults on request.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { S3Client } from '@aws-sdk/client-s3';
import { onTestFinished } from 'vitest';

export interface FakeEvent {
  readonly stream: string;
  readonly timestamp: number;
  readonly message: string;
  readonly id: string;
}

interface FakeObject {
  readonly body: Buffer;
  readonly writtenAt: number;
}

interface Fault {
  readonly status: number;
  /** AWS's name of the error. */
  readonly code: string;
  readonly message?: string;
}

interface Asked {
  /** `FilterLogEvents`, `LookupEvents`, `ListObjectsV2`, `GetObject`, … */
  readonly action: string;
  /** JSON body, or the query and headers of an S3 request. */
  readonly input: Readonly<Record<string, unknown>>;
}

export interface FakeAccount {
  readonly groups: Map<string, FakeEvent[]>;
  /** CloudTrail records. */
  readonly records: { readonly eventID: string; readonly eventTime: string }[];
  readonly objects: Map<string, FakeObject>;
  readonly asked: Asked[];
  /** Answers instead of the account, `drop` cuts the connection in the middle of an object. */
  fault: (asked: Asked) => Fault | 'drop' | undefined;
  pageSize: number;
  readonly endpoint: string;
}

export const REGION = 'eu-west-1';
export const ACCOUNT = '123456789012';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const number = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);

const filterLogEvents = (account: FakeAccount, input: Asked['input']): unknown => {
  const events = account.groups.get(text(input['logGroupName']));
  if (events === undefined) return { status: 400, code: 'ResourceNotFoundException', message: 'The specified log group does not exist.' };
  const from = number(input['startTime']) ?? 0;
  const to = number(input['endTime']) ?? Number.POSITIVE_INFINITY;
  const found = events
    .filter(({ timestamp }) => timestamp >= from && timestamp <= to)
    .sort((one, other) => one.timestamp - other.timestamp);
  const start = Number(input['nextToken'] ?? 0);
  const end = start + account.pageSize;
  return {
    events: found
      .slice(start, end)
      .map(({ stream, timestamp, message, id }) => ({ logStreamName: stream, timestamp, message, eventId: id, ingestionTime: timestamp })),
    searchedLogStreams: [],
    ...(end < found.length ? { nextToken: String(end) } : {}),
  };
};

const lookupEvents = (account: FakeAccount, input: Asked['input']): unknown => {
  const seconds = (time: string): number => Date.parse(time) / 1000;
  const from = number(input['StartTime']) ?? 0;
  const to = number(input['EndTime']) ?? Number.POSITIVE_INFINITY;
  const found = account.records
    .filter(({ eventTime }) => seconds(eventTime) >= from && seconds(eventTime) <= to)
    .sort((one, other) => seconds(other.eventTime) - seconds(one.eventTime));
  const start = Number(input['NextToken'] ?? 0);
  const end = start + Math.min(account.pageSize, number(input['MaxResults']) ?? 50);
  return {
    Events: found
      .slice(start, end)
      .map((record) => ({ EventId: record.eventID, EventTime: seconds(record.eventTime), CloudTrailEvent: JSON.stringify(record) })),
    ...(end < found.length ? { NextToken: String(end) } : {}),
  };
};

const describeLogGroups = (account: FakeAccount, input: Asked['input']): unknown => {
  const names = [...account.groups.keys()].filter((name) => name.startsWith(text(input['logGroupNamePrefix']))).sort();
  const start = Number(input['nextToken'] ?? 0);
  const end = start + account.pageSize;
  return {
    logGroups: names
      .slice(start, end)
      .map((name) => ({ logGroupName: name, arn: `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${name}:*` })),
    ...(end < names.length ? { nextToken: String(end) } : {}),
  };
};

const escaped = (name: string): string => name.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** As S3 lists: keys and folders in one order of UTF-8 bytes, a page of both together. */
const listObjects = (account: FakeAccount, query: URLSearchParams): string => {
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const after = query.get('continuation-token') ?? query.get('start-after') ?? '';
  const entries = new Map<string, FakeObject | undefined>();
  for (const key of [...account.objects.keys()].sort((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)))) {
    if (!key.startsWith(prefix) || Buffer.compare(Buffer.from(key), Buffer.from(after)) <= 0) continue;
    const cut = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    const entry = cut === -1 ? key : key.slice(0, cut + 1);
    // A folder given on the page before is not given again.
    if (cut !== -1 && after.startsWith(entry) && query.has('continuation-token')) continue;
    if (!entries.has(entry)) entries.set(entry, cut === -1 ? account.objects.get(key) : undefined);
  }
  const all = [...entries];
  const page = all.slice(0, account.pageSize);
  const last = page.at(-1)?.[0] ?? '';
  const more = all.length > page.length;
  return `<?xml version="1.0" encoding="UTF-8"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><IsTruncated>${more}</IsTruncated>${
    more ? `<NextContinuationToken>${escaped(last)}</NextContinuationToken>` : ''
  }${page
    .map(([name, object]) =>
      object === undefined
        ? `<CommonPrefixes><Prefix>${escaped(name)}</Prefix></CommonPrefixes>`
        : `<Contents><Key>${escaped(name)}</Key><LastModified>${new Date(object.writtenAt).toISOString()}</LastModified><Size>${object.body.length}</Size></Contents>`,
    )
    .join('')}</ListBucketResult>`;
};

const isFault = (value: unknown): value is Fault => typeof value === 'object' && value !== null && 'code' in value && 'status' in value;

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return body;
};

const sendJson = (response: ServerResponse, answer: unknown): void => {
  const wrong = isFault(answer);
  response.writeHead(wrong ? answer.status : 200, { 'content-type': 'application/x-amz-json-1.1' });
  response.end(JSON.stringify(wrong ? { __type: answer.code, message: answer.message ?? answer.code } : answer));
};

const sendS3Fault = (response: ServerResponse, { status, code, message }: Fault): void => {
  response.writeHead(status, { 'content-type': 'application/xml' });
  response.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>${escaped(message ?? code)}</Message></Error>`);
};

const serveStorage = (account: FakeAccount, request: IncomingMessage, response: ServerResponse): void => {
  const url = new URL(request.url ?? '', account.endpoint);
  const key = decodeURIComponent(url.pathname.slice(1).split('/').slice(1).join('/'));
  const asked: Asked = {
    action: key === '' ? 'ListObjectsV2' : 'GetObject',
    input: { ...Object.fromEntries(url.searchParams), key, range: request.headers.range },
  };
  account.asked.push(asked);
  const fault = account.fault(asked);
  if (fault !== undefined && fault !== 'drop') {
    sendS3Fault(response, fault);
    return;
  }
  if (key === '') {
    response.writeHead(200, { 'content-type': 'application/xml' });
    response.end(listObjects(account, url.searchParams));
    return;
  }
  const object = account.objects.get(key);
  if (object === undefined) {
    sendS3Fault(response, { status: 404, code: 'NoSuchKey' });
    return;
  }
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  const body = object.body.subarray(start);
  response.writeHead(start > 0 ? 206 : 200, { 'content-length': body.length, etag: '"1"' });
  if (fault !== 'drop') {
    response.end(body);
    return;
  }
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.destroy());
};

const serveJson = async (account: FakeAccount, target: string, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const action = target.slice(target.indexOf('.') + 1);
  const asked: Asked = { action, input: JSON.parse(await bodyOf(request)) };
  account.asked.push(asked);
  const fault = account.fault(asked);
  if (fault === 'drop') response.destroy();
  else if (fault !== undefined) sendJson(response, fault);
  else if (action === 'FilterLogEvents') sendJson(response, filterLogEvents(account, asked.input));
  else if (action === 'DescribeLogGroups') sendJson(response, describeLogGroups(account, asked.input));
  else if (action === 'LookupEvents') sendJson(response, lookupEvents(account, asked.input));
  else sendJson(response, { status: 400, code: 'UnknownOperationException' });
};

/** Closed when the test ends. */
export const openFakeAccount = async (): Promise<FakeAccount> => {
  const server = createServer((request, response) => {
    const target = request.headers['x-amz-target'];
    if (typeof target === 'string') void serveJson(account, target, request, response);
    else serveStorage(account, request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const account: FakeAccount = {
    groups: new Map(),
    records: [],
    objects: new Map(),
    asked: [],
    fault: () => undefined,
    pageSize: 10,
    endpoint: `http://127.0.0.1:${port}`,
  };
  return account;
};

export const clientsOf = ({ endpoint }: FakeAccount, maxAttempts = 1) => {
  const common = {
    endpoint,
    region: REGION,
    maxAttempts,
    credentials: { accessKeyId: 'AKIDTEST', secretAccessKey: 'x', accountId: ACCOUNT },
  };
  return {
    logs: new CloudWatchLogsClient(common),
    trail: new CloudTrailClient(common),
    storage: new S3Client({ ...common, forcePathStyle: true, responseChecksumValidation: 'WHEN_REQUIRED' }),
  };
};
