// Lines of functions' logs, platform's and application's, text and JSON.
import { describe, expect, test } from 'vitest';
import { REPORT, REQUEST, START } from '../fixtures/lambda-lines.ts';
import { readAll, readOne } from '../fixtures/read-all.ts';

const LOG = { logGroup: '/aws/lambda/checkout', account: '111122223333', region: 'eu-west-1' };
const at = (line: string): string => JSON.stringify({ eventId: 'e-1', timestamp: 1772446530123, message: line });
const lineOf = (line: string) => readOne('log-line', at(line), LOG);
const runOf = (line: string) => readOne('invocation', at(line), LOG);

describe('REPORT', () => {
  test('with tabs', () => {
    expect(runOf(REPORT.trimEnd())).toMatchObject({
      requestId: REQUEST,
      outcome: 'success',
      durationMs: 132.48,
      billedMs: 133,
      memorySizeMb: 256,
      maxMemoryUsedMb: 88,
      initMs: 210.75,
    });
  });
  test('with spaces for tabs, in any order, with whatever else', () => {
    const line = `REPORT RequestId: ${REQUEST} Init Duration: 9.50 ms Duration: 3.78 ms Billed Duration: 100 ms Memory Size: 128 MB Max Memory Used: 59 MB XRAY TraceId: 1-5e6-cc1 SegmentId: 07a Sampled: true`;
    expect(runOf(line)).toMatchObject({ durationMs: 3.78, billedMs: 100, memorySizeMb: 128, maxMemoryUsedMb: 59, initMs: 9.5 });
  });
  test('of a restored snapshot', () => {
    const line = `REPORT RequestId: ${REQUEST}\tDuration: 5 ms\tBilled Duration: 80 ms\tMemory Size: 1024 MB\tMax Memory Used: 21 MB\tRestore Duration: 474.16 ms\tBilled Restore Duration: 75 ms`;
    expect(runOf(line)).toMatchObject({ durationMs: 5, billedMs: 80, initMs: 474.16 });
  });
  const ended = (tail: string, durationMs = 10, billedMs = 11, usedMb = 50) =>
    runOf(
      `REPORT RequestId: ${REQUEST}\tDuration: ${durationMs} ms\tBilled Duration: ${billedMs} ms\tMemory Size: 128 MB\tMax Memory Used: ${usedMb} MB${tail}`,
    ).outcome;
  test('tells how it ended', () => {
    expect(ended('')).toBe('success');
    expect(ended('\tStatus: timeout')).toBe('timeout');
    expect(ended('\tStatus: error\tError Type: Runtime.ExitError')).toBe('error');
    expect(ended('\tStatus: error\tError Type: Runtime.OutOfMemory')).toBe('out-of-memory');
    expect(ended('\tStatus: error\tError Type: Runtime.ExitError', 10, 11, 128)).toBe('out-of-memory');
  });
  test('that lasted longer than billed was cut off at its limit; that rounds up was not', () => {
    expect(ended('', 3003.28, 3000)).toBe('timeout');
    expect(ended('', 100.4, 100)).toBe('success');
  });
  test('of hostile numbers stays within bounds', () => {
    const line = `REPORT RequestId: ${REQUEST}\tDuration: -5 ms\tBilled Duration: 1e400 ms\tMemory Size: NaN MB\tMax Memory Used: 99999999999999999999 MB`;
    expect(runOf(line)).toMatchObject({ durationMs: 0, billedMs: 2 ** 40, memorySizeMb: 0, maxMemoryUsedMb: 2 ** 40 });
  });
  test('without its request or duration is only a line', () => {
    expect(lineOf('REPORT RequestId: ').kind).toBe('log-line');
    expect(lineOf('REPORT of sales: Duration: long').origin).toBe('application');
  });
});

