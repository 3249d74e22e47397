// Access, flow and query logs of other services: a realistic line and a hostile one each.
import { describe, expect, test } from 'vitest';
import { events, message } from '../fixtures/lambda-lines.ts';
import { readAll, readOne } from '../fixtures/read-all.ts';
import { ACCOUNT, userAgentInLambda } from '../fixtures/trail-records.ts';

const reasons = (items: readonly string[]) => {
  const { skips, quarantines, activities } = readAll(items);
  return [...activities.map((activity) => activity.kind), ...skips.map((skip) => skip.reason), ...quarantines.map((found) => found.reason)];
};

describe('VPC flow logs', () => {
  const eni = 'eni-0123456789abcdef0';
  test('version 2, outward', () => {
    expect(
      readOne('connection', `2 ${ACCOUNT} ${eni} 10.0.1.5 198.51.100.7 41000 443 6 20 9000 1772446530 1772446590 ACCEPT OK`),
    ).toMatchObject({
      function: undefined,
      account: ACCOUNT,
      direction: 'egress',
      peer: '198.51.100.7',
      peerPort: 443,
      bytes: 9000,
      accepted: true,
      time: 1772446530000,
    });
  });
  test('version 2, inward and refused', () => {
    expect(
      readOne('connection', `2 ${ACCOUNT} ${eni} 198.51.100.7 10.0.1.5 41000 22 6 1 40 1772446530 1772446590 REJECT OK`),
    ).toMatchObject({
      direction: 'ingress',
      peer: '198.51.100.7',
      accepted: false,
    });
  });
  test('between private addresses the direction is not guessed', () => {
    expect(readOne('connection', `2 ${ACCOUNT} ${eni} 10.0.1.5 10.0.2.9 41000 5432 6 1 40 1772446530 1772446590 ACCEPT OK`).direction).toBe(
      'unknown',
    );
  });
  test('columns as a header declares them, unknown ones too', () => {
    const header = 'pkt-dstaddr srcaddr dstaddr bytes flow-direction start new-column action log-status';
    const { activities, skips } = readAll([header, '203.0.113.9 10.0.1.5 10.0.0.1 77 egress 1772446530 x ACCEPT OK']);
    expect(skips).toEqual([{ format: 'vpcflow', reason: 'no-data' }]);
    expect(activities).toMatchObject([{ peer: '203.0.113.9', direction: 'egress', bytes: 77 }]);
  });
  test('as JSON of the CloudWatch transformer', () => {
    const value = {
      version: 2,
      accountId: ACCOUNT,
      interfaceId: eni,
      srcAddr: '10.0.1.5',
      dstAddr: '198.51.100.7',
      srcPort: 1,
      dstPort: 443,
      bytes: 5,
      start: 1772446530,
      action: 'ACCEPT',
      logStatus: 'OK',
    };
    expect(readOne('connection', JSON.stringify(value))).toMatchObject({ interfaceId: eni, peer: '198.51.100.7', bytes: 5 });
  });
  test('no data, no time, no sense', () => {
    expect(reasons([`2 ${ACCOUNT} ${eni} - - - - - - - 1772446530 1772446590 - NODATA`])).toEqual(['no-data']);
    expect(reasons([`2 unknown ${eni} - - - - - - - 1772446530 1772446590 - SKIPDATA`])).toEqual(['no-data']);
    expect(reasons([`2 ${ACCOUNT} ${eni} a b c d e f -9 99999999999999 0 ACCEPT OK`])).toEqual(['bad-time']);
    expect(reasons([`2 ${ACCOUNT} ${eni} 10.0.1.5 198.51.100.7 41000 443 6 20 9000 1772446530`])).toEqual(['unknown-format']);
  });
});

