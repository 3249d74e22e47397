import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEFAULT_BUDGET, spendBudget } from '../../../alerts/triage/budget.ts';
import { readSuppressions } from '../../../alerts/triage/suppression.ts';
import { triage } from '../../../alerts/triage/triage.ts';
import { SEVERITIES } from '../../../detectors/model/severity.ts';
import { arbitraryFinding, uniqueFindings } from '../fixtures/arbitrary-finding.ts';
import { slowExfiltration, stolenFunctionCredentials } from '../fixtures/attacks.ts';
import { findingOf } from '../fixtures/finding-of.ts';

const NOW = '2025-06-01T00:00:00Z';
const suppressions = readSuppressions([{ owner: 'ada', reason: 'known', expires: '2025-06-30', detector: 'second' }], NOW).suppressions;
const medium = (at: string, more: object = {}) =>
  findingOf({ at, detector: 'first', severity: 'medium', category: 'discovery', title: 'One', id: at, ...more });

describe('fates', () => {
  test('a story is alerted, its parts are joined to it', () => {
    const { fates, alerts, stories } = triage(slowExfiltration, { now: NOW });
    expect(alerts).toEqual(stories);
    expect(slowExfiltration.map((part) => fates.get(part.id))).toEqual(
      slowExfiltration.map(() => ({ kind: 'joined', story: stories[0]?.id })),
    );
  });

  test('a suppressed part is no part, and the story is told without it', () => {
    const hide = readSuppressions(
      [{ id: 'dns', owner: 'ada', reason: 'known', expires: '2025-06-30', detector: 'dns-tunnel' }],
      NOW,
    ).suppressions;
    const { fates, stories } = triage(slowExfiltration, { now: NOW, suppressions: hide });
    expect(stories).toEqual([]);
    expect(slowExfiltration.map((part) => fates.get(part.id)?.kind)).toEqual(['digested', 'suppressed', 'alerted']);
  });

  test('a suppression for parts does not hide the story they make', () => {
    const hide = readSuppressions(
      [{ owner: 'ada', reason: 'known', expires: '2025-06-30', function: 'orders', upTo: 'medium' }],
      NOW,
    ).suppressions;
    const { alerts } = triage(stolenFunctionCredentials, { now: NOW, suppressions: hide });
    expect(alerts.map((alert) => alert.kind)).toEqual(['sequence']);
  });

  test.for([
    ['staged', medium('2025-06-01T00:00:00Z', { stage: 'staged' }), { kind: 'staged' }],
    ['minor', medium('2025-06-01T00:00:00Z', { severity: 'low' }), { kind: 'digested', reason: 'minor' }],
    ['hidden', medium('2025-06-01T00:00:00Z', { detector: 'second' }), { kind: 'suppressed', suppression: 'suppression-1' }],
    ['told', medium('2025-06-01T00:00:00Z'), { kind: 'alerted' }],
  ] as const)('%s', ([, finding, fate]) => {
    expect(triage([finding], { now: NOW, suppressions }).fates.get(finding.id)).toEqual(fate);
  });
});

