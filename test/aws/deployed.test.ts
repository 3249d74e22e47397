// The deployed functions, entry and all, over emulated services: a log message in at the front, a subscriber's message out at the end.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateTopicCommand, DeleteTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Context, SQSEvent } from 'aws-lambda';
import { beforeAll, expect, inject, test, vi } from 'vitest';
import { filesOf } from '../../infra/stack/files.ts';
import { trailRecord } from '../ingest/fixtures/trail-records.ts';

const endpoint = inject('motoEndpoint');
const options = { endpoint, region: 'eu-west-1', credentials: { accessKeyId: 'testing', secretAccessKey: 'testing' } };
const tables = new DynamoDBClient(options);
const queues = new SQSClient(options);
const objects = new S3Client({ ...options, forcePathStyle: true });
const topics = new SNSClient(options);

const MINUTE = 60_000;
/** In a window that was closed and settled when this test began. */
const THEN = Date.now() - 30 * MINUTE;

/** What the schedule sends. */
const TICK = JSON.stringify({ kind: 'tick' });

const urls: Record<string, string> = {};

const queue = async (name: string): Promise<string> => {
  const Attributes = name.endsWith('.fifo') ? { FifoQueue: 'true', ContentBasedDeduplication: 'true' } : {};
  const { QueueUrl = '' } = await queues.send(new CreateQueueCommand({ QueueName: name, Attributes }));
  urls[name] = QueueUrl;
  return QueueUrl;
};

const table = async (name: string): Promise<string> => {
  await tables.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
      ],
    }),
  );
  return name;
};

beforeAll(async () => {
  const { TopicArn = '' } = await topics.send(new CreateTopicCommand({ Name: 'lapwing-alerts' }));
  await queue('subscriber');
  await topics.send(
    new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: 'arn:aws:sqs:eu-west-1:123456789012:subscriber', Attributes: {} }),
  );
  await objects.send(new CreateBucketCommand({ Bucket: 'trail', CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }));
  const root = mkdtempSync(join(tmpdir(), 'lapwing-task-'));
  for (const [name, text] of filesOf(undefined, [], new Date().toISOString()).ingest) writeFileSync(join(root, name), text);
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'testing',
    AWS_SECRET_ACCESS_KEY: 'testing',
    POWERTOOLS_DEV: 'false',
    LAMBDA_TASK_ROOT: root,
    PARTIALS_TABLE: await table('lapwing-partials'),
    BASELINES_TABLE: await table('lapwing-baselines'),
    FINDINGS_TABLE: await table('lapwing-findings'),
    FINDINGS_QUEUE: await queue('lapwing-findings.fifo'),
    QUARANTINE_QUEUE: await queue('lapwing-quarantine'),
    GRACE_MS: String(3 * MINUTE),
    SETTLE_MS: String(13 * MINUTE),
    TOPIC: TopicArn,
    CHAT_TOPIC: '',
    EVENT_BUS: 'default',
    ENVIRONMENT: 'staging',
    PROJECT_URL: '',
  });
});

const received = async (name: string): Promise<readonly { readonly Body: string }[]> => {
  const found: { readonly Body: string }[] = [];
  for (;;) {
    const { Messages = [] } = await queues.send(new ReceiveMessageCommand({ QueueUrl: urls[name], MaxNumberOfMessages: 10 }));
    if (Messages.length === 0) return found;
    for (const { Body = '', ReceiptHandle } of Messages) {
      found.push({ Body });
      await queues.send(new DeleteMessageCommand({ QueueUrl: urls[name], ReceiptHandle }));
    }
  }
};

const runAlert = async (...more: readonly string[]): Promise<void> => {
  const { handler } = await import('../../infra/lambda/alert.lambda.ts');
  const Records = [...(await received('lapwing-findings.fifo')).map(({ Body }) => Body), ...more].map((body) => ({ body }));
  await handler({ Records } as unknown as SQSEvent);
};