describe('load balancers', () => {
  const line = (request: string) =>
    `https 2026-03-02T10:15:30.186641Z app/shop/50dc6c495c0c9188 198.51.100.7:2817 10.0.0.1:80 0.000 0.001 0.000 502 502 34 366 "${request}" "curl/8.5.0" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 arn:aws:elasticloadbalancing:eu-west-1:${ACCOUNT}:targetgroup/t/1 "Root=1-58337262" "shop.example.com" "-" 0 2026-03-02T10:15:30.176000Z "forward" "-" "-" "10.0.0.1:80" "502" "-" "-"`;
  test('a request', () => {
    expect(readOne('http-request', line('GET https://shop.example.com:443/orders?id=7 HTTP/1.1'))).toMatchObject({
      service: 'elb',
      method: 'GET',
      path: '/orders',
      status: 502,
      responseBytes: 366,
      client: '198.51.100.7',
    });
  });
  test('a request that is none', () => expect(readOne('http-request', line('- http://shop.example.com:443- -')).method).toBe(''));
  test('a client that writes quotes', () => expect(reasons([line('GET https://x/\\" \\" HTTP/1.1')])).toEqual(['http-request']));
  test('a classic one', () => {
    const classic =
      '2026-03-02T10:15:30.945958Z shop 198.51.100.7:2817 10.0.0.1:80 0.000073 0.001048 0.000057 200 200 0 29 "GET http://www.example.com:80/ HTTP/1.1" "curl/7.38.0" - -';
    expect(readOne('http-request', classic)).toMatchObject({ status: 200, path: '/', responseBytes: 29 });
  });
  test('a line cut off, a time that is none, a connection that is no request', () => {
    expect(reasons([line('GET / HTTP/1.1').slice(0, 90)])).toEqual(['wrong-shape']);
    expect(reasons([line('GET / HTTP/1.1').replace('2026-03-02T10:15:30.186641Z', '2026-13-02T10:15:30.186641Z')])).toEqual(['bad-time']);
    expect(
      reasons(['2026-03-02T10:15:30.123Z 198.51.100.7 51000 443 TLSv1.3 TLS_AES_128_GCM_SHA256 0.003 "CN=x" - - - Success TID_0a']),
    ).toEqual(['not-activity']);
    expect(reasons(['tls 2.0 2026-03-02T02:59:40 net/lb/c6e 234 72.21.218.154:51341 172.100.100.185:443 5 2 98 246 -'])).toEqual([
      'not-activity',
    ]);
  });
});

describe('CloudFront', () => {
  const fields =
    '#Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) cs(User-Agent) cs-uri-query';
  const line = '2026-03-02\t10:15:30\tFRA56-P2\t780\t198.51.100.7\tGET\td1.cloudfront.net\t/a\t404\t-\tcurl\t-';
  test('under its header', () => {
    const { activities, skips } = readAll(['#Version: 1.0', fields, line]);
    expect(skips.map((skip) => skip.reason)).toEqual(['no-data', 'no-data']);
    expect(activities).toMatchObject([{ service: 'cloudfront', status: 404, responseBytes: 780, client: '198.51.100.7', path: '/a' }]);
  });
  test('without it, and with fewer fields than any log has', () => {
    expect(reasons([line])).toEqual(['http-request']);
    expect(reasons(['2026-03-02\t10:15:30\tFRA56-P2'])).toEqual(['unknown-format']);
  });
});

describe('CloudFront in real time', () => {
  const line = [
    '1772446530.123',
    '198.51.100.7',
    '0.001',
    '404',
    '780',
    'GET',
    'https',
    'd1.cloudfront.net',
    '/a',
    '120',
    'FRA56-P2',
    'REQ==',
    'd1.cloudfront.net',
    '0.002',
    'HTTP/2.0',
    'IPv4',
    'curl/8.5.0',
    '-',
    '-',
    'id=7',
  ];
  test('with all fields of its time, as a line or from a stream', () => {
    const stream = JSON.stringify({
      Records: [{ eventSource: 'aws:kinesis', kinesis: { data: Buffer.from(`${line.join('\t')}\n`).toString('base64') } }],
    });
    for (const item of [line.join('\t'), [...line, 'Hit', '-', 'TLSv1.3'].join('\t'), stream])
      expect(readOne('http-request', item)).toMatchObject({
        service: 'cloudfront',
        status: 404,
        path: '/a',
        client: '198.51.100.7',
        time: 1772446530123,
      });
  });
  test('a table of something else is none', () => {
    expect(reasons([line.map((value, index) => (index === 3 ? 'four' : value)).join('\t')])).toEqual(['unknown-format']);
  });
});

