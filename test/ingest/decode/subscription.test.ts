// CloudWatch Logs subscription messages and the envelopes around them.

import { describe, expect, test } from 'vitest';
import type { Activity } from '../../../detectors/model/activity.ts';
import { END, events, JSON_REPORT, message, REPORT, START, TIME } from '../fixtures/lambda-lines.ts';
import { readAll, readOne, zipped } from '../fixtures/read-all.ts';
import { ACCOUNT, trailLine } from '../fixtures/trail-records.ts';

const GROUP = '/aws/lambda/checkout';
const run = message(GROUP, events(START, END, REPORT));

describe('in any envelope', () => {
  test.for([
    ['decoded', run],
    ['Lambda', { awslogs: { data: zipped(run) } }],
    ['Lambda, decoded by a tool', { awslogs: { data: run } }],
    ['Kinesis', { Records: [{ kinesis: { data: zipped(run) }, eventSource: 'aws:kinesis' }] }],
    ['Firehose', { records: [{ recordId: '1', data: zipped(run) }] }],
    ['not zipped', { awslogs: { data: Buffer.from(JSON.stringify(run)).toString('base64') } }],
  ] as const)('%s', ([, value]) => {
    const { activities, formats } = readAll([JSON.stringify(value)]);
    expect(activities.map((activity) => activity.kind)).toEqual(['log-line', 'log-line', 'invocation']);
    expect(new Set(formats)).toEqual(new Set(['lambda-text']));
    expect(activities[2]).toMatchObject({
      function: `${ACCOUNT}::checkout`,
      time: TIME + 2,
      id: events('', '', '')[2]?.id,
      durationMs: 132.48,
    });
  });

  test('messages that Firehose joined are each read', () => {
    const odd = JSON.stringify(message(GROUP, events('{"a":1}{"b":2}', REPORT)));
    expect(readAll([JSON.stringify({ awslogs: { data: zipped(JSON.stringify(run) + odd) } })]).activities.length).toBe(5);
  });

  test.for([
    ['no base64', { awslogs: { data: '!!!!' } }, 'bad-base64'],
    ['cut gzip', { awslogs: { data: zipped(run).slice(0, 40) } }, 'bad-gzip'],
    ['200 MB of zeros', { awslogs: { data: zipped('0'.repeat(40_000_000)) } }, 'too-large'],
    ['a number for data', { records: [{ kinesis: { data: 7 } }] }, 'wrong-shape'],
  ] as const)('%s is quarantined as %s', ([, value, reason]) => {
    expect(readAll([JSON.stringify(value)]).quarantines.map((found) => found.reason)).toContain(reason);
  });

  test('envelopes in envelopes end', () => {
    const wrap = (inner: unknown, times: number): unknown =>
      times === 0 ? inner : wrap({ Records: [{ eventSource: 'aws:sqs', body: JSON.stringify(inner) }] }, times - 1);
    expect(readAll([JSON.stringify(wrap(run, 5))]).quarantines).toEqual([expect.objectContaining({ reason: 'too-deep' })]);
  });
});

describe('message types', () => {
  test('a control message is skipped', () => {
    const control = {
      messageType: 'CONTROL_MESSAGE',
      owner: 'CloudwatchLogs',
      logGroup: '',
      logStream: '',
      logEvents: [{ id: '', timestamp: TIME, message: 'CWL CONTROL MESSAGE' }],
    };
    expect(readAll([JSON.stringify(control)]).skips).toEqual([{ format: 'subscription', reason: 'control-message' }]);
  });
  test('an unknown one is quarantined', () => {
    expect(readAll([JSON.stringify({ ...run, messageType: 'NEWS' })]).quarantines).toEqual([
      expect.objectContaining({ reason: 'wrong-shape' }),
    ]);
  });
  test.for([
    ['missing', undefined, 'skipped'],
    ['null', null, 'skipped'],
    ['empty', [], 'skipped'],
    ['a text', 'x', 'quarantined'],
    ['an object', {}, 'quarantined'],
  ] as const)('logEvents %s: %s once', ([, logEvents, fate]) => {
    const { skips, quarantines } = readAll([JSON.stringify(message(GROUP, logEvents, { logEvents }))]);
    expect([skips.length, quarantines.length]).toEqual(fate === 'skipped' ? [1, 0] : [0, 1]);
  });
  test('events of the wrong shape are quarantined one by one', () => {
    const odd = [
      null,
      7,
      { id: 'a', timestamp: TIME },
      { id: 'b', timestamp: 'soon', message: 'x' },
      { id: 'c', timestamp: 1e30, message: 'x' },
    ];
    expect(readAll([JSON.stringify(message(GROUP, [...odd, ...events(REPORT)]))])).toMatchObject({
      quarantines: [
        { reason: 'wrong-shape' },
        { reason: 'wrong-shape' },
        { reason: 'wrong-shape' },
        { reason: 'bad-time' },
        { reason: 'bad-time' },
      ],
      activities: [{ kind: 'invocation' }],
    });
  });
});

