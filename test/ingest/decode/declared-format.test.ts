// Formats that a user declares in lapwing.yml, as AWS was given them.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../../detectors/model/json.ts';
import { type DeclaredFormat, readFormats } from '../../../ingest/decode/declared-format.ts';
import { events, message } from '../fixtures/lambda-lines.ts';
import { readAll } from '../fixtures/read-all.ts';

const declare = (...formats: Json[]): readonly DeclaredFormat[] => {
  const read = readFormats(formats);
  if (read.kind === 'refused') throw new Error(read.reason);
  return read.formats;
};
const refusal = (...formats: Json[]): string => {
  const read = readFormats(formats);
  return read.kind === 'refused' ? read.reason : 'not refused';
};
/** A flow log's format as AWS takes it. */
const asTemplate = (names: string): string => names.replaceAll(/\S+/g, (name) => `\${${name}}`);
const ID = 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef';

describe('API Gateway', () => {
  const own = {
    apiGatewayAccess:
      '$context.stage | $context.identity.sourceIp | $context.httpMethod | $context.path | $context.status | $context.responseLength | $context.identity.userAgent | $context.authorizer.error | $context.requestTimeEpoch | $context.requestId',
  };
  const line = `prod | 198.51.100.7 | GET | /orders/7 | 404 | 17 | curl/8 | - | 1772446530000 | ${ID}`;

  test('a format of the user’s own', () => {
    const [request] = readAll([line], {}, declare(own)).activities;
    expect(request).toMatchObject({
      kind: 'http-request',
      service: 'apigateway',
      time: 1772446530000,
      method: 'GET',
      path: '/orders/7',
      status: 404,
      responseBytes: 17,
      client: '198.51.100.7',
      requestId: ID,
      // The names that rules are written for.
      record: { ip: '198.51.100.7', userAgent: 'curl/8', authorizerError: '-' },
    });
  });
  test('without its declaration the line is told, not guessed at', () => {
    expect(readAll([line]).quarantines).toEqual([expect.objectContaining({ reason: 'unknown-format' })]);
  });
  test('lines of other logs are not taken for it', () => {
    const others = [
      'a | b | c | d | e | f | g | h | i | j',
      line.replace('404', 'soon'),
      line.replace('198.51.100.7', 'somewhere'),
      `${line} | more`,
    ];
    for (const other of others) expect(readAll([other], {}, declare(own)).activities).toEqual([]);
  });

  const json = {
    apiGatewayAccess:
      '{ "rid": "$context.requestId", "who": {"from":"$context.identity.sourceIp"}, "verb":"$context.httpMethod","what":"$context.path", "code":$context.status,"out":$context.responseLength, "at": $context.requestTimeEpoch, "level": "access" }',
    in: '/shop/*',
  };
  const group = (...texts: readonly string[]) => [JSON.stringify(message('/shop/access', events(...texts), { logStream: 'a' }))];
  test('JSON with names of the user’s own, in the log it is declared for', () => {
    const record = {
      rid: ID,
      who: { from: '198.51.100.7' },
      verb: 'GET',
      what: '/orders',
      code: 200,
      out: 17,
      at: 1772446530000,
      level: 'access',
    };
    expect(readAll(group(JSON.stringify(record)), {}, declare(json)).activities).toMatchObject([
      { kind: 'http-request', method: 'GET', path: '/orders', status: 200, responseBytes: 17, client: '198.51.100.7', requestId: ID },
    ]);
  });
  test('and where a missing number makes it no JSON', () => {
    const broken = `{ "rid": "${ID}", "who": {"from":"198.51.100.7"}, "verb":"GET","what":"/orders", "code":504,"out":-, "at": 1772446530000, "level": "access" }`;
    const { activities } = readAll(group(broken), {}, declare(json));
    expect(activities).toMatchObject([{ status: 504, responseBytes: 0, path: '/orders' }]);
    expect(readAll([broken], { name: '/shop/file.log' }, declare(json)).activities).toHaveLength(1);
  });
  test('what else stands in that log is told', () => {
    expect(readAll(group('hello', '{"a":1}'), {}, declare(json)).quarantines).toMatchObject([
      { format: 'apigateway-access', reason: 'wrong-shape' },
      { format: 'apigateway-access', reason: 'wrong-shape' },
    ]);
  });
  test('a function’s log stays a function’s log', () => {
    const { activities } = readAll([JSON.stringify(message('/aws/lambda/checkout', events(line)))], {}, declare({ ...own, in: '*' }));
    expect(activities).toMatchObject([{ kind: 'log-line' }]);
  });
});

