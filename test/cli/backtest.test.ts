import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { triage } from '../../alerts/triage/triage.ts';
import { backtestOf, thresholdFor } from '../../cli/backtest.ts';
import { DAY_MS } from '../../detectors/model/time.ts';
import { findingOf } from '../alerts/fixtures/finding-of.ts';
import { runLapwing, stopLogging } from './run-lapwing.ts';

const folder = mkdtempSync(join(tmpdir(), 'lapwing-backtest-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
writeFileSync(join(folder, 'calls.jsonl'), `${[2, 4, 6, 8, 10].map((day) => stopLogging(day, day)).join('\n')}\n`);
writeFileSync(join(folder, 'lapwing.yml'), 'alertBudget:\n  perHour: 1\n  perDay: 1\n  alertFrom: high\nnonProduction: ["111122223333"]\n');
const lapwing = (...args: readonly string[]) => runLapwing(folder, ...args);

describe('the threshold', () => {
  test.for<[readonly number[], number, { score: number; kept: number }]>([
    [[0.9, 0.8, 0.7], 3, { score: 0, kept: 3 }],
    [[0.9, 0.8, 0.7], 2, { score: 0.8, kept: 2 }],
    [[0.9, 0.8, 0.8], 2, { score: 0.9, kept: 1 }],
    [[0.9, 0.9], 1, { score: 0.901, kept: 0 }],
    [[], 0, { score: 0, kept: 0 }],
  ])('of %j for %i is %j', ([scores, allowed, threshold]) => {
    expect(thresholdFor(scores, allowed)).toEqual(threshold);
  });

  test('keeps the budget, and no lower score of the history does', () => {
    const scores = fc.array(fc.integer({ min: 1, max: 99 }).map((percent) => percent / 100));
    fc.assert(
      fc.property(scores, fc.integer({ min: 0, max: 20 }), (history, allowed) => {
        const { score, kept } = thresholdFor(history, allowed);
        const reach = (least: number) => history.filter((each) => each >= least).length;
        expect(reach(score)).toBe(kept);
        expect(kept).toBeLessThanOrEqual(allowed);
        for (const lower of history.filter((each) => each < score)) expect(reach(lower)).toBeGreaterThan(allowed);
      }),
    );
  });
});

test('a history is counted by detector and severity, a day', () => {
  const behaviour = (day: number, score: number) =>
    findingOf({
      at: `2026-03-${String(day).padStart(2, '0')}T10:00:00Z`,
      detector: 'data-volume',
      kind: 'behaviour',
      severity: score > 0.8 ? 'high' : 'medium',
      category: 'exfiltration',
      title: 'Much',
      on: 'orders',
      score,
    });
  const findings = [1, 3, 5, 7].map((day, place) => behaviour(day, [0.9, 0.7, 0.6, 0.5][place] ?? 0));
  const { detectors, threshold, ...rest } = backtestOf(triage(findings, { now: '2026-04-01T00:00:00Z' }), 8 * DAY_MS, 0.25);
  expect(rest).toEqual({ days: 8, budgetADay: 0.25, alerts: 4, alertsADay: 0.5 });
  expect(threshold).toEqual({ score: 0.7, kept: 0.25 });
  expect(detectors).toEqual([
    {
      detector: 'data-volume',
      kind: 'behaviour',
      findings: { critical: 0, high: 1, medium: 3, low: 0, info: 0 },
      findingsADay: 0.5,
      alerted: 4,
      joined: 0,
      digested: 0,
      suppressed: 0,
      staged: 0,
      alertsADay: 0.5,
      threshold: { score: 0.7, kept: 0.25 },
    },
  ]);
});

describe('the command', () => {
  test('replays a history, with settings to try', () => {
    const plain = JSON.parse(lapwing('backtest', 'calls.jsonl', '--format', 'json').stdout);
    expect(plain).toMatchObject({ days: 8, alerts: 5, detectors: [{ detector: 'trail-stopped', alerted: 5, threshold: null }] });
    const severity = Object.entries(plain.detectors[0].findings).find(([, count]) => count === 5)?.[0];
    const tried = JSON.parse(lapwing('backtest', 'calls.jsonl', '--config', 'lapwing.yml', '--format', 'json').stdout);
    const lesser = Object.entries(tried.detectors[0].findings).find(([, count]) => count === 5)?.[0];
    expect([severity, lesser]).toEqual(['high', 'medium']);
    expect(tried).toMatchObject({ alerts: 0, detectors: [{ alerted: 0, digested: 5 }] });
  });

  test('prints a table', () => {
    const { stdout } = lapwing('backtest', 'calls.jsonl', '--budget', '2');
    expect(stdout).toMatch(/^8\.0 days of history, 5 alerts \(0\.63 a day\)\.\n\ndetector {2,}kind /);
    expect(stdout).toMatch(/\ntrail-stopped +(rule|self) +0 +5 +0 /);
    expect(stdout).toContain('no threshold is needed');
  });

  test('refuses what it cannot read', () => {
    expect(lapwing('backtest', 'calls.jsonl', '--budget', 'many').status).toBe(2);
    expect(lapwing('backtest', 'calls.jsonl', '--config', 'none.yml').status).toBe(2);
    expect(lapwing('backtest', 'none.jsonl').status).toBe(2);
  });
});
