// lapwing rules promote: what a rule on trial would have raised, and what makes it live.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { promotionOf } from '../../cli/promotion.ts';
import { DAY_MS } from '../../detectors/model/time.ts';
import { findingOf } from '../alerts/fixtures/finding-of.ts';
import { printedFindings, runLapwing, stopLogging } from './run-lapwing.ts';

const folder = mkdtempSync(join(tmpdir(), 'lapwing-promote-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
writeFileSync(join(folder, 'calls.jsonl'), `${[1, 2, 3, 4].map((day) => stopLogging(day, day)).join('\n')}\n`);
writeFileSync(
  join(folder, 'on-trial.yml'),
  `title: A trail was stopped, on trial
id: 6b2f3c1d-2d0e-4b7a-9d55-1f0f3a6c9e21
name: on-trial
status: experimental
description: Tries out.
logsource: {product: aws, service: cloudtrail}
detection:
  call: {eventName: StopLogging}
  condition: call
falsepositives: [none]
level: high
tags: [attack.defense-evasion, attack.t1562.008]
`,
);
const lapwing = (...args: readonly string[]) => runLapwing(folder, ...args);

test('a rule on trial is told with its rate, its gravest findings and the words that make it live', () => {
  const { status, stdout } = lapwing('rules', 'promote', 'on-trial', 'calls.jsonl', '--rules', '.', '--format', 'json');
  expect([status, JSON.parse(stdout)]).toMatchObject([0, { days: 3, rules: [{ rule: 'on-trial', findings: 4, findingsADay: 1.33 }] }]);
  const told = lapwing('rules', 'promote', 'on-trial', 'calls.jsonl', '--rules', '.').stdout;
  expect(told).toMatch(/^3\.0 days of history\. With this rule live there would have been \d+ alerts? instead of \d+/);
  expect(told).toContain('2026-03-01 10:00 UTC  high  A trail was stopped, on trial');
  expect(told.endsWith('promotedRules:\n  - on-trial\n')).toBe(true);
});

test('what it says to write makes it live', () => {
  writeFileSync(join(folder, 'lapwing.yml'), 'promotedRules: [on-trial]\n');
  const stages = (...more: readonly string[]) =>
    printedFindings(lapwing('scan', 'calls.jsonl', '--rules', '.', '--format', 'ndjson', ...more)).flatMap(({ detector, stage }) =>
      detector === 'on-trial' ? [stage] : [],
    );
  expect(new Set(stages())).toEqual(new Set(['staged']));
  expect(new Set(stages('--config', 'lapwing.yml'))).toEqual(new Set(['live']));
});

test.for([
  ['a rule that is live', ['trail-stopped', 'calls.jsonl'], 'trail-stopped is live already'],
  ['a name that no rule has', ['trial-stoped', 'calls.jsonl'], 'no rule is called trial-stoped; on trial are: '],
  ['no history', ['--all'], 'missing required argument'],
  ['no history for a rule', ['on-trial', '--rules', '.'], 'name the history'],
] as const)('%s is refused', ([, words, reason]) => {
  const { status, stderr } = lapwing('rules', 'promote', ...words);
  expect([status, stderr]).toEqual([2, expect.stringContaining(reason)]);
});

test('a name in lapwing.yml that no rule has is said', () => {
  writeFileSync(join(folder, 'misspelt.yml'), 'promotedRules: [on-trail]\n');
  expect(lapwing('scan', 'calls.jsonl', '--config', 'misspelt.yml').stderr).toContain(
    'promotedRules names on-trail, which no rule is called',
  );
});

test('alerts that a rule would have changed are counted over the whole history', () => {
  const found = (day: number, detector: string) =>
    findingOf({
      at: `2026-03-0${day}T10:00:00Z`,
      detector,
      severity: 'high',
      category: 'escalation',
      title: detector,
      on: `fn-${day}-${detector}`,
    });
  const findings = [found(1, 'live-one'), found(2, 'on-trial'), found(4, 'on-trial'), found(5, 'other-trial')];
  expect(promotionOf(findings, ['on-trial'], 8 * DAY_MS, { now: '2026-04-01T00:00:00Z' })).toMatchObject({
    alertsBefore: 2,
    alertsAfter: 4,
    alertsADayMore: 0.25,
    rules: [{ findings: 2, findingsADay: 0.25, alerted: 2, joined: 0, digested: 0, suppressed: 0 }],
  });
});
