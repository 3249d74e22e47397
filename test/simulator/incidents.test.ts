// Every incident leaves its records at its time, none when it is not injected, and never disturbs what others did.
import { describe, expect, it } from 'vitest';
import type { IncidentSpec } from '../../cli/simulator/incident-spec.ts';
import { simulate } from '../../cli/simulator/simulate.ts';
import { type Account, readAccount, START_MS, type TrailRecord } from './read-account.ts';
import { smallAccount } from './small-account.ts';

const AT = START_MS + 14 * 3_600_000 + 20 * 60_000;
const MINUTE_MS = 60_000;
const attacker = { address: '203.0.113.9', userAgent: 'aws-cli/2.31.13 ua/2.1 os/linux#6.12' };
const ordinary = readAccount(simulate(smallAccount()));

const withIncident = (...incidents: readonly IncidentSpec[]): Account => readAccount(simulate(smallAccount({ incidents })));

/** Records that only the account with the incident has. */
const added = (account: Account): TrailRecord[] => {
  const known = new Set(ordinary.trail.map((record) => record.eventID));
  return account.trail.filter((record) => !known.has(record.eventID));
};
const names = (records: readonly TrailRecord[]): string[] => records.map((record) => record.eventName);
const timesOf = (records: readonly TrailRecord[]): number[] => records.map((record) => Date.parse(record.eventTime));
const expectWithin = (records: readonly TrailRecord[], minutes: number): void => {
  expect(Math.min(...timesOf(records))).toBeGreaterThanOrEqual(AT - 1000);
  expect(Math.max(...timesOf(records))).toBeLessThanOrEqual(AT + minutes * MINUTE_MS + 1000);
};
const received = (records: readonly TrailRecord[]): number =>
  records
    .filter((record) => record.eventName === 'GetObject')
    .reduce((sum, record) => sum + (record.additionalEventData?.bytesTransferredOut ?? 0), 0);