describe('other lines of the platform', () => {
  test.for([
    [START.trimEnd(), 'platform.start', undefined],
    [`END RequestId: ${REQUEST}`, 'platform.end', undefined],
    [
      'INIT_START Runtime Version: nodejs:20.v60\tRuntime Version ARN: arn:aws:lambda:eu-west-1::runtime:da57',
      'platform.initStart',
      undefined,
    ],
    ['INIT_REPORT Init Duration: 9999.79 ms\tPhase: init\tStatus: timeout', 'platform.initReport', 'platform.initReport.timeout'],
    [
      'INIT_REPORT Init Duration: 2.10 ms\tPhase: init\tStatus: error\tError Type: Runtime.UserCodeSyntaxError',
      'platform.initReport',
      'Runtime.UserCodeSyntaxError',
    ],
    ['RESTORE_REPORT Status: success Duration: 50.25 ms', 'platform.restoreReport', undefined],
    ['EXTENSION\tName: otel\tState: Ready\tEvents: [INVOKE, SHUTDOWN]', 'platform.extension', undefined],
    ['TELEMETRY\tName: otel\tState: Subscribed\tTypes: [Platform]', 'platform.telemetrySubscription', undefined],
    ['XRAY TraceId: 1-5e61292c-cc1229a4\tSegmentId: 07a85e713f6302b2\tSampled: true', 'platform.trace', undefined],
    [`RequestId: ${REQUEST} Process exited before completing request`, 'platform.runtimeDone', 'Runtime.ExitError'],
    [
      `RequestId: ${REQUEST} Error: Runtime exited with error: signal: killed\nRuntime.ExitError`,
      'platform.runtimeDone',
      'Runtime.OutOfMemory',
    ],
    [`2026-03-02T10:15:33.126Z ${REQUEST} Task timed out after 3.00 seconds`, 'platform.runtimeDone', 'Sandbox.Timedout'],
  ] as const)('%s', ([line, type, errorClass]) => {
    expect(lineOf(line)).toMatchObject({ origin: 'platform', record: { type }, errorClass });
  });
});

describe('platform events', () => {
  const eventOf = (type: string, record: unknown) => JSON.stringify({ time: '2026-03-02T10:15:30.123Z', type, record });
  test('a report is an invocation, whatever is missing of it', () => {
    expect(runOf(eventOf('platform.report', { metrics: { durationMs: 100.5 } }))).toMatchObject({
      durationMs: 100.5,
      billedMs: 0,
      requestId: undefined,
    });
  });
  test('status timeout, failure and error', () => {
    const outcome = (status: string) =>
      runOf(eventOf('platform.report', { requestId: REQUEST, status, metrics: { durationMs: 1 } })).outcome;
    expect(['success', 'timeout', 'failure', 'error'].map(outcome)).toEqual(['success', 'timeout', 'error', 'error']);
  });
  test('lost logs are told as an error', () => {
    expect(lineOf(eventOf('platform.logsDropped', { droppedRecords: 12, droppedBytes: 999, reason: 'slow' })).errorClass).toBe(
      'platform.logsDropped',
    );
  });
  test('a type without a record is a line of the application', () => {
    expect(lineOf(JSON.stringify({ type: 'platform.report', metrics: { durationMs: 1 } })).origin).toBe('application');
  });
});

describe('text of applications', () => {
  test.for([
    [
      'Node.js',
      `2026-03-02T10:15:29.000Z\t${REQUEST}\tERROR\tInvoke Error \t{"errorType":"TypeError","errorMessage":"x is undefined","stack":[]}`,
      'error',
      'TypeError',
    ],
    ['Python', `[WARNING]\t2026-03-02T10:15:29.000Z\t${REQUEST}\tslow query`, 'warn', undefined],
    ['Python, unhandled', "[ERROR] KeyError: 'sku'\nTraceback (most recent call last):\n  File x", 'error', 'KeyError'],
    [
      'Java',
      `2026-03-02 10:15:29 ${REQUEST} ERROR Handler:42 - java.lang.IllegalStateException: closed`,
      'error',
      'java.lang.IllegalStateException',
    ],
    ['.NET', `2026-03-02T10:15:29.000Z\t${REQUEST}\tfail\tSystem.TimeoutException: no answer`, 'error', 'System.TimeoutException'],
    ['Ruby', 'E, [2026-03-02T10:15:29.000000 #8] ERROR -- : ArgumentError (bad)', 'error', 'ArgumentError'],
    ['plain', 'alert the team when stock is low', undefined, undefined],
  ] as const)('%s', ([, line, level, errorClass]) => {
    expect(lineOf(line)).toMatchObject({ origin: 'application', level, errorClass });
  });
  test('the request id is taken where the runtime puts it', () => {
    expect(lineOf(`2026-03-02T10:15:29.000Z\t${REQUEST}\tINFO\tok`).requestId).toBe(REQUEST);
    expect(lineOf('2026-03-02T10:15:29.000Z\tundefined\tINFO\tloading').requestId).toBeUndefined();
  });
  test('bytes are those of UTF-8', () => expect(lineOf('grüße 🌍').logBytes).toBe(new TextEncoder().encode('grüße 🌍').length));
  test('JSON that was cut off is text', () => expect(lineOf('{"level":"INFO","message":"half').origin).toBe('application'));
  test('a megabyte of opening brackets is text, and soon read', () => expect(lineOf('{"a":['.repeat(200_000)).origin).toBe('application'));
});

