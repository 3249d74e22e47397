// A scanner's thousand requests are one finding and one story; a request that its own payload breaks is told above them.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { runLapwing } from './run-lapwing.ts';

const folder = mkdtempSync(join(tmpdir(), 'lapwing-injection-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const START = Date.UTC(2026, 2, 11, 10);
const REQUESTS = 400;

/** What a tool works through: each of a few attacks at each of many places. */
const ATTACKS = [
  (place: number) => `${place}' or ${place}=${place} -- `,
  (place: number) => `${place}; cat /etc/passwd`,
  (place: number) => `../../../../etc/shadow?${place}`,
  (place: number) => `{{${place}*7}}`,
  (place: number) => `<script>alert(${place})</script>`,
  (place: number) => `http://169.254.169.254/latest/meta-data/?${place}`,
];

const attackOf = (place: number): string => ATTACKS[place % ATTACKS.length]?.(place) ?? '';
const idOf = (place: number): string => `0f6c2a3e-9b1d-4c57-8c6a-${String(place).padStart(12, '0')}`;
const timeOf = (place: number): number => START + place * 1_000;

const requestLine = (place: number, status: number): string =>
  JSON.stringify({
    requestId: idOf(place),
    ip: '203.0.113.50',
    requestTimeEpoch: timeOf(place),
    httpMethod: 'GET',
    routeKey: 'GET /items',
    path: `/items?q=${encodeURIComponent(attackOf(place))}`,
    status: String(status),
    protocol: 'HTTP/1.1',
    responseLength: '312',
  });

interface Event {
  readonly id: string;
  readonly timestamp: number;
  readonly message: string;
}

const loggedEvents = (place: number, breaks: boolean): readonly Event[] => [
  {
    id: `${place}-input`,
    timestamp: timeOf(place),
    message: JSON.stringify({ level: 'INFO', requestId: idOf(place), message: 'search', term: attackOf(place) }),
  },
  ...(breaks
    ? [
        {
          id: `${place}-error`,
          timestamp: timeOf(place) + 20,
          message: JSON.stringify({ level: 'ERROR', requestId: idOf(place), message: 'error: syntax error at or near "or"' }),
        },
      ]
    : []),
];

const subscription = (logEvents: readonly Event[]): string =>
  JSON.stringify({
    messageType: 'DATA_MESSAGE',
    owner: '111122223333',
    logGroup: '/aws/lambda/item-search',
    logStream: '2026/03/11/[$LATEST]ab',
    subscriptionFilters: ['all'],
    logEvents,
  });

interface Told {
  readonly id: string;
  readonly detector: string;
  readonly severity: string;
}

const scan = (name: string, lines: readonly string[]): readonly Told[] => {
  writeFileSync(join(folder, name), `${lines.join('\n')}\n`);
  const { status, stdout } = runLapwing(folder, 'scan', name, '--format', 'ndjson', '--quiet');
  expect(status).toBe(0);
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Told);
};

const places = Array.from({ length: REQUESTS }, (_, place) => place);
const loud = (told: readonly Told[]): readonly string[] =>
  told
    .filter(({ severity }) => ['medium', 'high', 'critical'].includes(severity))
    .map(({ detector, severity }) => `${detector} ${severity}`)
    .sort();

describe('a scanner', () => {
  test('whose requests are all refused is one finding, and one story of it', () => {
    const told = scan(
      'refused.jsonl',
      places.map((place) => requestLine(place, 404)),
    );
    expect(loud(told)).toEqual(['attack-story medium', 'injections-from-one-client medium']);
    expect(told.length).toBeLessThan(20);
  });

  test('one request that its payload breaks is high, once, in whatever order the lines come', () => {
    const breaking = new Set([60, 120, 180]);
    const events = places.map((place) => subscription(loggedEvents(place, breaking.has(place))));
    const told = scan('broken.jsonl', events);
    expect(told.filter(({ detector }) => detector === 'injection-broke-its-request').map(({ severity }) => severity)).toEqual(['high']);
    expect(scan('reversed.jsonl', events.toReversed())).toEqual(told);
  });

  test('an error of the same kind in a request without a payload does not say that one worked', () => {
    const events = [
      subscription(loggedEvents(0, false)),
      subscription([
        {
          id: 'other',
          timestamp: timeOf(2),
          message: JSON.stringify({ level: 'ERROR', requestId: idOf(2), message: 'error: syntax error at or near "order"' }),
        },
      ]),
    ];
    expect(scan('apart.jsonl', events).map(({ detector }) => detector)).not.toContain('injection-broke-its-request');
  });
});
