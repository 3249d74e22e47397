// Events as AWS sends them → units: the same content has the same key through whichever door it comes.
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { deliveriesOf } from '../../ingest/aws/deliveries.ts';

const message = (ids: readonly string[], stream = 's') =>
  gzipSync(
    JSON.stringify({
      messageType: 'DATA_MESSAGE',
      owner: '111122223333',
      logGroup: '/aws/lambda/orders',
      logStream: stream,
      logEvents: ids.map((id) => ({ id, timestamp: 1_772_409_600_000, message: 'well' })),
    }),
  ).toString('base64');

const units = (event: unknown) => deliveriesOf(event, 'eu-west-1').deliveries.flatMap((each) => each.units);
const sqs = (...bodies: readonly string[]) => ({
  Records: bodies.map((body, place) => ({ eventSource: 'aws:sqs', messageId: `m${place}`, body })),
});

test('a log message is one unit, directly or through a stream', () => {
  const [direct] = units({ awslogs: { data: message(['1', '2']) } });
  const streamed = deliveriesOf(
    { Records: [{ eventSource: 'aws:kinesis', kinesis: { sequenceNumber: '49', data: message(['1', '2']) } }] },
    'eu-west-1',
  );
  expect(streamed).toMatchObject({ retries: 'items', deliveries: [{ identifier: '49', units: [{ key: direct?.key }] }] });
  expect(direct).toMatchObject({ log: '111122223333|/aws/lambda/orders|s', hints: { region: 'eu-west-1' } });
});

test('other events, or another stream, are another unit', () => {
  const keys = [message(['1', '2']), message(['1']), message(['2', '1']), message(['1', '2'], 't')].map(
    (data) => units({ awslogs: { data } })[0]?.key,
  );
  expect(new Set(keys).size).toBe(4);
});

test('an asynchronous invocation is retried whole', () => {
  expect(deliveriesOf({ awslogs: { data: message(['1']) } }, 'eu-west-1').retries).toBe('event');
});

test('a CloudTrail event is known by its id, whatever is around it', () => {
  const event = (time: string) => JSON.stringify({ time, 'detail-type': 'AWS API Call via CloudTrail', detail: { eventID: 'e-1' } });
  const [one, other] = units(sqs(event('12:00'), event('12:01')));
  expect(one?.key).toBe(other?.key);
});

test.for([
  [
    'S3',
    {
      Records: [
        {
          eventSource: 'aws:s3',
          eventName: 'ObjectCreated:Put',
          s3: { bucket: { name: 'b' }, object: { key: 'a+b%2Bc/%C3%A9.gz', eTag: 'x' } },
        },
      ],
    },
  ],
  [
    'EventBridge',
    { source: 'aws.s3', 'detail-type': 'Object Created', detail: { bucket: { name: 'b' }, object: { key: 'a b+c/é.gz', etag: 'x' } } },
  ],
])('a notice of %s names its object', ([, notice]) => {
  const found = units(sqs(JSON.stringify(notice)));
  expect(found).toMatchObject([{ content: { kind: 'object', bucket: 'b', key: 'a b+c/é.gz' } }]);
  // The same notice through SNS, in its usual wrapping.
  const wrapped = units(
    sqs(JSON.stringify({ Type: 'Notification', TopicArn: 'arn:aws:sns:eu-west-1:1:t', Message: JSON.stringify(notice) })),
  );
  expect(wrapped.map(({ key }) => key)).toEqual(found.map(({ key }) => key));
});

test('an object written again is another unit', () => {
  const notice = (etag: string) =>
    JSON.stringify({ source: 'aws.s3', 'detail-type': 'Object Created', detail: { bucket: { name: 'b' }, object: { key: 'k', etag } } });
  expect(new Set(units(sqs(notice('1'), notice('2'))).map(({ key }) => key)).size).toBe(2);
});

test('an object that was deleted brings nothing', () => {
  const notice = {
    Records: [{ eventSource: 'aws:s3', eventName: 'ObjectRemoved:Delete', s3: { bucket: { name: 'b' }, object: { key: 'k' } } }],
  };
  expect(units(sqs(JSON.stringify(notice)))).toEqual([]);
});

test.for([
  null,
  {},
  [],
  'text',
  { Records: [] },
  { Records: [null, 7, {}] },
  { awslogs: {} },
  { awslogs: { data: '!!!' } },
  sqs('', '{', '[1', '"x"'),
])('whatever comes is a unit or nothing, and no exception: %j', (event) => {
  for (const unit of units(event)) expect(unit.key).toMatch(/^[0-9a-f]{20}$/);
});