describe('JSON of applications', () => {
  const json = (value: unknown) => lineOf(JSON.stringify(value));
  test.for([
    ['Lambda', { timestamp: '2026-03-02T10:15:29Z', level: 'WARN', requestId: REQUEST, message: 'slow' }, 'warn'],
    [
      'Powertools',
      { level: 'INFO', location: 'handler:7', message: 'ok', service: 'shop', cold_start: true, function_request_id: REQUEST },
      'info',
    ],
    ['pino', { level: 50, time: 1772446529000, pid: 8, hostname: '169.254.10.1', msg: 'boom' }, 'error'],
    ['bunyan', { name: 'shop', hostname: 'h', pid: 8, level: 30, msg: 'ok', time: '2026-03-02T10:15:29Z', v: 0 }, 'info'],
    ['winston', { level: 'debug', message: 'x' }, 'debug'],
    ['structlog', { event: 'paid', level: 'critical', timestamp: '2026-03-02T10:15:29Z' }, 'fatal'],
    ['OpenTelemetry', { severityNumber: 17, body: 'x', timeUnixNano: '1772446529000000000', attributes: {} }, 'error'],
  ] as const)('%s', ([, value, level]) => {
    expect(json(value)).toMatchObject({ origin: 'application', level });
  });
  test('JSON in the message of JSON has the fields', () => {
    const inner = JSON.stringify({ level: 'error', errorType: 'StockError', url: 'https://api.example.com/v1/pay' });
    expect(json({ timestamp: '2026-03-02T10:15:29Z', level: 'INFO', requestId: REQUEST, message: inner })).toMatchObject({
      requestId: REQUEST,
      errorClass: 'StockError',
      hosts: ['api.example.com'],
    });
  });
  test.for([
    [{ url: 'https://user:pw@API.Example.com:8443/v1?q=1' }, ['api.example.com']],
    [{ http: { url: 'http://203.0.113.9/x' } }, ['203.0.113.9']],
    [{ 'server.address': 'db.example.com' }, ['db.example.com']],
    [{ destination: { ip: '2001:db8::1' } }, ['2001:db8::1']],
    [
      { function_shield: true, policy: 'outbound_connectivity', details: { host: 'evil.example.net', ip: '203.0.113.5' }, mode: 'alert' },
      ['evil.example.net', '203.0.113.5'],
    ],
    [{ url: '/orders/7', message: 'see https://example.com' }, []],
    [{ host: 'localhost', destination: 'the moon', endpoint: 7 }, []],
    [{ url: `https://${'a'.repeat(5000)}.com` }, []],
  ] as const)('hosts of %j', ([value, hosts]) => {
    expect(json({ level: 'INFO', message: 'called', ...value }).hosts).toEqual(hosts);
  });
  test.for([
    [{ host: 'api.example.com', bytes_sent: 2048 }, 2048],
    [{ attributes: { 'server.address': 'api.example.com', 'http.request.body.size': '17' } }, 17],
    [{ message: '{"url":"https://api.example.com/x","requestBytes":5}' }, 5],
    [{ host: 'api.example.com', bytes_sent: -1 }, undefined],
    [{ host: 'api.example.com', bytes_sent: 'NaN' }, undefined],
    [{ host: 'api.example.com', dest_host: 'b.example.com', bytes_sent: 9 }, undefined],
    [{ host: 'api.example.com', bytes: 9 }, undefined],
    [{ bytes_sent: 9 }, undefined],
  ] as const)('bytes that %j sent to its host', ([value, sentBytes]) => {
    expect(json({ level: 'INFO', message: 'called', ...value }).sentBytes).toBe(sentBytes);
  });
  test('OpenTelemetry’s names, flat or not', () => {
    const line = json({
      severity_text: 'ERROR',
      severity_number: 17,
      body: 'no',
      attributes: { 'server.address': 'api.example.com', 'exception.type': 'StockError' },
      message: 'x',
    });
    expect(line).toMatchObject({ level: 'error', hosts: ['api.example.com'], errorClass: 'StockError' });
  });
  test('names that are properties of every object do no harm', () => {
    const line = lineOf('{"__proto__":{"level":"ERROR"},"constructor":"x","toString":"y","level":"INFO","message":"z"}');
    expect(line).toMatchObject({ level: 'info', hosts: [] });
  });
});