const subscription = (message: string): unknown => ({
  awslogs: {
    data: gzipSync(
      JSON.stringify({
        messageType: 'DATA_MESSAGE',
        owner: '111122223333',
        logGroup: '/aws/lambda/orders',
        logStream: '2026/11/22/[$LATEST]0a1b2c',
        subscriptionFilters: ['lapwing-subscription'],
        logEvents: [
          { id: '39526168950827256155158685999275', timestamp: THEN, message },
          {
            id: '39526168950827256155158685999276',
            timestamp: THEN + 5,
            message:
              'REPORT RequestId: 8f5079bc-6f69-4a2c-8f5e-6d3c9a1b2c3d\tDuration: 12.00 ms\tBilled Duration: 12 ms\tMemory Size: 256 MB\tMax Memory Used: 80 MB\t\n',
          },
        ],
      }),
    ).toString('base64'),
  },
});

const stopLogging = (eventID: string) =>
  trailRecord({
    eventID,
    eventTime: new Date(THEN).toISOString(),
    eventSource: 'cloudtrail.amazonaws.com',
    eventName: 'StopLogging',
    readOnly: false,
    managementEvent: true,
    eventCategory: 'Management',
    userAgent: 'aws-cli/2.31.13',
    requestParameters: { name: 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/main' },
    resources: undefined,
    additionalEventData: undefined,
  });

test('a trail that is stopped is told of within one pass, and once', async () => {
  const { handler } = await import('../../infra/lambda/ingest.lambda.ts');
  const body = JSON.stringify({ source: 'aws.cloudtrail', 'detail-type': 'AWS API Call via CloudTrail', detail: stopLogging('stop-1') });
  const event = { Records: [{ eventSource: 'aws:sqs', messageId: 'one', body }] };
  expect(await handler(event)).toEqual({ batchItemFailures: [] });
  // Twice delivered, and once more in an object.
  await handler(event);
  const Key = 'AWSLogs/111122223333/CloudTrail/eu-west-1/2026/11/22/file.json.gz';
  await objects.send(new PutObjectCommand({ Bucket: 'trail', Key, Body: gzipSync(JSON.stringify({ Records: [stopLogging('stop-1')] })) }));
  const notice = {
    source: 'aws.s3',
    'detail-type': 'Object Created',
    detail: { bucket: { name: 'trail' }, object: { key: Key, etag: 'e' } },
  };
  expect(await handler({ Records: [{ eventSource: 'aws:sqs', messageId: 'two', body: JSON.stringify(notice) }] })).toEqual({
    batchItemFailures: [],
  });
  await runAlert();
  await runAlert();
  const mails = await received('subscriber');
  expect(mails).toHaveLength(1);
  const mail = JSON.parse(mails[0]?.Body ?? '') as {
    Subject: string;
    Message: string;
    MessageAttributes: Record<string, { Value: string }>;
  };
  expect(mail.Subject).toMatch(/^\[Lapwing (HIGH|CRITICAL)\]/);
  expect(JSON.parse(mail.Message)).toMatchObject({ detector: 'trail-stopped', evidence: ['stop-1'], occurrences: 1 });
  expect(mail.MessageAttributes['environment']?.Value).toBe('staging');
  expect(mail.MessageAttributes['severity']?.Value).toMatch(/high|critical/);
  // What the mail says to type explains it.
  const { id } = JSON.parse(mail.Message) as { id: string };
  const explain = (...more: readonly string[]): string =>
    execFileSync(
      process.execPath,
      [fileURLToPath(new URL('../../cli/lapwing.mjs', import.meta.url)), 'explain', id, '--deployed', ...more],
      {
        encoding: 'utf8',
        env: process.env,
      },
    );
  expect(explain()).toContain('runbooks/trail-stopped.md');
  expect(explain('--runbook')).toContain('AttributeValue=stop-1');
});

test('a topic that was deleted loses no alert: it is told when there is a topic again, once', async () => {
  const { handler } = await import('../../infra/lambda/ingest.lambda.ts');
  const TopicArn = process.env['TOPIC'] ?? '';
  await topics.send(new DeleteTopicCommand({ TopicArn }));
  const detail = { ...stopLogging('stop-3'), userIdentity: { type: 'IAMUser', userName: 'mallory', accountId: '111122223333' } };
  const body = JSON.stringify({ source: 'aws.cloudtrail', 'detail-type': 'AWS API Call via CloudTrail', detail });
  await handler({ Records: [{ eventSource: 'aws:sqs', messageId: 'three', body }] });
  const metrics: string[] = [];
  const log = vi.spyOn(process.stdout, 'write').mockImplementation((line) => metrics.push(String(line)) > 0);
  await runAlert();
  log.mockRestore();
  expect(metrics.join('\n')).toContain('"DeliveriesFailed":1');
  await topics.send(new CreateTopicCommand({ Name: 'lapwing-alerts' }));
  await topics.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: 'arn:aws:sqs:eu-west-1:123456789012:subscriber' }));
  expect(await received('subscriber')).toEqual([]);
  await runAlert(TICK);
  await runAlert(TICK);
  const mails = (await received('subscriber')).map(({ Body }) => JSON.parse(Body) as { Subject: string });
  expect(mails.filter(({ Subject }) => !Subject.startsWith('[Lapwing digest]'))).toHaveLength(1);
});

