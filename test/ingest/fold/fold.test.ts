// Folding: what adds up to what, and that neither order nor batching matters.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Activity } from '../../../detectors/model/activity.ts';
import type { FunctionId } from '../../../detectors/model/identity.ts';
import {
  emptyPartial,
  type FunctionPartial,
  mergePartial,
  namesOf,
  partialState,
  peaksOf,
  sumOf,
  sumsOf,
} from '../../../detectors/model/partial.ts';
import { MINUTE_MS, startOf } from '../../../detectors/model/time.ts';
import { fold } from '../../../ingest/fold/fold.ts';
import { EVERYTHING } from '../fixtures/everything.ts';
import { events, message, REPORT, REQUEST, START, TIME } from '../fixtures/lambda-lines.ts';
import { readAll } from '../fixtures/read-all.ts';
import { ACCOUNT, REGION, sessionOf, trailLine } from '../fixtures/trail-records.ts';

type Partials = Map<string, FunctionPartial>;

const foldAll = (activities: readonly Activity[]): Partials => {
  const partials: Partials = new Map();
  for (const activity of activities) {
    fold(activity, (function_, instant) => {
      const key = `${function_} ${startOf(instant, MINUTE_MS)}`;
      const partial = partials.get(key) ?? emptyPartial();
      partials.set(key, partial);
      return partial;
    });
  }
  return partials;
};

const stateOf = (partials: Partials): string =>
  JSON.stringify([...partials].sort(([one], [other]) => (one < other ? -1 : 1)).map(([key, partial]) => [key, partialState(partial)]));

const mergeAll = (batches: readonly Partials[]): Partials => {
  const all: Partials = new Map();
  for (const batch of batches) {
    for (const [key, partial] of batch) {
      const mine = all.get(key) ?? emptyPartial();
      all.set(key, mine);
      mergePartial(mine, partial);
    }
  }
  return all;
};

/** Many records of one minute, names and amounts as an attacker would choose them. */
const manyCalls = (count: number): readonly Activity[] =>
  readAll(
    Array.from({ length: count }, (_, index) =>
      trailLine({
        eventID: `e-${index}`,
        eventName: `Get${index % 200}`,
        additionalEventData: { bytesTransferredOut: index % 3 === 0 ? 1e300 : index * 0.7, bytesTransferredIn: index },
        requestParameters: { bucketName: `bucket-${index % 150}` },
        resources: undefined,
      }),
    ),
  ).activities;

describe('order and batching do not matter', () => {
  const stock = [...readAll(EVERYTHING).activities, ...manyCalls(400)];
  const whole = stateOf(foldAll(stock));

  test('any order', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: stock.length, maxLength: stock.length }), (keys) => {
        const shuffled = stock.map((activity, index) => [keys[index] ?? 0, activity] as const).sort(([one], [other]) => one - other);
        expect(stateOf(foldAll(shuffled.map(([, activity]) => activity)))).toBe(whole);
      }),
      { numRuns: 30 },
    );
  });

  test('any batches, merged in any order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat({ max: 7 }), { minLength: stock.length, maxLength: stock.length }),
        fc.boolean(),
        (batchOf, backwards) => {
          const batches = Array.from({ length: 8 }, (_, batch) => foldAll(stock.filter((_activity, index) => batchOf[index] === batch)));
          expect(stateOf(mergeAll(backwards ? batches.reverse() : batches))).toBe(whole);
        },
      ),
      { numRuns: 30 },
    );
  });

  test('amounts beyond what is exact stop alike in every order', () => {
    const giants = manyCalls(3).flatMap((call) => Array.from({ length: 5000 }, () => call));
    const halves = [foldAll(giants.slice(0, 7001)), foldAll(giants.slice(7001))];
    expect(stateOf(mergeAll(halves))).toBe(stateOf(foldAll(giants)));
    expect(stateOf(mergeAll(halves.reverse()))).toBe(stateOf(foldAll(giants)));
  });
});