describe('what a policy on the log group does to its events', () => {
  test('masking leaves the platform’s lines as they are', () => {
    const [line, run] = readAll([
      JSON.stringify(message(GROUP, events('2026-03-02T10:15:30.123Z\tr\tINFO\tcard ****************', REPORT))),
    ]).activities;
    expect(line).toMatchObject({ kind: 'log-line', level: 'info' });
    expect(run).toMatchObject({ kind: 'invocation', durationMs: 132.48 });
  });
  test('a transformer’s JSON is read by its fields, what it extracted beside the message is let be', () => {
    const flow = {
      version: 2,
      accountId: ACCOUNT,
      interfaceId: 'eni-1',
      srcAddr: '10.0.0.1',
      dstAddr: '198.51.100.7',
      bytes: 5,
      start: 1772446530,
      action: 'ACCEPT',
      logStatus: 'OK',
    };
    const event = { ...events(JSON.stringify(flow))[0], extractedFields: { $1: 'x', bytes: '7' }, '@aws.region': 'eu-north-1' };
    const transformed = message('/vpc', [event], { logStream: 'eni-1-all' });
    expect(readOne('connection', JSON.stringify(transformed))).toMatchObject({ bytes: 5, peer: '198.51.100.7', region: 'eu-north-1' });
  });
});

test('an event without a time has that of the event before', () => {
  const [one, two] = events('first', 'second');
  const { timestamp: _, ...timeless } = two ?? {};
  const { activities } = readAll([JSON.stringify(message(GROUP, [one, timeless]))]);
  expect(activities.map(({ time }) => time)).toEqual([TIME, TIME]);
});