describe('an incident from outside', () => {
  const incidents: readonly IncidentSpec[] = [
    { kind: 'stolen-credentials', function: 'front', startMs: AT, minutes: 10, attacker },
    { kind: 'escalation', function: 'front', startMs: AT, minutes: 10, attacker },
    { kind: 'log-tampering', function: 'front', startMs: AT, attacker },
    {
      kind: 'stolen-data',
      function: 'front',
      startMs: AT,
      minutes: 10,
      bucket: 'things-data',
      objects: 50,
      bytesPerObject: 1e7,
      table: 'things',
      pages: 12,
      attacker,
    },
  ];

  it.each(incidents)('($kind) adds its records and changes no other', (incident) => {
    const account = withIncident(incident);
    expect(added(account).length).toBeGreaterThan(4);
    expect(account.trail).toHaveLength(ordinary.trail.length + added(account).length);
    expect(account.log).toEqual(ordinary.log);
    expect(account.flows).toEqual(ordinary.flows);
  });

  it.each(incidents)('($kind) uses a key that Lambda gave the function, from an address that is not Lambda’s', (incident) => {
    const account = withIncident(incident);
    const keys = new Set(
      account.trail
        .filter((record) => record.eventName === 'AssumeRole' && record.requestParameters.roleSessionName === 'front')
        .map((record) => record.responseElements.credentials.accessKeyId),
    );
    expectWithin(added(account), 10);
    for (const record of added(account)) {
      expect(keys.has(record.userIdentity.accessKeyId)).toBe(true);
      expect(record.userIdentity.arn).toBe('arn:aws:sts::111122223333:assumed-role/front-role/front');
      expect(record.sourceIPAddress).toBe(attacker.address);
      expect(record.userAgent).toContain('aws-cli');
    }
  });

  it('looks around first, and is refused much', () => {
    const records = added(withIncident({ kind: 'stolen-credentials', function: 'front', startMs: AT, minutes: 10, attacker }));
    const ordered = records.toSorted((a, b) => Date.parse(a.eventTime) - Date.parse(b.eventTime));
    expect(ordered[0]?.eventName).toBe('GetCallerIdentity');
    expect(names(records)).toContain('ListBuckets');
    expect(records.filter((record) => /Denied|Unauthorized/.test(record.errorCode ?? '')).length).toBeGreaterThanOrEqual(6);
  });

  it('escalates in IAM, whose records lie in us-east-1', () => {
    const records = added(withIncident({ kind: 'escalation', function: 'front', startMs: AT, minutes: 10, attacker }));
    expect(names(records)).toEqual(
      expect.arrayContaining(['AttachRolePolicy', 'CreateAccessKey', 'PutRolePolicy', 'UpdateAssumeRolePolicy']),
    );
    expect(new Set(records.map((record) => record.awsRegion))).toEqual(new Set(['us-east-1']));
  });

  it('reads what it was told to read', () => {
    const records = added(
      withIncident({
        kind: 'stolen-data',
        function: 'front',
        startMs: AT,
        minutes: 10,
        bucket: 'things-data',
        objects: 50,
        bytesPerObject: 1e7,
        table: 'things',
        pages: 12,
        attacker,
      }),
    );
    expect(names(records).filter((name) => name === 'GetObject')).toHaveLength(50);
    expect(names(records).filter((name) => name === 'Scan')).toHaveLength(12);
    expect(received(records) / (50 * 1e7)).toBeGreaterThan(0.7);
    expect(names(ordinary.trail)).not.toContain('Scan');
  });

  it('deletes the subscription, shortens retention and stops the trail', () => {
    const records = added(withIncident({ kind: 'log-tampering', function: 'front', startMs: AT, attacker }));
    expect(names(records)).toEqual(expect.arrayContaining(['DeleteSubscriptionFilter', 'PutRetentionPolicy', 'StopLogging']));
  });

  it('uses one and the same key in all its parts', () => {
    const records = added(
      withIncident(
        { kind: 'stolen-credentials', function: 'front', startMs: AT, minutes: 10, attacker },
        // Long after the environment that the key was made for is gone.
        { kind: 'escalation', function: 'front', startMs: AT + 360 * MINUTE_MS, minutes: 10, attacker },
      ),
    );
    expect(new Set(records.map((record) => record.userIdentity.accessKeyId)).size).toBe(1);
  });
});

