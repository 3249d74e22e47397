// Whose traffic it may have been: every function behind an interface, ranked, never one guessed.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ApiCall } from '../../../detectors/model/activity.ts';
import type { Finding } from '../../../detectors/model/finding.ts';
import { functionId } from '../../../detectors/model/identity.ts';
import { candidatesOf, withCandidates } from '../../../ingest/functions/candidates.ts';
import { newNetworkMap } from '../../../ingest/functions/network-map.ts';
import { findingOf } from '../../alerts/fixtures/finding-of.ts';
import { runLapwing } from '../../cli/run-lapwing.ts';
import { readOne } from '../fixtures/read-all.ts';
import { trailLine } from '../fixtures/trail-records.ts';

const at = (day: number): string => `2026-03-0${day}T10:00:00Z`;
let number = 0;
const call = (eventSource: string, eventName: string, more: object): ApiCall =>
  readOne(
    'api-call',
    trailLine({
      eventSource,
      eventName,
      eventID: `00000000-0000-4000-8000-${String(number++).padStart(12, '0')}`,
      readOnly: false,
      ...more,
    }),
  );

const configured = (functionName: string, subnetIds: readonly string[], securityGroupIds: readonly string[], day = 1): ApiCall =>
  call('lambda.amazonaws.com', 'UpdateFunctionConfiguration20150331v2', {
    eventTime: at(day),
    requestParameters: { functionName, vpcConfig: { subnetIds, securityGroupIds } },
  });

const made = (networkInterfaceId: string, name: string, subnetId: string, groups: readonly string[]): ApiCall =>
  call('ec2.amazonaws.com', 'CreateNetworkInterface', {
    responseElements: {
      networkInterface: {
        networkInterfaceId,
        subnetId,
        description: `AWS Lambda VPC ENI-${name}-5b0c2a6e-17d4-4c39-9f11-3a5d2b1c0e4f`,
        groupSet: { items: groups.map((groupId) => ({ groupId })) },
      },
    },
  });

const mapOf = (...calls: readonly ApiCall[]) => {
  const map = newNetworkMap();
  for (const each of calls) map.learn(each);
  return map;
};

const shop = [
  configured('orders', ['subnet-1', 'subnet-2'], ['sg-b', 'sg-a']),
  configured('billing', ['subnet-1'], ['sg-a', 'sg-b']),
  configured('reports', ['subnet-1'], ['sg-c']),
  configured('mailer', ['subnet-3'], ['sg-a', 'sg-b']),
  made('eni-1', 'orders', 'subnet-1', ['sg-a', 'sg-b']),
];

describe('candidates of an interface', () => {
  test('are the functions of its subnet and groups, the most often run first', () => {
    const runs = new Map([
      ['orders', 10],
      ['billing', 30],
      ['reports', 900],
    ]);
    expect(candidatesOf(mapOf(...shop), 'eni-1', runs)).toEqual([
      { name: 'billing', share: 0.75 },
      { name: 'orders', share: 0.25 },
    ]);
  });

  test('have no share when no log tells how often they ran', () => {
    expect(candidatesOf(mapOf(...shop), 'eni-1', new Map())).toEqual([
      { name: 'billing', share: undefined },
      { name: 'orders', share: undefined },
    ]);
  });

  test('are the same whatever the order of the records; the latest configuration counts', () => {
    const moved = configured('billing', ['subnet-9'], ['sg-a'], 3);
    for (const calls of [[...shop, moved], [moved, ...shop], [...shop, moved].reverse()])
      expect(candidatesOf(mapOf(...calls), 'eni-1', new Map()).map(({ name }) => name)).toEqual(['orders']);
  });

  test('hold the function that Lambda made it for, though nothing else tells of it', () => {
    expect(candidatesOf(mapOf(made('eni-7', 'imports', 'subnet-1', [])), 'eni-7', new Map()).map(({ name }) => name)).toEqual(['imports']);
  });

  test('are none for an interface that Lambda did not make, and for one never heard of', () => {
    const machine = call('ec2.amazonaws.com', 'CreateNetworkInterface', {
      responseElements: {
        networkInterface: { networkInterfaceId: 'eni-2', subnetId: 'subnet-1', description: 'a machine', groupSet: { items: [] } },
      },
    });
    expect(candidatesOf(mapOf(...shop, machine), 'eni-2', new Map())).toEqual([]);
    expect(candidatesOf(mapOf(...shop), 'eni-9', new Map())).toEqual([]);
  });

  test('may be given by the configuration', () => {
    const map = newNetworkMap();
    const function_ = functionId({ account: '', region: '', name: 'orders' });
    map.add({ function: function_, subnets: [], securityGroups: [], interfaces: ['eni-5'] });
    expect(candidatesOf(map, 'eni-5', new Map()).map(({ name }) => name)).toEqual(['orders']);
  });
});

