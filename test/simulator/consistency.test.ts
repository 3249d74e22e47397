// The logs tell one story: what one of them says happened, the others say too.
import { describe, expect, it } from 'vitest';
import { simulate } from '../../cli/simulator/simulate.ts';
import { groupOf, readAccount } from './read-account.ts';
import { smallAccount } from './small-account.ts';

const account = readAccount(simulate(smallAccount({ days: 2 })));
const requestsOf = (name: string, line: RegExp): string[] =>
  groupOf(account, name).flatMap(({ message }) => {
    const found = line.exec(message)?.[1];
    return found === undefined ? [] : [found];
  });
const invokes = (name: string): string[] =>
  account.trail
    .filter((record) => record.eventName === 'Invoke' && record.requestParameters.functionName.includes(`:function:${name}`))
    .map((record) => record.requestID);
const access = account.log.filter(({ group }) => group === '/aws/apigateway/things').map(({ message }) => JSON.parse(message));

describe('one story through all logs', () => {
  it('starts, ends, reports and invokes a function behind an API equally often', () => {
    const starts = requestsOf('front', /^START RequestId: (\S+)/);
    expect(starts.length).toBeGreaterThan(600);
    expect(requestsOf('front', /^END RequestId: (\S+)/).sort()).toEqual([...starts].sort());
    expect(requestsOf('front', /^REPORT RequestId: (\S+)/).sort()).toEqual([...starts].sort());
    expect(invokes('front').sort()).toEqual([...starts].sort());
  });

  it('answers every request that reached a function, under its request id', () => {
    const answered = access.map((line) => line.integrationRequestId).sort();
    expect(answered).toEqual(requestsOf('front', /^START RequestId: (\S+)/).sort());
  });

  it('follows one POST from the access log to START, lines, END, REPORT and the trail', () => {
    const post = access.find((line) => line.httpMethod === 'POST' && line.status === '201');
    const id: string = post.integrationRequestId;
    const own = groupOf(account, 'front').filter(({ message }) => message.includes(id));
    expect(own.map(({ message }) => message.split(/[ \t]/)[0]?.replace(/^\d.*/, 'line'))).toEqual(['START', 'line', 'END', 'REPORT']);
    expect(new Set(own.map(({ stream }) => stream)).size).toBe(1);
    expect(own[1]?.message).toContain('POST /things 201');
    expect(invokes('front')).toContain(id);
    const [start, , , report] = own;
    const read = account.trail.find(
      (record) =>
        record.eventSource === 'dynamodb.amazonaws.com' &&
        record.userIdentity.arn.endsWith('/front') &&
        Math.abs(Date.parse(record.eventTime) - (start?.timestamp ?? 0)) <= 1000 + ((report?.timestamp ?? 0) - (start?.timestamp ?? 0)),
    );
    expect(read).toBeDefined();
  });

  it('retries an event that failed under the same request id, at most twice, a minute or more later', () => {
    const starts = new Map<string, number[]>();
    for (const { message, timestamp } of groupOf(account, 'worker')) {
      const line = JSON.parse(message);
      if (line.type === 'platform.start') starts.set(line.record.requestId, [...(starts.get(line.record.requestId) ?? []), timestamp]);
    }
    const retried = [...starts.values()].filter((times) => times.length > 1);
    expect(retried.length).toBeGreaterThan(3);
    expect(Math.max(...[...starts.values()].map((times) => times.length))).toBeLessThanOrEqual(3);
    for (const [first = 0, second = 0] of retried) expect(second - first).toBeGreaterThan(55_000);
    expect(invokes('worker').sort()).toEqual([...starts.keys()].sort());
  });

  it('gives an event up after its third failure, and a queue’s message after its fourth', () => {
    const [, worker] = smallAccount().functions;
    if (worker === undefined) throw new Error('the small account has a worker');
    const attempts = (kind: 'event' | 'queue'): number => {
      const failing = {
        ...worker,
        errorShare: 1,
        trigger: { kind },
        traffic: { kind: 'cron', everyMinutes: 1440, offsetMinutes: 60, calls: 1 },
      } as const;
      return readAccount(simulate(smallAccount({ functions: [failing] }))).log.filter(({ message }) => message.includes('platform.start'))
        .length;
    };
    expect(attempts('event')).toBe(3);
    expect(attempts('queue')).toBe(4);
  });

  it('opens every log stream with its INIT_START, its CreateLogStream and an AssumeRole', () => {
    const streams = new Set(groupOf(account, 'front').map(({ stream }) => stream));
    const opened = groupOf(account, 'front').filter(({ message }) => message.startsWith('INIT_START'));
    const made = account.trail.filter(
      (record) => record.eventName === 'CreateLogStream' && record.requestParameters.logGroupName === '/aws/lambda/front',
    );
    const assumed = account.trail.filter(
      (record) => record.eventName === 'AssumeRole' && record.requestParameters.roleSessionName === 'front',
    );
    expect(new Set(opened.map(({ stream }) => stream))).toEqual(streams);
    expect(new Set(made.map((record) => record.requestParameters.logStreamName))).toEqual(streams);
    expect(assumed).toHaveLength(streams.size);
    const inits = groupOf(account, 'front').filter(({ message }) => message.includes('Init Duration'));
    expect(inits).toHaveLength(streams.size);
  });

  it('signs a function’s calls with a key that Lambda got for it before', () => {
    const keys = new Map<string, number>();
    for (const record of account.trail) {
      if (record.eventName === 'AssumeRole') keys.set(record.responseElements.credentials.accessKeyId, Date.parse(record.eventTime));
    }
    const own = account.trail.filter((record) => record.userIdentity.type === 'AssumedRole');
    expect(own.length).toBeGreaterThan(500);
    for (const record of own) {
      const since = keys.get(record.userIdentity.accessKeyId);
      expect(since).toBeDefined();
      expect(Date.parse(record.eventTime)).toBeGreaterThanOrEqual(since ?? Number.POSITIVE_INFINITY);
    }
  });

  it('never runs two requests at once in one environment', () => {
    const open = new Map<string, string>();
    for (const { stream, message } of groupOf(account, 'front').toSorted((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1))) {
      const [, kind, id] = /^(START|REPORT) RequestId: (\S+)/.exec(message) ?? [];
      if (kind === 'START') {
        expect(open.get(stream)).toBeUndefined();
        open.set(stream, id ?? '');
      }
      if (kind === 'REPORT') {
        expect(open.get(stream)).toBe(id);
        open.delete(stream);
      }
    }
  });
});
