// Every file is in AWS's own format, named as AWS names it.
import { describe, expect, it } from 'vitest';
import { simulate } from '../../cli/simulator/simulate.ts';
import { readAccount } from './read-account.ts';
import { smallAccount } from './small-account.ts';

const busy = smallAccount({
  days: 2,
  account: { ...smallAccount().account, operators: ['ada'] },
  ordinary: [{ kind: 'scanner', function: 'front', startMs: smallAccount().startMs + 7_200_000, minutes: 5, requests: 20 }],
});
const account = readAccount(simulate(busy));

const LAMBDA_LINES = [
  /^INIT_START Runtime Version: \S+\tRuntime Version ARN: arn:aws:lambda:eu-central-1::runtime:[\da-f]{64}\n$/,
  /^START RequestId: [\da-f-]{36} Version: (?:\$LATEST|\d+)\n$/,
  /^END RequestId: [\da-f-]{36}\n$/,
  /^REPORT RequestId: [\da-f-]{36}\tDuration: \d+\.\d\d ms\tBilled Duration: \d+ ms\tMemory Size: \d+ MB\tMax Memory Used: \d+ MB\t(?:Init Duration: \d+\.\d\d ms\t)?(?:Status: timeout|Status: error\tError Type: Runtime\.OutOfMemory)?\n$/,
  /^RequestId: [\da-f-]{36} Error: Runtime exited with error: signal: killed\nRuntime\.ExitError\n$/,
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z [\da-f-]{36} Task timed out after \d+\.\d\d seconds\n\n$/,
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\t[\da-f-]{36}\t(?:INFO|WARN|ERROR)\t/,
  /^\[(?:INFO|WARNING|ERROR)\]\t\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\t[\da-f-]{36}\t/,
  /^\[ERROR\] \w+: .*\nTraceback \(most recent call last\):\n/,
];

describe('the formats of the simulated logs', () => {
  it('are all there', () => {
    expect(account.log.length).toBeGreaterThan(1000);
    expect(account.trail.length).toBeGreaterThan(1000);
    expect(account.flows.length).toBeGreaterThan(200);
    expect(account.control).toBeGreaterThan(0);
  });

  it('name files as AWS does', () => {
    const names = [
      /^cloudwatch-logs\/111122223333\/eu-central-1\/2026\/03\/0\d\/\d\d\/subscription\.jsonl$/,
      /^AWSLogs\/111122223333\/CloudTrail\/(eu-central-1|us-east-1)\/2026\/03\/0\d\/111122223333_CloudTrail_\1_202603\d\dT\d\d\d[05]Z_[A-Za-z\d]{16}\.json$/,
      /^AWSLogs\/111122223333\/vpcflowlogs\/eu-central-1\/2026\/03\/0\d\/111122223333_vpcflowlogs_eu-central-1_fl-[\da-f]{17}_202603\d\dT\d\d00Z_[\da-f]{8}\.log$/,
    ];
    for (const { path, gzip } of account.files) {
      expect(
        names.some((name) => name.test(path)),
        path,
      ).toBe(true);
      expect(gzip).toBe(true);
    }
    expect(new Set(account.files.map(({ path }) => path)).size).toBe(account.files.length);
  });

  it('write every text line of Lambda as Lambda does', () => {
    for (const { message } of account.log.filter(({ group }) => group === '/aws/lambda/front' || group === '/aws/lambda/nightly')) {
      expect(
        LAMBDA_LINES.some((line) => line.test(message)),
        message,
      ).toBe(true);
    }
  });

  it('write every JSON line of Lambda as a platform event or an application record', () => {
    const kinds = new Set<string>();
    for (const { message } of account.log.filter(({ group }) => group === '/aws/lambda/worker')) {
      const line = JSON.parse(message);
      if (typeof line.type === 'string') {
        expect(Object.keys(line)).toEqual(['time', 'type', 'record']);
        kinds.add(line.type);
      } else expect(Object.keys(line)).toEqual(['timestamp', 'level', 'requestId', 'message']);
    }
    expect([...kinds].sort()).toEqual(['platform.initStart', 'platform.report', 'platform.start']);
  });

  it('give every log event an id of 56 digits, and none twice', () => {
    for (const { id, timestamp } of account.log) expect(BigInt(id) >> 144n).toBe(BigInt(timestamp));
    expect(account.log.every(({ id }) => /^\d{56}$/.test(id))).toBe(true);
    expect(new Set(account.log.map(({ id }) => id)).size).toBe(account.log.length);
  });

  it('name log streams by day, version and environment', () => {
    for (const { group, stream } of account.log) {
      if (group.startsWith('/aws/lambda/')) expect(stream).toMatch(/^2026\/03\/0\d\/\[(?:\$LATEST|\d+)\][\da-f]{32}$/);
    }
  });

  it('give every CloudTrail record what CloudTrail always writes, and no event id twice', () => {
    for (const record of account.trail) {
      expect(record.eventVersion).toMatch(/^1\.\d\d$/);
      expect(record.eventTime).toMatch(/^2026-03-0\dT\d\d:\d\d:\d\dZ$/);
      expect(record.eventSource).toMatch(/^[a-z\d]+\.amazonaws\.com$/);
      expect(record.recipientAccountId).toBe('111122223333');
      expect(record.eventCategory).toBe(record.managementEvent ? 'Management' : 'Data');
      expect(typeof record.readOnly).toBe('boolean');
      expect(record).toHaveProperty('requestParameters');
      expect(record).toHaveProperty('responseElements');
    }
    expect(new Set(account.trail.map((record) => record.eventID)).size).toBe(account.trail.length);
  });

  it('deliver CloudTrail records some minutes after they happened', () => {
    const delays = account.files
      .filter(({ path }) => path.includes('/CloudTrail/'))
      .flatMap(({ path, text }) => {
        const [, day, clock] = /_(\d{8})T(\d{4})Z_/.exec(path) ?? [];
        const delivered = Date.parse(
          `${day?.slice(0, 4)}-${day?.slice(4, 6)}-${day?.slice(6)}T${clock?.slice(0, 2)}:${clock?.slice(2)}:00Z`,
        );
        return JSON.parse(text).Records.map((record: { eventTime: string }) => (delivered - Date.parse(record.eventTime)) / 60_000);
      });
    const mean = delays.reduce((sum: number, delay: number) => sum + delay, 0) / delays.length;
    expect(Math.min(...delays)).toBeGreaterThan(0.9);
    expect(mean).toBeGreaterThan(3);
    expect(mean).toBeLessThan(7);
  });

  it('write flow records with fourteen fields, and say when an interface was silent', () => {
    const silent = account.flows.filter(({ fields }) => fields[13] === 'NODATA');
    const spoken = account.flows.filter(({ fields }) => fields[13] === 'OK');
    expect(silent.length).toBeGreaterThan(0);
    expect(spoken.length).toBeGreaterThan(0);
    for (const { fields } of account.flows) {
      expect(fields).toHaveLength(14);
      expect(Number(fields[11])).toBeGreaterThanOrEqual(Number(fields[10]));
    }
    for (const { fields } of spoken) expect(Number(fields[9])).toBeGreaterThanOrEqual(Number(fields[8]) * 40);
  });

  it('share one interface between functions with the same subnet and security group', () => {
    expect(new Set(account.flows.map(({ fields }) => fields[2])).size).toBe(1);
  });
});