describe('S3 access logs', () => {
  const line = (requester: string, agent: string) =>
    `79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be orders [02/Mar/2026:10:15:30 +0000] 54.220.10.20 ${requester} 3E57427F3EXAMPLE REST.GET.OBJECT a/b.json "GET /orders/a/b.json HTTP/1.1" 200 - 2048 2048 70 10 "-" "${agent}" - host= SigV4 TLS_AES AuthHeader orders.s3.eu-west-1.amazonaws.com TLSv1.3 - -`;
  test('a function that reads', () => {
    expect(readOne('api-call', line(`arn:aws:sts::${ACCOUNT}:assumed-role/any/checkout`, userAgentInLambda))).toMatchObject({
      service: 's3access',
      action: 's3:GetObject',
      function: `${ACCOUNT}::checkout`,
      bytesToCaller: 2048,
      resources: ['arn:aws:s3:::orders/a/b.json', 'arn:aws:s3:::orders'],
    });
  });
  test('somebody who is no function', () => {
    expect(readOne('api-call', line(`arn:aws:sts::${ACCOUNT}:assumed-role/any/ann`, 'S3Console/0.4')).function).toBeUndefined();
    expect(readOne('api-call', line('-', '-')).principal).toBe('');
  });
});

describe('API Gateway’s execution log', () => {
  const id = 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef';
  const read = (...steps: readonly string[]) =>
    readAll([JSON.stringify(message('API-Gateway-Execution-Logs_a1b2/prod', events(...steps), { logStream: 'x' }))]).activities;
  test('gives what the client sent, under the names of an access log', () => {
    expect(
      read(
        `(${id}) HTTP Method: POST, Resource Path: /orders/{id}`,
        `(${id}) Method request query string: {q=1' OR 1=1 --}`,
        `(${id}) Method request body before transformations: {"a":1}`,
        `(${id}) Method completed with status: 502`,
      ),
    ).toMatchObject([
      { service: 'apigateway', requestId: id, function: undefined, record: { httpMethod: 'POST', resourcePath: '/orders/{id}' } },
      { record: { queryString: "{q=1' OR 1=1 --}" } },
      { record: { body: '{"a":1}' } },
      { record: { status: '502' } },
    ]);
  });
  test('and nothing of what API Gateway sent itself', () => {
    const [sent, odd] = read(`(${id}) Endpoint request headers: {X-Amz-Security-Token=SECRET}`, 'SECRET: : :');
    expect(JSON.stringify([sent?.record, { ...odd?.record, step: '' }])).not.toContain('SECRET');
  });
});

describe('WAF', () => {
  const record = {
    timestamp: 1772446530123,
    formatVersion: 1,
    webaclId: 'arn:aws:wafv2:eu-west-1:1:regional/webacl/a/b',
    terminatingRuleId: 'Default_Action',
    action: 'ALLOW',
    httpRequest: {
      clientIp: '198.51.100.7',
      country: 'AU',
      headers: [],
      uri: '/login',
      args: 'a=1',
      httpMethod: 'POST',
      requestId: '1-64f',
    },
  };
  test('a request', () =>
    expect(readOne('http-request', JSON.stringify(record))).toMatchObject({
      service: 'waf',
      path: '/login',
      method: 'POST',
      client: '198.51.100.7',
    }));
  test('a blocked one', () => expect(readOne('http-request', JSON.stringify({ ...record, action: 'BLOCK' })).status).toBe(403));
  test('of the wrong types', () =>
    expect(reasons([JSON.stringify({ ...record, timestamp: {}, httpRequest: { uri: 7, clientIp: [] } })])).toEqual(['bad-time']));
});

describe('Route 53 resolver', () => {
  const query = {
    version: '1.100000',
    account_id: ACCOUNT,
    region: 'eu-west-1',
    vpc_id: 'vpc-1',
    query_timestamp: '2026-03-02T10:15:30Z',
    query_name: 'API.Example.com.',
    query_type: 'A',
    query_class: 'IN',
    rcode: 'NOERROR',
    answers: [{ Rdata: '203.0.113.9', Type: 'A', Class: 'IN' }],
    srcaddr: '10.0.1.5',
  };
  test('a query', () => {
    expect(readOne('dns-query', JSON.stringify(query))).toMatchObject({
      name: 'api.example.com',
      type: 'A',
      answered: true,
      account: ACCOUNT,
      region: 'eu-west-1',
      function: undefined,
    });
  });
  test('without an answer', () =>
    expect(readOne('dns-query', JSON.stringify({ ...query, rcode: 'NXDOMAIN', answers: null })).answered).toBe(false));
  test('with a name longer than DNS allows', () =>
    expect(readOne('dns-query', JSON.stringify({ ...query, query_name: 'x'.repeat(9999) })).name.length).toBe(255));
});