describe('the budget', () => {
  const budget = { ...DEFAULT_BUDGET, perHour: 2, perDay: 3 };

  test('goes to the worst, whatever came first', () => {
    const findings = [
      medium('2025-06-01T00:00:00Z'),
      medium('2025-06-01T00:01:00Z', { severity: 'critical' }),
      medium('2025-06-01T00:02:00Z', { severity: 'high' }),
    ];
    expect([...spendBudget(findings, budget, []).alerted]).toEqual(['2025-06-01T00:01:00Z', '2025-06-01T00:02:00Z']);
    expect([...spendBudget(findings, budget, []).beyond]).toEqual(['2025-06-01T00:00:00Z']);
  });

  test('is not spent on what left before, when something critical comes', () => {
    const sent = [1, 2, 3].map((place) => ({ id: `sent-${place}`, time: '2025-06-01T00:00:00Z', severity: 'medium' as const }));
    const later = [medium('2025-06-01T00:30:00Z'), medium('2025-06-01T00:31:00Z', { severity: 'critical' })];
    const { alerted, beyond } = spendBudget(later, budget, sent);
    expect(alerted.has('2025-06-01T00:31:00Z')).toBe(true);
    expect([...beyond]).toEqual(['2025-06-01T00:30:00Z']);
  });

  test('is not spent on the parts of a story', () => {
    const other = medium('2025-03-04T10:59:00Z');
    const { alerts } = triage([...stolenFunctionCredentials, other], { now: NOW, budget });
    expect(alerts.map((alert) => [alert.kind, alert.severity])).toEqual([
      ['sequence', 'critical'],
      ['rule', 'medium'],
    ]);
  });

  test('does not ask again for what left before', () => {
    const one = medium('2025-06-01T00:00:00Z');
    const { alerted } = spendBudget([one, medium('2025-06-01T00:01:00Z'), medium('2025-06-01T00:02:00Z')], budget, [
      { id: one.id, time: one.time, severity: one.severity },
    ]);
    expect(alerted.size).toBe(2);
  });

  test('holds in every hour and day', () => {
    fc.assert(
      fc.property(fc.uniqueArray(arbitraryFinding(), { selector: (finding) => finding.id, minLength: 30, maxLength: 60 }), (findings) => {
        const { alerts } = triage(findings, { now: NOW, budget });
        const counts = new Map<string, number>();
        for (const { time } of alerts)
          for (const span of [time.slice(0, 13), time.slice(0, 10)]) counts.set(span, (counts.get(span) ?? 0) + 1);
        for (const [span, count] of counts) expect(count).toBeLessThanOrEqual(span.length === 13 ? budget.perHour : budget.perDay);
      }),
    );
  });

  test('never keeps back what is graver than something it let out', () => {
    fc.assert(
      fc.property(uniqueFindings(60), (findings) => {
        const { fates, findings: all, stories } = triage(findings, { now: NOW, budget: { ...budget, perDay: 1000 } });
        const rank = (id: string) => SEVERITIES.indexOf([...all, ...stories].find((each) => each.id === id)?.severity ?? 'info');
        const hour = (id: string) => [...all, ...stories].find((each) => each.id === id)?.time.slice(0, 13);
        const of = (kind: string) =>
          [...fates].filter(([, fate]) => fate.kind === kind && !('reason' in fate && fate.reason === 'minor')).map(([id]) => id);
        for (const kept of of('digested'))
          for (const told of of('alerted')) if (hour(kept) === hour(told)) expect(rank(kept)).toBeLessThanOrEqual(rank(told));
      }),
      { numRuns: 40 },
    );
  });
});

describe('laws', () => {
  test('each finding and each story has exactly one fate', () => {
    fc.assert(
      fc.property(uniqueFindings(), (findings) => {
        const { fates, findings: all, stories, alerts } = triage(findings, { now: NOW, suppressions });
        expect([...fates.keys()].sort()).toEqual([...all, ...stories].map((finding) => finding.id).sort());
        expect(all.length).toBe(findings.length);
        const joined = stories.flatMap((story) => story.parts.map((part) => [part, story.id]));
        for (const [part, story] of joined) expect(fates.get(part ?? '')).toEqual({ kind: 'joined', story });
        expect([...fates.values()].filter((fate) => fate.kind === 'joined')).toHaveLength(joined.length);
        expect(alerts.map((alert) => alert.id).sort()).toEqual(
          [...fates]
            .filter(([, fate]) => fate.kind === 'alerted')
            .map(([id]) => id)
            .sort(),
        );
      }),
    );
  });

  test('any order of arrival, and any repetition, is triaged the same', () => {
    fc.assert(
      fc.property(uniqueFindings(), (findings) => {
        const once = triage(findings, { now: NOW, suppressions });
        const again = triage([...findings, ...findings].reverse(), { now: NOW, suppressions });
        expect(again.alerts).toEqual(once.alerts);
        expect([...again.fates].sort()).toEqual([...once.fates].sort());
      }),
    );
  });
});

test('a storm loses no finding, and wakes nobody more often than the budget says', { timeout: 60_000 }, () => {
  const storm = Array.from({ length: 10_000 }, (_, place) =>
    findingOf({
      id: `storm-${place}`,
      at: new Date(Date.parse('2026-03-02T11:30:00Z') + place * 6).toISOString(),
      detector: `detector-${place % 40}`,
      severity: (['low', 'medium', 'high'] as const)[place % 3] ?? 'low',
      category: 'exfiltration',
      title: 'Much',
      on: `fn-${place % 200}`,
      from: `198.51.100.${place % 250}`,
    }),
  );
  const { findings, fates, alerts, stories } = triage(storm, { now: '2026-03-02T12:00:00Z' });
  expect(findings).toHaveLength(storm.length);
  for (const { id } of [...findings, ...stories]) expect(fates.has(id)).toBe(true);
  expect(alerts.length).toBeGreaterThan(0);
  expect(alerts.length).toBeLessThanOrEqual(6);
  expect(Math.max(...stories.map(({ parts }) => parts.length))).toBeLessThanOrEqual(100);
});