describe('VPC flow logs', () => {
  const names = 'version vpc-id interface-id srcaddr dstaddr pkt-dstaddr bytes start flow-direction future-field action log-status';
  const format = asTemplate(names);
  const line = '7 vpc-1 eni-1 10.0.1.5 10.0.0.9 203.0.113.9 9000 1772446530 egress x ACCEPT OK';
  const stream = [JSON.stringify(message('/vpc/flow', events(line), { logStream: 'eni-1-all' }))];

  test('as the template that AWS has, or as the names alone', () => {
    for (const vpcFlowLog of [format, names]) {
      for (const items of [[line], stream]) {
        expect(readAll(items, {}, declare({ vpcFlowLog })).activities).toMatchObject([
          {
            kind: 'connection',
            direction: 'egress',
            peer: '203.0.113.9',
            bytes: 9000,
            interfaceId: 'eni-1',
            record: { 'future-field': 'x' },
          },
        ]);
      }
    }
  });
  test('undeclared, a flow log’s stream says what is missing', () => {
    expect(readAll(stream).quarantines).toEqual([
      { format: 'vpcflow', reason: 'unknown-format', detail: 'a flow log of a format that has to be declared' },
    ]);
  });
  test('lines of other logs are not taken for it', () => {
    const others = ['a b c d e f g h i j k l', line.replace('10.0.1.5', 'localhost'), line.replace('ACCEPT', 'OK'), `${line} more`];
    for (const other of others) expect(readAll([other], {}, declare({ vpcFlowLog: format })).activities).toEqual([]);
  });
});

test('CloudFront’s real-time log with the fields that were chosen', () => {
  const declared = declare({ cloudFrontRealTime: ['timestamp', 'c-ip', 'cs-method', 'cs-uri-stem', 'sc-status', 'sc-bytes'] });
  expect(readAll(['1772446530.123\t198.51.100.7\tGET\t/a\t404\t780'], {}, declared).activities).toMatchObject([
    { kind: 'http-request', service: 'cloudfront', time: 1772446530123, path: '/a', status: 404, responseBytes: 780 },
  ]);
  expect(readAll(['1772446530.123\t198.51.100.7\tGET\t/a\tsoon\t780'], {}, declared).activities).toEqual([]);
});

test.for([
  [{}, 'formats, entry 1, names none of apiGatewayAccess, vpcFlowLog, cloudFrontRealTime'],
  ['x', 'formats, entry 1, is no mapping'],
  [{ nginx: '$request' }, 'formats, entry 1, names none of apiGatewayAccess, vpcFlowLog, cloudFrontRealTime'],
  [{ apiGatewayAccess: '$context.status' }, 'formats, entry 1, has neither $context.requestId nor extendedRequestId'],
  [{ apiGatewayAccess: '$context.requestId$context.status' }, 'formats, entry 1, has nothing between two variables, at $context.status'],
  [{ apiGatewayAccess: 7 }, 'formats, entry 1, is no text'],
  [{ vpcFlowLog: asTemplate('version bytes') }, 'formats, entry 1, has none of interface-id, srcaddr and pkt-srcaddr'],
  [{ cloudFrontRealTime: ['c-ip'] }, 'formats, entry 1, does not begin with timestamp'],
  [{ vpcFlowLog: 'srcaddr', in: 7 }, 'formats, entry 1, has an `in` that is no text'],
] as const)('%j is refused: %s', ([entry, reason]) => {
  expect(refusal(entry)).toBe(reason);
});

test('a line costs what it is long, whatever stands in it', () => {
  const declared = declare({
    apiGatewayAccess: '$context.identity.userAgent "$context.path" $context.requestId "$context.httpMethod" $context.status',
  });
  const started = performance.now();
  for (const hostile of ['" '.repeat(400_000), `x "${'" "'.repeat(300_000)}`, ' "'.repeat(400_000)]) readAll([hostile], {}, declared);
  expect(performance.now() - started).toBeLessThan(2000);
});

test('values come back as they were written, whatever they are, where the text between them is not in them', () => {
  const value = fc.string({ minLength: 1, maxLength: 20 }).filter((text) => !text.includes('|') && text.trim() === text);
  const declared = declare({ apiGatewayAccess: '$context.requestId|$context.path|$context.identity.userAgent|$context.status' });
  fc.assert(
    fc.property(value, value, (path, agent) => {
      const { activities } = readAll([`${ID}|${path}|${agent}|200`], {}, declared);
      // Without a time of its own or its source's it is passed over, and said so.
      expect(activities).toEqual([]);
      const timed = readAll(
        [JSON.stringify(message('/shop/access', events(`${ID}|${path}|${agent}|200`), { logStream: 'a' }))],
        {},
        declared,
      );
      expect(timed.activities).toMatchObject([{ record: { path, userAgent: agent, status: '200' } }]);
    }),
  );
});