describe('API Gateway', () => {
  test.for([
    [
      'the console’s JSON',
      {
        requestId: 'r-1',
        ip: '198.51.100.7',
        caller: '-',
        user: '-',
        requestTime: '02/Mar/2026:10:15:30 +0000',
        httpMethod: 'GET',
        resourcePath: '/orders',
        status: '200',
        protocol: 'HTTP/1.1',
        responseLength: '17',
      },
    ],
    [
      'an HTTP API',
      {
        requestId: 'r-1',
        ip: '198.51.100.7',
        requestTime: '02/Mar/2026:10:15:30 +0000',
        routeKey: 'GET /orders',
        status: '200',
        responseLength: '17',
      },
    ],
    [
      'keys of the user’s own',
      {
        request_id: 'r-1',
        source_ip: '198.51.100.7',
        request_time_epoch: 1772446530000,
        http_method: 'GET',
        path: '/orders',
        status_code: 200,
        response_length: 17,
        stage: 'prod',
      },
    ],
    [
      'nested keys',
      {
        context: {
          requestId: 'r-1',
          identity: { sourceIp: '198.51.100.7' },
          requestTimeEpoch: '1772446530000',
          httpMethod: 'GET',
          path: '/orders',
          status: '200',
          responseLength: '17',
        },
      },
    ],
  ] as const)('%s', ([, value]) => {
    expect(readOne('http-request', JSON.stringify(value))).toMatchObject({
      service: 'apigateway',
      time: 1772446530000,
      method: 'GET',
      path: '/orders',
      status: 200,
      responseBytes: 17,
      client: '198.51.100.7',
      requestId: 'r-1',
    });
  });
  test('a WebSocket API’s', () => {
    const connect = {
      requestId: 'r-1',
      ip: '198.51.100.7',
      caller: '-',
      user: '-',
      requestTime: '02/Mar/2026:10:15:30 +0000',
      eventType: 'CONNECT',
      routeKey: '$connect',
      status: '200',
      connectionId: 'c=',
    };
    expect(readOne('http-request', JSON.stringify(connect))).toMatchObject({ method: 'CONNECT', path: '$connect', status: 200 });
  });
  test('AWS’s examples in Common Log Format, XML and CSV, of REST and of HTTP APIs', () => {
    const clf = '198.51.100.7 - - [02/Mar/2026:10:15:30 +0000] "GET /orders HTTP/1.1" 200 17 c6af9ac6-7b61-11e6-9a41-93e8deadbeef';
    const xml =
      '<request id="c6af9ac6"> <ip>198.51.100.7</ip> <requestTime>02/Mar/2026:10:15:30 +0000</requestTime> <httpMethod>GET</httpMethod> <resourcePath>/orders</resourcePath> <status>200</status> <protocol>HTTP/1.1</protocol> <responseLength>17</responseLength></request>';
    const csv = '198.51.100.7,-,-,02/Mar/2026:10:15:30 +0000,GET,/orders,HTTP/1.1,200,17,c6af9ac6-7b61-11e6-9a41-93e8deadbeef';
    const httpClf = '198.51.100.7 - - [02/Mar/2026:10:15:30 +0000] "GET GET /orders HTTP/1.1" 200 17 JKJaXmPLvHcESHA=';
    const httpCsv = '198.51.100.7,02/Mar/2026:10:15:30 +0000,GET,GET /orders,HTTP/1.1,200,17,JKJaXmPLvHcESHA=';
    for (const line of [clf, xml, csv, httpClf, httpCsv])
      expect(readOne('http-request', line)).toMatchObject({
        method: 'GET',
        path: '/orders',
        status: 200,
        responseBytes: 17,
        client: '198.51.100.7',
        time: 1772446530000,
      });
  });
  test.for([
    [
      'an application’s line about a request',
      { level: 'info', message: 'done', requestId: 'r', httpMethod: 'GET', path: '/', status: 200, stage: 'prod', ip: '1.2.3.4' },
      'no-time',
    ],
    [
      'a function’s input',
      { requestContext: { requestId: 'r', stage: 'p', httpMethod: 'GET', status: 1, apiId: 'a' }, headers: {}, body: null },
      'unknown-format',
    ],
    ['a web server’s line', 'x', 'unknown-format'],
  ] as const)('%s is none', ([, value, reason]) => {
    const item =
      typeof value === 'string'
        ? '172.17.0.1 - - [02/Mar/2026:10:15:30 +0000] "GET / HTTP/1.1" 304 0 "-" "Mozilla/5.0" "-"'
        : JSON.stringify(value);
    expect(reasons([item])).toEqual([reason]);
  });
});
