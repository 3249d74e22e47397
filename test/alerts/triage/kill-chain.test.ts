import { describe, expect, test } from 'vitest';
import { placeInChain, stageOf, tacticWords } from '../../../alerts/triage/kill-chain.ts';
import { type Attack, CATEGORIES, TACTICS } from '../../../detectors/model/attack.ts';
import { findingOf } from '../fixtures/finding-of.ts';

const base = findingOf({ at: '2025-06-01T00:00:00Z', detector: 'x', severity: 'low', category: 'exfiltration', title: 'X' });
const tagged = (...tactics: Attack['tactic'][]) => ({
  ...base,
  attacks: tactics.map((tactic) => ({ tactic, technique: 'T1567' as const })),
});

describe('a finding counts for one tactic', () => {
  test.for([
    ["its category's, when it is among its own", tagged('TA0009', 'TA0010'), 'TA0010'],
    ['its first, when it is not', tagged('TA0011', 'TA0009'), 'TA0011'],
    ["its category's, when it names none", tagged(), 'TA0010'],
  ] as const)('%s', ([, finding, stage]) => {
    expect(stageOf(finding)).toBe(stage);
  });

  test('and every category has one', () => {
    const stages = CATEGORIES.map((category) => stageOf({ ...base, category, attacks: [] }));
    expect(stages.every((stage) => Object.values<string>(TACTICS).includes(stage))).toBe(true);
  });
});

test('the chain runs from reconnaissance to impact, and what is unknown comes last', () => {
  expect([placeInChain('TA0043'), placeInChain('TA0040'), placeInChain('TA9999')]).toEqual([0, 13, 14]);
  expect([tacticWords('TA0006'), tacticWords('TA9999')]).toEqual(['credential access', 'TA9999']);
});
