import { describe, expect, test } from 'vitest';
import { DEFAULT_BUDGET, readBudget, spendBudget } from '../../../alerts/triage/budget.ts';
import { feedbackSuppression } from '../../../alerts/triage/feedback.ts';
import { matchesSuppression, suppress } from '../../../alerts/triage/suppress.ts';
import { readSuppressions } from '../../../alerts/triage/suppression.ts';
import { findingOf, roleArn } from '../fixtures/finding-of.ts';

const said = { owner: 'ada', reason: 'the quarterly export', at: '2025-03-05T08:00:00.000Z' };
const finding = (more: object = {}) =>
  findingOf({
    at: '2025-03-04T10:00:00Z',
    detector: 'data-volume',
    severity: 'high',
    category: 'exfiltration',
    title: 'Much',
    on: 'orders',
    ...more,
  });

describe('what is called harmless', () => {
  test.for([
    ['the same again', finding({ at: '2025-03-20T10:00:00Z' }), true],
    ['the same on another function', finding({ on: 'refunds' }), false],
    ['another detector there', finding({ detector: 'new-action' }), false],
    ['the same, but graver', finding({ severity: 'critical' }), false],
  ] as const)('hides %s: %s', ([, other, hidden]) => {
    const { hiddenBy } = suppress([other], [feedbackSuppression(finding(), said)], '2025-03-21T00:00:00Z');
    expect(hiddenBy.has(other.id)).toBe(hidden);
  });

  test('is asked again after thirty days', () => {
    const suppression = feedbackSuppression(finding(), said);
    expect(suppression.expires).toBe('2025-04-04T08:00:00.000Z');
    expect(suppress([finding()], [suppression], '2025-04-04T08:00:00Z').hiddenBy.size).toBe(0);
  });

  test('is hidden by its id alone when it names nobody, or a name that would be a wildcard', () => {
    const nobody = finding({ on: undefined });
    const suppression = feedbackSuppression(nobody, said);
    expect(suppression.finding).toBe(nobody.id);
    expect(matchesSuppression(suppression, nobody)).toBe(true);
    expect(matchesSuppression(suppression, finding({ on: undefined, at: '2025-03-09T00:00:00Z' }))).toBe(false);
    const starred = finding({ on: undefined, by: roleArn('*') });
    expect(matchesSuppression(feedbackSuppression(starred, said), finding({ on: undefined, by: roleArn('app') }))).toBe(false);
  });

  test('one finding can be named in lapwing.yml too', () => {
    const { suppressions, refused } = readSuppressions(
      [{ owner: 'ada', reason: 'known', expires: '2025-04-01', finding: 'abc' }],
      '2025-03-05T00:00:00Z',
    );
    expect([suppressions[0]?.finding, refused]).toEqual(['abc', []]);
  });
});

describe('alertBudget in lapwing.yml', () => {
  test.for([
    [{}, DEFAULT_BUDGET],
    [
      { perHour: 3, alertFrom: 'high' },
      { perHour: 3, perDay: 30, alertFrom: 'high' },
    ],
    [{ behaviourScore: 0.8 }, { ...DEFAULT_BUDGET, behaviourScore: 0.8 }],
    [{ perhour: 3 }, 'has an unknown name, perhour (known: perHour, perDay, alertFrom, behaviourScore)'],
    [{ perHour: 0 }, 'perHour is not a whole number from 1 to 60'],
    [{ perDay: 1.5 }, 'perDay is not a whole number from 1 to 1440'],
    [{ alertFrom: 'grave' }, 'alertFrom is none of info, low, medium, high, critical'],
    [{ behaviourScore: 2 }, 'behaviourScore is not a number from 0 to 1'],
    [3, 'is not a mapping of names to values'],
  ] as const)('%j', ([value, read]) => {
    expect(readBudget(value)).toEqual(read);
  });

  test('a behaviour less sure than asked wakes nobody; a rule does', () => {
    const unsure = finding({ kind: 'behaviour', score: 0.5, id: 'behaviour' });
    const rule = finding({ kind: 'rule', score: 0.5, id: 'rule' });
    expect([...spendBudget([unsure, rule], { ...DEFAULT_BUDGET, behaviourScore: 0.8 }, []).alerted]).toEqual(['rule']);
  });
});