test('a log message is folded, assessed and learned', async () => {
  const ingest = await import('../../infra/lambda/ingest.lambda.ts');
  const detect = await import('../../infra/lambda/detect.lambda.ts');
  expect(await ingest.handler(subscription('2026-11-22T10:00:00Z INFO all is well'))).toEqual({ batchItemFailures: [] });
  await detect.handler({}, { getRemainingTimeInMillis: () => 60_000 } as Context);
  const { dynamoTable } = await import('../../infra/state/dynamo-table.ts');
  const baseline = await dynamoTable(tables, 'lapwing-baselines').get({ pk: 'baseline|111122223333:eu-west-1:orders', sk: '-' });
  expect(baseline).toMatchObject({ version: 1 });
  // A second run has nothing left to do.
  await detect.handler({}, { getRemainingTimeInMillis: () => 60_000 } as Context);
  expect((await dynamoTable(tables, 'lapwing-baselines').get({ pk: 'baseline|111122223333:eu-west-1:orders', sk: '-' }))?.version).toBe(1);
});

test('what cannot be read is kept as it came, and stops nobody', async () => {
  const { handler } = await import('../../infra/lambda/ingest.lambda.ts');
  const answer = await handler({
    Records: [
      { eventSource: 'aws:kinesis', kinesis: { sequenceNumber: '1', data: Buffer.from('no gzip {').toString('base64') } },
      {
        eventSource: 'aws:kinesis',
        kinesis: { sequenceNumber: '2', data: (subscription('well') as { awslogs: { data: string } }).awslogs.data },
      },
    ],
  });
  expect(answer).toEqual({ batchItemFailures: [] });
  const kept = await received('lapwing-quarantine');
  expect(kept.map(({ Body }) => JSON.parse(Body) as object)).toEqual([expect.objectContaining({ cut: false })]);
});

test('an object that may not be read goes back to the queue alone', async () => {
  const { handler } = await import('../../infra/lambda/ingest.lambda.ts');
  const notice = {
    source: 'aws.s3',
    'detail-type': 'Object Created',
    detail: { bucket: { name: 'nobodys' }, object: { key: 'k', etag: 'e' } },
  };
  const event = JSON.stringify({ 'detail-type': 'AWS API Call via CloudTrail', detail: stopLogging('stop-2') });
  const answer = await handler({
    Records: [
      { eventSource: 'aws:sqs', messageId: 'bad', body: JSON.stringify(notice) },
      { eventSource: 'aws:sqs', messageId: 'good', body: event },
    ],
  });
  expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'bad' }] });
});