const folded = (items: readonly string[], key: FunctionId | string): FunctionPartial => {
  const found = [...foldAll(readAll(items).activities)].find(([name]) => name.startsWith(`${key} `));
  if (found === undefined) throw new Error(`nothing of ${key}`);
  return found[1];
};

describe('what adds up to what', () => {
  const checkout = `${ACCOUNT}:${REGION}:checkout`;
  test('an API call', () => {
    const partial = folded(
      [trailLine(), trailLine({ eventID: '2', errorCode: 'AccessDenied', eventName: 'PutObject', readOnly: false })],
      checkout,
    );
    expect(Object.fromEntries(sumsOf(partial))).toMatchObject({
      records: 2,
      apiCalls: 2,
      apiWrites: 1,
      apiDenied: 1,
      serviceBytesRead: 40960,
    });
    expect(namesOf(partial, 'actions')).toEqual(['s3:GetObject', 's3:PutObject']);
    expect(namesOf(partial, 'deniedActions')).toEqual(['s3:PutObject']);
    expect(namesOf(partial, 'destinations')).toEqual(['s3.amazonaws.com']);
    // Keys are as many as objects: the bucket is what is counted.
    expect(namesOf(partial, 'resources')).toEqual(['arn:aws:s3:::orders-archive']);
    expect(namesOf(partial, 'credentialSources')).toEqual(['lambda']);
  });

  test('a call that an endpoint let pass is named, and counted where the service tells of it', () => {
    const seen = trailLine({
      eventCategory: 'NetworkActivity',
      vpcEndpointId: 'vpce-1',
      eventID: 'seen',
      userAgent: 'any exec-env/AWS_Lambda_x',
    });
    const alone = folded([seen], checkout);
    expect(namesOf(alone, 'actions')).toEqual(['s3:GetObject']);
    expect(sumOf(alone, 'apiCalls')).toBe(0);
    expect(sumOf(folded([seen, trailLine()], checkout), 'apiCalls')).toBe(1);
  });

  test('what Lambda Insights saw of an invocation', () => {
    const line = JSON.stringify({
      _aws: { Timestamp: TIME },
      function_name: 'checkout',
      request_id: REQUEST,
      cpu_total_time: 60,
      used_memory_max: 91,
      rx_bytes: 5000,
      tx_bytes: 300,
    });
    const partial = folded(
      [JSON.stringify(message('/aws/lambda-insights', events(line), { logStream: 'checkout' }))],
      `${ACCOUNT}::checkout`,
    );
    expect(Object.fromEntries(sumsOf(partial))).toEqual({ records: 1, cpuMillis: 60, networkBytesIn: 5000, networkBytesOut: 300 });
    expect(Object.fromEntries(peaksOf(partial))).toEqual({ maxMemoryUsedMb: 91 });
  });

  test('credentials of a function’s role used elsewhere are the function’s, from there', () => {
    const stolen = { userIdentity: sessionOf('service-role/checkout-role-1a2b3c4d', 'checkout'), userAgent: 'aws-cli/2.17' };
    expect(namesOf(folded([trailLine({ ...stolen, sourceIPAddress: '203.0.113.77' })], checkout), 'credentialSources')).toEqual([
      'ip:203.0.113.77',
    ]);
    expect(namesOf(folded([trailLine({ ...stolen, sourceIPAddress: '2001:db8::7' })], checkout), 'credentialSources')).toEqual([
      'ip:2001:db8::7',
    ]);
    expect(namesOf(folded([trailLine({ ...stolen, sourceIPAddress: 'athena.amazonaws.com' })], checkout), 'credentialSources')).toEqual([
      'service:athena.amazonaws.com',
    ]);
    expect(namesOf(folded([trailLine({ ...stolen, vpcEndpointId: 'vpce-1' })], checkout), 'credentialSources')).toEqual(['vpce:vpce-1']);
  });

  test('a call that says it comes from the environment shows its key and its address', () => {
    const userIdentity = { ...sessionOf('service-role/checkout-role-1a2b3c4d', 'checkout'), accessKeyId: 'ASIAONE' };
    const inside = { userIdentity, userAgent: 'aws-sdk-js/3.900 exec-env/AWS_Lambda_nodejs22.x' };
    const places = (more: object) => namesOf(folded([trailLine({ ...inside, ...more })], checkout), 'credentialPlaces');
    expect(places({ sourceIPAddress: '203.0.113.77' })).toEqual(['ASIAONE 203.0.113.77']);
    expect(places({ sourceIPAddress: '2001:db8::7' })).toEqual(['ASIAONE 2001:db8::7']);
    expect(places({ sourceIPAddress: 'athena.amazonaws.com' })).toEqual([]);
    expect(places({ sourceIPAddress: '203.0.113.77', userAgent: 'aws-cli/2.17' })).toEqual([]);
    expect(places({ sourceIPAddress: '10.0.0.7', vpcEndpointId: 'vpce-1' })).toEqual([]);
  });

  test('a change counts for the function changed, a run for the function run', () => {
    const lambda = { eventSource: 'lambda.amazonaws.com', requestParameters: { functionName: 'payments' } };
    const change = trailLine({ ...lambda, eventName: 'UpdateFunctionConfiguration20150331v2' });
    expect(namesOf(folded([change], `${ACCOUNT}:${REGION}:payments`), 'changes')).toEqual(['configuration']);
    const run = trailLine({ ...lambda, eventName: 'Invoke' });
    const payments = folded([run], `${ACCOUNT}:${REGION}:payments`);
    expect(namesOf(payments, 'callers')).toEqual([`arn:aws:iam::${ACCOUNT}:role/checkout-task-role`]);
    expect(sumOf(payments, 'records')).toBe(0);
  });

  test('an invocation', () => {
    const partial = folded([JSON.stringify(message('/aws/lambda/checkout', events(START, REPORT)))], `${ACCOUNT}::checkout`);
    expect(Object.fromEntries(sumsOf(partial))).toMatchObject({
      records: 2,
      invocations: 1,
      initialisations: 1,
      durationMicros: 132480,
      billedMbMs: 133 * 256,
      logLines: 1,
    });
    expect(Object.fromEntries(peaksOf(partial))).toEqual({ maxMemoryUsedMb: 88, maxDurationMs: 132.48 });
    expect(namesOf(partial, 'invocationSamples')).toEqual([REQUEST]);
    expect(namesOf(partial, 'changes')).toEqual(['version:7']);
  });

  test('a flow counts for the account, its public peers as destinations', () => {
    const flow = (source: string, target: string, action: string) =>
      `2 ${ACCOUNT} eni-1 ${source} ${target} 1 2 6 20 9000 1772446530 1772446590 ${action} OK`;
    const partial = folded(
      [
        flow('10.0.0.5', '198.51.100.7', 'ACCEPT'),
        flow('198.51.100.7', '10.0.0.5', 'ACCEPT'),
        flow('10.0.0.5', '10.0.0.9', 'ACCEPT'),
        flow('198.51.100.9', '10.0.0.5', 'REJECT'),
      ],
      `${ACCOUNT}::`,
    );
    expect(Object.fromEntries(sumsOf(partial))).toEqual({
      records: 4,
      connections: 4,
      connectionsRejected: 1,
      networkBytesOut: 9000,
      networkBytesIn: 9000,
    });
    expect(namesOf(partial, 'destinations')).toEqual(['198.51.100.7']);
  });

  test('requests, queries and usage', () => {
    const partials = foldAll(readAll(EVERYTHING).activities);
    const total = mergeAll([...partials.values()].map((partial) => new Map([['all', partial]]))).get('all') ?? emptyPartial();
    expect(Object.fromEntries(sumsOf(total))).toMatchObject({ requests: 4, clientErrors: 2, serverErrors: 1, dnsQueries: 1 });
    expect(namesOf(total, 'destinations')).toContain('api.example.com');
    expect(namesOf(total, 'errorClasses')).toEqual(expect.arrayContaining(['TypeError', 'StockError', 'Sandbox.Timedout']));
  });
});