describe('whose log it is', () => {
  test('system fields tell account and region', () => {
    const event = { ...events(REPORT)[0], extractedFields: { '@aws.account': '444455556666', '@aws.region': 'eu-north-1' } };
    expect(readOne('invocation', JSON.stringify(message(GROUP, [event]))).function).toBe('444455556666:eu-north-1:checkout');
  });
  test('also of each event by itself', () => {
    const [one, two, three] = events(START, END, REPORT);
    const elsewhere = { ...two, '@aws.account': '444455556666' };
    const { activities } = readAll([JSON.stringify(message(GROUP, [one, elsewhere, three]))]);
    expect(activities.map((activity) => activity.function)).toEqual([
      `${ACCOUNT}::checkout`,
      '444455556666::checkout',
      `${ACCOUNT}::checkout`,
    ]);
  });
  test('a group shared by functions names them in its streams', () => {
    const shared = message('/shop/all', events(REPORT), { logStream: '2026/03/02/checkout[$LATEST]0a1b2c3d4e5f' });
    expect(readOne('invocation', JSON.stringify(shared)).function).toBe(`${ACCOUNT}::checkout`);
  });
  test('also one under /aws/lambda/', () => {
    const shared = message('/aws/lambda/shop', events(REPORT), { logStream: '2026/03/02/checkout[7]0a1b2c3d4e5f' });
    expect(readOne('invocation', JSON.stringify(shared)).function).toBe(`${ACCOUNT}::checkout`);
  });
  test('or in the platform’s records', () => {
    const start = {
      time: '2026-03-02T10:15:30.123Z',
      type: 'platform.initStart',
      record: { functionName: 'checkout', functionVersion: '7', phase: 'init' },
    };
    expect(readOne('log-line', JSON.stringify(message('/shop/all', events(JSON.stringify(start))))).function).toBe(`${ACCOUNT}::checkout`);
  });
  test('a replica at the edge is its function of the home region', () => {
    expect(readOne('invocation', JSON.stringify(message('/aws/lambda/us-east-1.rewrite', events(REPORT)))).function).toBe(
      `${ACCOUNT}:us-east-1:rewrite`,
    );
  });
  test.for(['/aws/rds/instance/db/postgresql', '/aws/eks/prod/cluster', 'RDSOSMetrics'])('%s is none of ours', (group) => {
    const { skips } = readAll([JSON.stringify(message(group, events('{"any":1}', 'line'), { logStream: 'x' }))]);
    expect(skips.map((skip) => skip.reason)).toEqual(['unrelated-log-group', 'unrelated-log-group']);
  });
  test('a group of the user’s own with lines of no known format is named', () => {
    const { skips, notices } = readAll([JSON.stringify(message('/shop/nginx', events('any line', '{"any":1}'), { logStream: 'x' }))]);
    expect(skips.map((skip) => skip.reason)).toEqual(['unknown-log-group', 'unknown-log-group']);
    expect(notices).toEqual(['log group /shop/nginx', 'log group /shop/nginx']);
  });
});

describe('what an application prints stays a line of its log', () => {
  const forgeries = [
    trailLine(),
    JSON.stringify(run),
    JSON.stringify({ Records: [JSON.parse(trailLine())] }),
    `2 ${ACCOUNT} eni-1 10.0.0.1 8.8.8.8 1 2 6 1 1 1772446530 1772446531 ACCEPT OK`,
  ];
  test('in a subscription', () => {
    const { activities } = readAll([JSON.stringify(message(GROUP, events(...forgeries)))]);
    expect(activities.map((activity) => activity.kind)).toEqual(['log-line', 'log-line', 'log-line', 'log-line']);
  });
  test('in a file of the group', () => {
    for (const hints of [{ logGroup: GROUP }, { name: `logs${GROUP}/2026.log` }]) {
      const { activities } = readAll(
        forgeries.map((line) => `2026-03-02T10:15:30.123Z ${line}`),
        hints,
      );
      expect(activities.map((activity) => [activity.kind, activity.function])).toEqual(forgeries.map(() => ['log-line', '::checkout']));
    }
  });
  test('also in a group that functions share, where no stream is CloudTrail’s', () => {
    const { activities, skips } = readAll([JSON.stringify(message('/shop/all', events(trailLine()), { logStream: 'main' }))]);
    expect([activities, skips.length]).toEqual([[], 1]);
  });
  test('while CloudTrail’s own group gives calls', () => {
    expect(
      readOne(
        'api-call',
        JSON.stringify(message('aws-cloudtrail-logs', events(trailLine()), { logStream: `${ACCOUNT}_CloudTrail_eu-west-1` })),
      ).action,
    ).toBe('s3:GetObject');
  });
});

test('a message that is an object, as transformers and eager tools give it, is a JSON line', () => {
  const line = readOne(
    'log-line',
    JSON.stringify(message(GROUP, events({ level: 'ERROR', message: 'no stock', errorType: 'StockError' }))),
  );
  expect(line).toMatchObject({ level: 'error', errorClass: 'StockError' });
});

test('the JSON report is the same invocation as the text one', () => {
  const [text] = readAll([JSON.stringify(message(GROUP, events(REPORT)))]).activities;
  const [json] = readAll([JSON.stringify(message(GROUP, events(JSON_REPORT)))]).activities;
  const names = Object.keys(json ?? {}).filter((name) => name !== 'record' && name !== 'logBytes') as (keyof Activity)[];
  expect(names.map((name) => [name, text?.[name]])).toEqual(names.map((name) => [name, json?.[name]]));
});
