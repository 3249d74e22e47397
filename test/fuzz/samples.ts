// What is mutated: one item of every format and envelope that ingest knows.
import { EVERYTHING } from '../ingest/fixtures/everything.ts';
import { events, message, REPORT, REQUEST, TIME } from '../ingest/fixtures/lambda-lines.ts';
import { zipped } from '../ingest/fixtures/read-all.ts';
import { ACCOUNT, trailLine, trailRecord } from '../ingest/fixtures/trail-records.ts';

const json = (value: unknown): string => JSON.stringify(value);
const trail = trailRecord({ eventID: 'sample' });

const cloudTrail = [
  json({ Events: [{ EventId: '1', EventTime: 1772446530, CloudTrailEvent: json(trail) }] }),
  json({ QueryResultRows: [[{ eventJson: json(trail) }], [{ eventName: 'GetObject' }, { eventSource: 's3.amazonaws.com' }]] }),
  trailLine({
    eventVersion: '1.12',
    newField: 1,
    addendum: { reason: 'UPDATED_DATA', originalEventID: 'sample', updatedFields: 'responseElements' },
  }),
  trailLine({
    eventCategory: 'NetworkActivity',
    eventType: 'AwsVpceEvent',
    errorCode: 'VpceAccessDenied',
    vpcEndpointId: 'vpce-1',
    requestParameters: null,
  }),
  json({ eventVersion: '1.08', eventCategory: 'Insight', eventTime: '2026-03-02T10:15:30Z', insightDetails: { state: 'Start' } }),
  json({ eventVersion: '1.0', eventCategory: 'Aggregated', eventType: 'AwsAggregatedEvent', summary: {} }),
  json({ awsAccountId: ACCOUNT, digestStartTime: '2026-03-02T10:15:30Z', digestS3Bucket: 'b', logFiles: [{ hashValue: '0a' }] }),
  json({
    eventsource: 's3.amazonaws.com',
    eventname: 'GetObject',
    eventtime: '2026-03-02T10:15:30Z',
    useridentity: '{type=AssumedRole, principalid=AROA:checkout, sessioncontext={sessionissuer={arn=arn:aws:iam::1:role/a}}}',
  }),
];

const lambda = [
  'INIT_START Runtime Version: nodejs:24.v3\tRuntime Version ARN: arn:aws:lambda:eu-west-1::runtime:0a',
  'INIT_REPORT Init Duration: 9999.79 ms\tPhase: init\tStatus: timeout',
  'RESTORE_REPORT Restore Duration: 474.16 ms\tStatus: error\tError Type: Runtime.ExitError',
  'EXTENSION\tName: cloudwatch_lambda_agent\tState: Ready\tEvents: [SHUTDOWN, INVOKE]',
  `RequestId: ${REQUEST} Error: Runtime exited with error: signal: killed`,
  `${REPORT.trimEnd()}\tXRAY TraceId: 1-5e6-cc1\tSegmentId: 07a\tSampled: true`,
  json({
    time: '2026-03-02T10:15:30.123Z',
    type: 'platform.initStart',
    record: { functionName: 'checkout', functionVersion: '7', phase: 'init' },
  }),
  json({ time: '2026-03-02T10:15:30.123Z', type: 'platform.logsDropped', record: { droppedBytes: 12, droppedRecords: 1, reason: 'busy' } }),
  `[ERROR]\t2026-03-02T10:15:30.123Z\t${REQUEST}\tValueError: no`,
  'Traceback (most recent call last):',
];

const application = [
  json({
    timestamp: '2026-03-02T10:15:30Z',
    severityText: 'ERROR',
    severityNumber: 17,
    body: 'x',
    attributes: { 'server.address': 'api.example.com' },
  }),
  json({
    function_shield: true,
    policy: 'outbound_connectivity',
    details: { host: 'evil.example.com' },
    timestamp: '2026-03-02T10:15:30Z',
  }),
  json({
    level: 50,
    time: TIME,
    msg: 'no',
    err: { type: 'TypeError', stack: 'x' },
    hostname: 'h',
    url: 'https://user:word@[2001:db8::1]:8443/a',
  }),
  json({
    timestamp: '2026-03-02 10:15:30,123+0000',
    level: 'INFO',
    message: json({ inner: { url: 'https://a.example.com' } }),
    requestId: REQUEST,
  }),
  json(
    message(
      '/aws/lambda-insights',
      events(
        json({ _aws: { Timestamp: TIME }, function_name: 'checkout', cpu_total_time: 60, rx_bytes: 5, tx_bytes: 7, request_id: REQUEST }),
      ),
    ),
  ),
];

const cloudWatch = [
  json({ events: [{ logStreamName: '2026/03/02/[$LATEST]0a', timestamp: TIME, message: REPORT, eventId: 'e' }], searchedLogStreams: [] }),
  json({
    results: [
      [
        { field: '@timestamp', value: '2026-03-02 10:15:30.123' },
        { field: '@message', value: REPORT },
      ],
    ],
  }),
  '2026-03-02T10:15:30.123000+00:00 2026/03/02/[$LATEST]0a1b2c3d4e5f60718293a4b5c6d7e8f9 stock is low',
  'timestamp,message',
  `1772446530123,"${REPORT.trimEnd()}"`,
  json({ Records: [{ EventSource: 'aws:sns', Sns: { Message: trailLine() } }] }),
  json({ Records: [{ eventSource: 'aws:sqs', body: json({ Type: 'Notification', TopicArn: 'arn:aws:sns:x', Message: trailLine() }) }] }),
  json({ Records: [{ eventSource: 'aws:s3', eventName: 'ObjectCreated:Put', s3: { bucket: { name: 'b' }, object: { key: 'a+b' } } }] }),
  zipped(message('/aws/lambda/checkout', events(REPORT))),
];

const requests = [
  `198.51.100.7 - - [02/Mar/2026:10:15:30 +0000] "GET /orders HTTP/1.1" 200 17 ${REQUEST}`,
  `198.51.100.7,-,-,02/Mar/2026:10:15:30 +0000,GET,/orders,HTTP/1.1,200,17,${REQUEST}`,
  '<request id="c6af9ac6"> <ip>198.51.100.7</ip> <requestTime>02/Mar/2026:10:15:30 +0000</requestTime> <httpMethod>GET</httpMethod> <status>200</status> <protocol>HTTP/1.1</protocol></request>',
  `198.51.100.7 "/orders" 200 curl/8 ${REQUEST}`,
  json({ id: REQUEST, code: 200, path: '/orders' }),
  '1772446530.123\t198.51.100.7\t0.001\t404\t780\tGET\thttps\td1.cloudfront.net\t/a\t120\tFRA56-P2\tREQ==\td1.cloudfront.net\t0.002',
  '#Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status',
  '2026-03-02T10:15:30.945958Z shop 198.51.100.7:2817 10.0.0.1:80 0.000073 0.001048 0.000057 200 200 0 29 "GET http://www.example.com:80/ HTTP/1.1" "curl/7.38.0" - -',
  'tls 2.0 2026-03-02T02:59:40 net/lb/c6e 234 72.21.218.154:51341 172.100.100.185:443 5 2 98 246 -',
  '7 vpc-1 eni-1 10.0.1.5 203.0.113.9 9000 1772446530 ACCEPT OK',
  'version vpc-id interface-id srcaddr dstaddr bytes start action log-status',
];

export const SAMPLES: readonly Buffer[] = [...EVERYTHING, ...cloudTrail, ...lambda, ...application, ...cloudWatch, ...requests].map(
  (item) => Buffer.from(item),
);
