// `lapwing coverage`: what a log does not tell is said to be blind, never taken for quiet.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Coverage, FunctionCoverage } from '../../cli/coverage.ts';
import { runLapwing } from './run-lapwing.ts';

const folder = mkdtempSync(join(tmpdir(), 'lapwing-coverage-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const time = (second: number): string => new Date(Date.UTC(2026, 2, 2, 10, 0, second)).toISOString();
const id = (request: number): string => `5b0c2a6e-17d4-4c39-9f11-${String(request).padStart(12, '0')}`;
const platform = (second: number, type: string, record: object): object => ({ time: time(second), type: `platform.${type}`, record });
const line = (request: number, level = 'INFO'): object => ({
  timestamp: time(request * 10),
  level,
  requestId: id(request),
  message: 'stored',
});
const start = (request: number): object => platform(request * 10, 'start', { requestId: id(request), version: '7' });
const report = (request: number, status: 'success' | 'error'): object =>
  platform(request * 10 + 1, 'report', {
    requestId: id(request),
    metrics: { durationMs: 20.5, billedDurationMs: 21, memorySizeMB: 256, maxMemoryUsedMB: 80 },
    status,
  });

let files = 0;
const covered = (events: readonly object[], args: readonly string[] = []): { json: FunctionCoverage; text: string } => {
  const message = {
    messageType: 'DATA_MESSAGE',
    owner: '111122223333',
    logGroup: '/aws/lambda/orders',
    logStream: '2026/03/02/[7]0a1b2c3d4e5f60718293a4b5c6d7e8f9',
    subscriptionFilters: ['lapwing'],
    logEvents: events.map((event, place) => ({
      id: `${place}`,
      timestamp: Date.UTC(2026, 2, 2, 10, 0, place),
      message: JSON.stringify(event),
    })),
  };
  const name = `log-${files++}.json`;
  writeFileSync(join(folder, name), JSON.stringify(message));
  const printed = runLapwing(folder, 'coverage', name, '--format', 'json', ...args);
  const [json] = (JSON.parse(printed.stdout) as Coverage).functions.filter(({ function: function_ }) => function_ === 'orders');
  if (json === undefined) throw new Error(printed.stdout);
  return { json, text: runLapwing(folder, 'coverage', name).stdout };
};

describe('the log of a function', () => {
  test('at INFO tells of all its invocations', () => {
    const { json, text } = covered([start(1), line(1), report(1, 'success'), start(2), line(2), report(2, 'error')]);
    expect(json.gaps).toEqual([]);
    expect(json.blind).not.toContain('invocation-rate');
    expect(text).not.toContain('in part');
  });

  test('where every invocation failed is told from one at WARN by its STARTs', () => {
    expect(covered([start(1), line(1), report(1, 'error')]).json.gaps).toEqual([]);
  });

  test('at WARN reports failures only: how often it runs is not known', () => {
    const { json, text } = covered([line(1, 'WARN'), report(1, 'error'), line(2, 'ERROR'), report(2, 'error')]);
    expect(json.gaps.map(({ source, reason }) => [source, reason])).toEqual([['report', 'reports of failures only']]);
    expect(json.blind).toContain('invocation-rate');
    expect(json.blind).toContain('silence');
    expect(json.blind).not.toContain('error-rate');
    expect(text).toContain('in part');
    expect(text).toContain('orders: all 2 reports are of failures');
  });

  test('with lines and no report is not one of a function that never runs', () => {
    const { json } = covered([line(1), line(2)]);
    expect(json.gaps.map(({ reason }) => reason)).toEqual(['no reports']);
    expect(json.blind).toContain('error-rate');
  });

  test('of which lines were dropped may have told more', () => {
    const dropped = platform(15, 'logsDropped', { droppedBytes: 9000, droppedRecords: 40, reason: 'Consumer seems to have fallen behind' });
    const { json, text } = covered([start(1), line(1), dropped, report(1, 'success')]);
    expect(json.gaps.map(({ reason }) => reason)).toEqual(['lines dropped']);
    expect(json.weakened).toContain('log-volume');
    expect(text).toContain('orders: Lambda said once that it dropped log lines');
  });

  test('is told of by a scan too', () => {
    covered([line(1, 'WARN'), report(1, 'error')]);
    expect(runLapwing(folder, 'scan', `log-${files - 1}.json`).stdout.replaceAll(/\s+/g, ' ')).toContain('successes are not counted');
  });
});