describe('an injection', () => {
  const account = withIncident({ kind: 'injection', function: 'front', startMs: AT, minutes: 12, attempts: 40, attacker });
  const requests = account.log.filter(({ group }) => group === '/aws/apigateway/things').map(({ message }) => JSON.parse(message));
  const own = requests.filter((request) => request.ip === attacker.address);
  const lines = account.log.filter(({ group }) => group === '/aws/lambda/front').map(({ message }) => message);

  it('comes through the API, provokes errors, and at last gets an answer', () => {
    expect(own).toHaveLength(43);
    expect(own.filter((request) => request.status === '500').length).toBeGreaterThan(15);
    expect(own.at(-1)).toMatchObject({ status: '200', path: expect.stringContaining('proc%2fself%2fenviron') });
    expect(Number(own.at(-1).responseLength)).toBeGreaterThan(4000);
  });

  it('shows in the function’s own lines under the same request ids', () => {
    for (const request of own) expect(lines.filter((line) => line.includes(request.integrationRequestId)).length).toBeGreaterThanOrEqual(4);
    expect(lines.some((line) => line.includes('UNION'))).toBe(true);
    expect(lines.some((line) => line.includes('syntax error at or near'))).toBe(true);
  });

  it('is absent on an ordinary day', () => {
    const text = ordinary.log.map(({ message }) => message).join('');
    expect(text).not.toMatch(/UNION%20|environ|syntax error at or near|203\.0\.113\.9"/);
  });
});

describe('an incident inside the function', () => {
  it('reads the bytes it was told to read, with the function’s own key and agent', () => {
    const account = withIncident({ kind: 'fast-exfiltration', function: 'front', startMs: AT, minutes: 10, bytes: 3e9 });
    const taken = received(account.trail) - received(ordinary.trail);
    expect(taken / 3e9).toBeGreaterThan(0.95);
    expect(taken / 3e9).toBeLessThan(1.1);
    for (const record of added(account)) expect(record.sourceIPAddress).not.toMatch(/^(203\.0\.113|198\.51\.100|192\.0\.2)\./);
  });

  it('sends them out through the interface of a function inside a VPC', () => {
    const sent = (account: Account): number =>
      account.flows.filter(({ fields }) => fields[3]?.startsWith('10.')).reduce((sum, { fields }) => sum + (Number(fields[9]) || 0), 0);
    const account = withIncident({ kind: 'fast-exfiltration', function: 'worker', startMs: AT, minutes: 10, bytes: 3e9 });
    expect((sent(account) - sent(ordinary)) / 3e9).toBeCloseTo(1, 1);
    const elsewhere = withIncident({
      kind: 'new-destination',
      function: 'worker',
      startMs: AT,
      minutes: 10,
      address: '203.0.113.200',
      bytes: 5e7,
    });
    const there = elsewhere.flows.filter(({ fields }) => fields[4] === '203.0.113.200');
    expect(there.reduce((sum, { fields }) => sum + Number(fields[9]), 0) / 5e7).toBeCloseTo(1, 1);
    expect(ordinary.flows.some(({ fields }) => fields[4] === '203.0.113.200')).toBe(false);
  });

  it('scans a table in one invocation, page by page', () => {
    const records = added(withIncident({ kind: 'table-scan', function: 'front', startMs: AT, table: 'things', pages: 7 }));
    expect(names(records).filter((name) => name === 'Scan')).toHaveLength(7);
    expectWithin(
      records.filter((record) => record.eventName === 'Scan'),
      1,
    );
  });

  it.each(['GetSecretValue', 'GetParametersByPath', 'AssumeRole', 'CreateFunction'] as const)(
    'takes the sensitive action %s once',
    (action) => {
      const records = added(withIncident({ kind: 'sensitive-action', function: 'front', startMs: AT, action }));
      const taken = records.filter((record) => record.eventName.startsWith(action) && record.userIdentity.type === 'AssumedRole');
      expect(taken).toHaveLength(1);
      expect(taken[0]?.userAgent).toContain('exec-env/AWS_Lambda_nodejs22.x');
    },
  );

  it('cannot be asked of a function that has no such thing', () => {
    const impossible: readonly IncidentSpec[] = [
      { kind: 'injection', function: 'nightly', startMs: AT, minutes: 5, attempts: 5 },
      { kind: 'new-destination', function: 'front', startMs: AT, minutes: 5, address: '203.0.113.1', bytes: 1 },
      { kind: 'escalation', function: 'nobody', startMs: AT, minutes: 5 },
    ];
    for (const incident of impossible) expect(() => withIncident(incident)).toThrow(RangeError);
  });
});

describe('an incident of traffic', () => {
  const starts = (account: Account, fromMs: number, toMs: number): number =>
    account.log.filter(
      ({ group, message, timestamp }) =>
        group === '/aws/lambda/front' && message.startsWith('START') && timestamp >= fromMs && timestamp < toMs,
    ).length;

  it('multiplies the calls, or ends them', () => {
    const end = AT + 120 * MINUTE_MS;
    const wallet = withIncident({ kind: 'denial-of-wallet', function: 'front', startMs: AT, minutes: 120, factor: 12 });
    const silence = withIncident({ kind: 'silence', function: 'front', startMs: AT, minutes: 120 });
    expect(starts(wallet, AT, end) / starts(ordinary, AT, end)).toBeGreaterThan(8);
    expect(starts(wallet, AT, end) / starts(ordinary, AT, end)).toBeLessThan(18);
    expect(starts(silence, AT + 5 * MINUTE_MS, end)).toBe(0);
  });
});
