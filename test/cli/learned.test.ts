// What baselines learn from people and from peers, through the command line: feedback, and a new function of a known application.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { openState } from '../../cli/store/state-file.ts';
import { printedFindings, runLapwing } from './run-lapwing.ts';

const folder = mkdtempSync(join(tmpdir(), 'lapwing-learned-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const lapwing = (...args: readonly string[]) => runLapwing(folder, ...args);
const scanned = (file: string, ...args: readonly string[]) => printedFindings(lapwing('scan', file, '--format', 'ndjson', ...args));

const DAY_MS = 86_400_000;
const HALF_HOUR_MS = 30 * 60_000;
const BEGIN = Date.UTC(2026, 2, 2);
let records = 0;

/** A function's own call, as its role's credentials made it. */
const call = (name: string, time: number, service: string, action: string): string =>
  JSON.stringify({
    eventVersion: '1.11',
    userIdentity: {
      type: 'AssumedRole',
      principalId: `AROAEXAMPLE:${name}`,
      arn: `arn:aws:sts::111122223333:assumed-role/${name}-role/${name}`,
      accountId: '111122223333',
      accessKeyId: 'ASIAQWERTYUIOPASDFGH',
      sessionContext: { sessionIssuer: { type: 'Role', arn: `arn:aws:iam::111122223333:role/${name}-role`, userName: `${name}-role` } },
      inScopeOf: {
        issuerType: 'AWS::Lambda::Function',
        credentialsIssuedTo: `arn:aws:lambda:eu-west-1:111122223333:function:${name}`,
      },
    },
    eventTime: new Date(time).toISOString(),
    eventSource: `${service}.amazonaws.com`,
    eventName: action,
    awsRegion: 'eu-west-1',
    sourceIPAddress: '203.0.113.9',
    userAgent: 'aws-sdk-js/3.9 exec-env/AWS_Lambda_nodejs22.x',
    requestParameters: null,
    responseElements: null,
    eventID: `00000000-0000-4000-8000-${String(++records).padStart(12, '0')}`,
    readOnly: true,
    eventType: 'AwsApiCall',
    managementEvent: false,
    recipientAccountId: '111122223333',
    eventCategory: 'Data',
  });

/** Every half an hour of some days. */
const days = (from: number, to: number, at: (time: number, day: number) => readonly string[]): string => {
  const lines: string[] = [];
  for (let time = BEGIN + from * DAY_MS; time < BEGIN + to * DAY_MS; time += HALF_HOUR_MS) lines.push(...at(time, (time - BEGIN) / DAY_MS));
  return `${lines.join('\n')}\n`;
};
const usual = (name: string, time: number): string => call(name, time, 'dynamodb', 'GetItem');
const secret = (name: string, time: number): string => call(name, time + 1000, 'secretsmanager', 'GetSecretValue');

/** From its ninth day on for half a day a function takes a secret, often enough to be known for it; and once more on its thirteenth. */
writeFileSync(
  join(folder, 'first.jsonl'),
  days(0, 11, (time, day) => [usual('orders', time), ...(day >= 9 && day < 9.5 ? [secret('orders', time)] : [])]),
);
writeFileSync(
  join(folder, 'second.jsonl'),
  days(11, 14, (time, day) => [usual('orders', time), ...(day === 12 ? [secret('orders', time)] : [])]),
);

describe('what a person says of a first use', () => {
  const told = (verdict?: 'benign' | 'malicious') => {
    const file = `${verdict ?? 'unsaid'}.db`;
    const [first] = scanned('first.jsonl', '--state', file);
    expect(first?.detector).toBe('new-action');
    if (verdict !== undefined) lapwing('feedback', first?.id ?? '', verdict, '--state', file, '--owner', 'ada', '--reason', 'looked into');
    const again = scanned('second.jsonl', '--state', file).filter(({ id }) => id !== first?.id);
    const opened = openState(join(folder, file), 'read');
    if (opened.kind === 'refused') throw new Error(opened.reason);
    const decided = opened.state.database.prepare('SELECT id FROM decisions').all().length;
    opened.state.close();
    return { again: again.map(({ detector }) => detector), decided };
  };

  test('harmless: the same again is no finding at all, not merely a hidden one', () => {
    expect(told('benign')).toEqual({ again: [], decided: 1 });
  });

  test('an attack: what was learned of it is forgotten, and the same again is told of', () => {
    expect(told()).toEqual({ again: [], decided: 1 });
    expect(told('malicious').again).toEqual(['new-action']);
  });
});

test('a new function starts from what its application is known to do', () => {
  const user = (name: string, time: number): string => call(name, time + 1000, 'iam', 'CreateUser');
  const peers = ['shop-cart', 'shop-orders'];
  const life = (name: string): string =>
    days(0, 9, (time, day) => [
      ...peers.flatMap((peer) => [usual(peer, time), user(peer, time)]),
      ...(day >= 7 ? [usual(name, time)] : []),
      ...(day >= 8 ? [user(name, time)] : []),
    ]);
  writeFileSync(join(folder, 'peer.jsonl'), life('shop-refunds'));
  writeFileSync(join(folder, 'stranger.jsonl'), life('billing-refunds'));
  const about = (file: string): readonly string[] =>
    scanned(file)
      .filter((finding) => finding.detector === 'new-action' && JSON.stringify(finding).includes('refunds'))
      .map(({ detector }) => detector);
  expect(about('stranger.jsonl')).toEqual(['new-action']);
  expect(about('peer.jsonl')).toEqual([]);
});

test('what two functions of an application begin in the same window excuses no third', () => {
  const names = ['shop-cart', 'shop-orders', 'shop-refunds'];
  const life = days(0, 10, (time, day) => names.flatMap((name) => [usual(name, time), ...(day === 9 ? [secret(name, time)] : [])]));
  writeFileSync(join(folder, 'together.jsonl'), life);
  expect(scanned('together.jsonl').filter(({ detector }) => detector === 'new-action')).toHaveLength(3);
});
