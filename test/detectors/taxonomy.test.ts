// Rules about any web server, name server or firewall, on the logs that AWS's services write.
import { describe, expect, test } from 'vitest';
import { DERIVED_FIELDS } from '../../detectors/derived-fields.ts';
import type { LogService } from '../../detectors/model/activity.ts';
import type { JsonObject } from '../../detectors/model/json.ts';
import { CATEGORIES, categoryField } from '../../detectors/sigma/category.ts';
import { loadRules } from '../../detectors/sigma/load.ts';
import { buildMatcher } from '../../detectors/sigma/matcher.ts';

const matches = (logsource: string, selection: string, service: LogService, record: JsonObject): boolean => {
  const text = `title: T\nlogsource: {${logsource}}\ndetection:\n  selection: {${selection}}\n  condition: selection\n`;
  const loaded = loadRules([{ path: 'a.yml', text }], new Map());
  expect(loaded.problems).toEqual([]);
  return buildMatcher(loaded, DERIVED_FIELDS).match(service, record).length > 0;
};

const REQUESTS: readonly (readonly [LogService, JsonObject])[] = [
  [
    'cloudfront',
    {
      'cs-method': 'GET',
      'cs-uri-stem': '/shop/item',
      'cs-uri-query': 'id=7%27',
      'cs(Host)': 'd1.cloudfront.net',
      'x-host-header': 'shop.example.com',
      'cs(User-Agent)': 'sqlmap/1.8',
      'cs(Referer)': 'https://example.org/',
      'sc-status': '404',
      'c-ip': '203.0.113.9',
    },
  ],
  [
    'elb',
    {
      request: 'GET https://shop.example.com:443/shop/item?id=7%27 HTTP/1.1',
      user_agent: 'sqlmap/1.8',
      elb_status_code: '404',
      'client:port': '203.0.113.9:51000',
    },
  ],
  [
    'apigateway',
    {
      requestContext: { http: { method: 'GET' } },
      path: '/shop/item?id=7%27',
      status: 404,
      ip: '203.0.113.9',
      userAgent: 'sqlmap/1.8',
      domainName: 'shop.example.com',
    },
  ],
  [
    'waf',
    {
      action: 'ALLOW',
      responseCodeSent: 404,
      httpRequest: {
        httpMethod: 'GET',
        uri: '/shop/item',
        args: 'id=7%27',
        clientIp: '203.0.113.9',
        headers: [
          { name: 'Host', value: 'shop.example.com' },
          { name: 'User-Agent', value: 'sqlmap/1.8' },
        ],
      },
    },
  ],
];

describe.for(REQUESTS)('a request in the log of %s', ([service, record]) => {
  test.for([
    ['cs-method: get', true],
    ['cs-method: POST', false],
    ['cs-uri-stem: /shop/item', true],
    ["cs-uri-query|contains: '%27'", true],
    ["cs-uri: '/shop/item\\?id=7%27'", true],
    ['cs-user-agent|startswith: sqlmap', true],
    ['cs-host: shop.example.com', true],
    ['sc-status: 404', true],
    ['sc-status: 200', false],
    ['c-ip|cidr: 203.0.113.0/24', true],
    ['cs-referer|contains: evil', false],
  ] as const)('%s', ([selection, expected]) => {
    expect(matches('category: webserver', selection, service, record)).toBe(expected);
  });
  test('is no web server’s of another product', () => {
    expect(matches('category: webserver, product: apache', 'cs-method: GET', service, record)).toBe(false);
    expect(matches('category: proxy', 'cs-method: GET', service, record)).toBe(false);
  });
});

test('a query of the resolver', () => {
  const record = { query_name: 'Evil.example.', query_type: 'TXT', srcaddr: '10.0.0.9', answers: [{ Rdata: '203.0.113.9', Type: 'A' }] };
  expect(matches('category: dns', 'query: evil.example, record_type: TXT, answer|cidr: 203.0.113.0/24', 'route53resolver', record)).toBe(
    true,
  );
  expect(matches('category: dns', 'query: good.example', 'route53resolver', record)).toBe(false);
  expect(matches('category: dns', 'query: evil.example', 'lambda', record)).toBe(false);
});

test('a connection of a flow log', () => {
  const record = { srcaddr: '10.0.0.9', dstaddr: '203.0.113.9', dstport: '3333', action: 'ACCEPT' };
  expect(matches('category: firewall', 'dst_port: 3333, action: accept', 'vpcflow', record)).toBe(true);
  expect(matches('category: firewall', 'dst_port: 443', 'vpcflow', record)).toBe(false);
});

test('every field of a category is derived', () => {
  for (const [category, { fields }] of Object.entries(CATEGORIES))
    for (const name of fields) expect(DERIVED_FIELDS.has(categoryField(category, name)), `${category}.${name}`).toBe(true);
});