describe('a finding about traffic', () => {
  const finding: Finding = {
    ...findingOf({
      at: at(2),
      detector: 'connection-to-attack-port',
      severity: 'low',
      category: 'exfiltration',
      title: 'A port of attackers',
    }),
    function: null,
  };
  const observed = (more: Partial<Finding>, interfaces: readonly string[]): string =>
    withCandidates(
      { ...finding, ...more },
      interfaces,
      mapOf(...shop),
      new Map([
        ['orders', 10],
        ['billing', 30],
      ]),
    ).explanation.observed;

  test('says whose it may have been and how sure, and names no function as its own', () => {
    const told = withCandidates(
      finding,
      ['eni-1'],
      mapOf(...shop),
      new Map([
        ['billing', 3],
        ['orders', 1],
      ]),
    );
    expect(told.explanation.observed).toContain('eni-1, shared by billing (75 %), orders (25 %). The shares are of invocations');
    expect(told.function).toBeNull();
  });

  test('says so when nothing tells', () => {
    expect(observed({}, ['eni-9'])).toContain('eni-9, of which no record says what uses it');
  });

  test('is left as it is when it has a function, or no interface', () => {
    expect(observed({ function: 'orders' }, ['eni-1'])).toBe(finding.explanation.observed);
    expect(observed({}, [])).toBe(finding.explanation.observed);
  });
});

test('a scan tells it, from the account’s records and its own configuration', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lapwing-candidates-'));
  const lines = [
    ...[
      ['orders', ['subnet-1']],
      ['billing', ['subnet-1']],
    ].map(([functionName, subnetIds], place) =>
      trailLine({
        eventSource: 'lambda.amazonaws.com',
        eventName: 'UpdateFunctionConfiguration20150331v2',
        eventID: `0000000a-0000-4000-8000-00000000000${place}`,
        eventTime: at(1),
        readOnly: false,
        requestParameters: { functionName, vpcConfig: { subnetIds, securityGroupIds: ['sg-a'] } },
      }),
    ),
  ];
  writeFileSync(join(folder, 'trail.jsonl'), lines.join('\n'));
  writeFileSync(
    join(folder, 'flows.txt'),
    '2 111122223333 eni-0abc 10.0.1.7 203.0.113.9 40000 4444 6 10 5000 1772446500 1772446560 ACCEPT OK\n',
  );
  writeFileSync(
    join(folder, 'lapwing.yml'),
    'functions:\n  - name: mailer\n    interfaces: [eni-0abc]\n  - name: orders\n    interfaces: [eni-0abc]\n',
  );
  const { stdout } = runLapwing(folder, 'scan', 'trail.jsonl', 'flows.txt', '--config', 'lapwing.yml', '--format', 'ndjson');
  rmSync(folder, { recursive: true });
  const found = stdout.split('\n').filter((line) => line.includes('connection-to-attack-port'));
  expect(found).toHaveLength(1);
  expect(found[0]).toContain('eni-0abc, shared by mailer, orders');
});