describe('embedded metrics', () => {
  const insights = {
    _aws: { Timestamp: 1772446529000, CloudWatchMetrics: [] },
    event_type: 'performance',
    function_name: 'checkout',
    rx_bytes: 4096,
    tx_bytes: 1024,
    request_id: REQUEST,
  };
  test('of Lambda Insights are bytes of the function they name', () => {
    const usage = readOne('usage', at(JSON.stringify(insights)), { ...LOG, logGroup: '/aws/lambda-insights' });
    expect(usage).toMatchObject({ function: '111122223333:eu-west-1:checkout', bytesSent: 1024, bytesReceived: 4096 });
  });
  test('of that form in an application’s own log are a line of it', () => {
    expect(lineOf(JSON.stringify(insights)).kind).toBe('log-line');
  });
});

describe('a source that nothing is known of', () => {
  test('a log is known by its platform lines, and lines between them are the application’s', () => {
    const { activities } = readAll(['2026-03-02T10:15:30.000Z START RequestId: x Version: 7', 'stock is low', REPORT.trimEnd()], {
      name: 'downloads/checkout.log',
    });
    expect(activities.map((activity) => [activity.kind, activity.function])).toEqual([
      ['log-line', '::checkout'],
      ['log-line', '::checkout'],
      ['invocation', '::checkout'],
    ]);
  });
  test('events that a function prints are lines of its log', () => {
    const printed = [
      { Records: [{ eventSource: 'aws:sqs', body: '{}' }] },
      { level: 'INFO', message: 'batch', events: [1, 2], records: [{}] },
    ];
    const { activities } = readAll([
      '2026-03-02T10:15:30.000Z START RequestId: x Version: 7',
      ...printed.map((value) => JSON.stringify(value)),
    ]);
    expect(activities.map((activity) => activity.kind)).toEqual(['log-line', 'log-line', 'log-line']);
  });
  test('a line like any other is quarantined, without its text', () => {
    expect(readAll(['password=hunter2 and much more']).quarantines).toEqual([
      { format: 'unknown', reason: 'unknown-format', detail: "a line that begins 'password'" },
    ]);
  });
  test('aws logs tail, with the stream', () => {
    const line = `2026-03-02T10:15:30.123000+00:00 2026/03/02/[$LATEST]0a1b2c3d4e5f ${REPORT.trimEnd()}`;
    expect(readOne('invocation', line).time).toBe(Date.UTC(2026, 2, 2, 10, 15, 30, 123));
  });
  test('filter-log-events, a document and an element alone', () => {
    const event = {
      logStreamName: '2026/03/02/[$LATEST]0a1b2c3d4e5f',
      timestamp: 1772446530123,
      message: REPORT,
      ingestionTime: 1772446531000,
      eventId: 'e-9',
    };
    expect(readOne('invocation', JSON.stringify({ events: [event], searchedLogStreams: [] })).id).toBe('e-9');
    expect(readOne('invocation', JSON.stringify(event)).id).toBe('e-9');
  });
  test('rows of Logs Insights name the group, and by their place: their pointer is no id of the event', () => {
    const row = Object.entries({
      '@timestamp': '2026-03-02 10:15:30.123',
      '@message': REPORT,
      '@log': '111122223333:/aws/lambda/checkout',
      '@ptr': 'p-1',
    });
    const results = [row.map(([field, value]) => ({ field, value }))];
    expect(readOne('invocation', JSON.stringify({ results, status: 'Complete' }))).toMatchObject({
      id: '-:1/1',
      function: '111122223333::checkout',
    });
  });
  test('CSV from the console', () => {
    const { activities, skips } = readAll(['timestamp,message', `1772446530123,"${REPORT.trimEnd()}`, '"', '1772446530124,"said ""no"""']);
    expect(activities).toMatchObject([
      { kind: 'invocation', time: 1772446530123 },
      { kind: 'log-line', record: { message: 'said "no"' } },
    ]);
    expect(skips.length).toBe(2);
  });
  test('a path of AWS’s own delivery tells account and region', () => {
    const name = 'in/AWSLogs/111122223333/vpcflowlogs/eu-west-1/2026/03/02/x.log.gz';
    const flow = readAll(['srcaddr dstaddr start bytes', '10.0.0.5 198.51.100.7 1772446530 5'], { name }).activities;
    expect(flow).toMatchObject([{ account: '111122223333', region: 'eu-west-1' }]);
  });
  test('a bare line without any time is skipped', () => {
    expect(readAll([REPORT.trimEnd()]).skips).toEqual([{ format: 'lambda-text', reason: 'no-time' }]);
  });
});
