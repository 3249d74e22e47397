// A finding from an access log is the function's that handled the request, where the records show it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import type { Activity } from '../../../detectors/model/activity.ts';
import { requestFunctions, requestIdsIn } from '../../../ingest/functions/request-functions.ts';
import { runLapwing } from '../../cli/run-lapwing.ts';
import { readAll } from '../fixtures/read-all.ts';
import { delivered, environment, requestId, subscriptionMessage } from '../runs/one-environment.ts';

const numbered = (first: number, count: number) =>
  environment(
    Array.from({ length: count }, () => []),
    first,
  ).map((line, place) => [line, place] as const);

describe('the function of a request', () => {
  test('is told by its report, and by a line that has the gateway’s id', () => {
    const requests = requestFunctions();
    const line = JSON.stringify({ timestamp: '2026-03-02T10:00:00Z', level: 'INFO', message: 'stored', correlation_id: 'gateway-1' });
    const told = delivered([...numbered(1, 3), [{ time: Date.UTC(2026, 2, 2, 10, 1), text: line, isForged: false }, 99]]);
    for (const activity of readAll([told]).activities) requests.learn(activity);
    expect(requests.functionOf(requestId(2))).toBe('111122223333::orders');
    expect(requests.functionOf('gateway-1')).toBe('111122223333::orders');
    expect(requests.functionOf(requestId(9))).toBeUndefined();
  });

  test('is known for as many requests as there is room for, and never wrong', () => {
    const activity = (request: string, name: string): Activity =>
      ({ kind: 'invocation', requestId: request, function: `::${name}` }) as unknown as Activity;
    fc.assert(
      fc.property(fc.uniqueArray(fc.uuid(), { maxLength: 3000 }), fc.integer({ min: 1, max: 4000 }), (ids, room) => {
        const requests = requestFunctions(room);
        for (const [place, id] of ids.entries()) requests.learn(activity(id, `f${place % 7}`));
        const known = ids.filter((id) => requests.functionOf(id) !== undefined);
        expect(known).toHaveLength(Math.min(room, ids.length));
        for (const [place, id] of ids.entries()) expect([undefined, `::f${place % 7}`]).toContain(requests.functionOf(id));
      }),
      { numRuns: 20 },
    );
  });
});

test.for<readonly [Record<string, unknown>, readonly string[]]>([
  [{ requestId: 'a1', integrationRequestId: 'b2', status: '200' }, ['a1', 'b2']],
  [{ awsEndpointRequestId: 'b2', extendedRequestId: 'Xy=', path: '/requestid' }, ['b2', 'Xy=']],
  [{ 'integration.requestId': 'b2', requestTime: 'now' }, ['b2']],
  [{ integration: { requestId: 'b2' } }, ['b2']],
  [{ requestId: '-', integrationRequestId: '' }, []],
])('%j has the ids %j', ([record, ids]) => {
  expect(requestIdsIn(record as never)).toEqual(ids);
});

describe('a scan', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lapwing-requests-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const access = (request: number): string =>
    JSON.stringify({
      requestId: `AbCdE${request}=`,
      integrationRequestId: requestId(request),
      ip: '203.0.113.9',
      requestTime: '02/Mar/2026:10:00:01 +0000',
      httpMethod: 'GET',
      routeKey: 'GET /orders',
      path: `/orders/${request}/..%2f..%2f..%2f..%2fetc%2fpasswd`,
      status: '200',
      responseLength: '900',
      protocol: 'HTTP/1.1',
    });
  const functionsOf = (requests: readonly number[]): readonly (string | null)[] => {
    writeFileSync(join(folder, 'access.jsonl'), requests.map(access).join('\n'));
    // The functions' logs come before and after the access log.
    writeFileSync(join(folder, 'a-orders.json'), JSON.stringify(subscriptionMessage(numbered(1, 2))));
    writeFileSync(
      join(folder, 'z-billing.json'),
      JSON.stringify({
        ...subscriptionMessage(numbered(50, 2), '2026/03/02/[$LATEST]ffffffffffffffffffffffffffffffff'),
        logGroup: '/aws/lambda/billing',
      }),
    );
    const { stdout } = runLapwing(folder, 'scan', 'a-orders.json', 'access.jsonl', 'z-billing.json', '--format', 'ndjson');
    return stdout
      .split('\n')
      .filter((line) => line.includes('"injection-file-payload"'))
      .map((line) => (JSON.parse(line) as { function: string | null }).function);
  };

  test('credits the function that handled the request, whichever log came first', () => {
    expect(functionsOf([1, 2])).toEqual(['orders']);
    expect(functionsOf([50])).toEqual(['billing']);
  });

  test('credits none where several did, or no record tells', () => {
    expect(functionsOf([1, 50])).toEqual([null]);
    expect(functionsOf([77])).toEqual([null]);
  });
});
