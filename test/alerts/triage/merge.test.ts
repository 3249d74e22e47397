import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mergeById } from '../../../alerts/triage/merge.ts';
import { EVIDENCE_LIMIT } from '../../../detectors/model/finding.ts';
import { recordId } from '../../../detectors/model/identity.ts';
import { arbitraryFinding } from '../fixtures/arbitrary-finding.ts';
import { findingOf } from '../fixtures/finding-of.ts';

const at = (time: string, more: Parameters<typeof findingOf>[0] | object = {}) =>
  findingOf({ at: time, id: 'same', detector: 'first', severity: 'medium', category: 'discovery', title: 'One', ...more });

test('the gravest copy speaks, with the earliest records and the largest count', () => {
  const early = { ...at('2025-06-01T00:00:00Z', { occurrences: 9 }), evidence: [recordId('record-early')] };
  const grave = {
    ...at('2025-06-01T01:00:00Z', { severity: 'high', title: 'Worse', occurrences: 3, minutes: 5 }),
    evidence: [recordId('record-late')],
  };
  const [merged, ...others] = mergeById([grave, early]);
  expect(others).toEqual([]);
  expect(merged).toMatchObject({
    severity: 'high',
    title: 'Worse',
    time: early.time,
    window: { start: early.window.start, end: grave.window.end },
    occurrences: 9,
    evidence: ['record-early', 'record-late'],
  });
});

test('a finding alone stays as it is', () => {
  const alone = at('2025-06-01T00:00:00Z');
  expect(mergeById([alone])).toEqual([alone]);
});

test('a copy that is live alerts, though another was staged', () => {
  expect(mergeById([at('2025-06-01T00:00:00Z', { stage: 'staged' }), at('2025-06-01T00:00:00Z')])[0]?.stage).toBe('live');
});

test('any order, and any repetition, merges to the same', () => {
  const copies = fc.array(
    fc.tuple(arbitraryFinding(), fc.integer({ min: 0, max: 3 })).map(([finding, number]) => ({ ...finding, id: `id-${number}` })),
    { maxLength: 20 },
  );
  fc.assert(
    fc.property(copies, (findings) => {
      const merged = mergeById(findings);
      expect(mergeById(findings.toReversed())).toEqual(merged);
      expect(mergeById([...findings, ...findings])).toEqual(merged);
      expect(new Set(merged.map((finding) => finding.id)).size).toBe(merged.length);
      expect(merged.every((finding) => finding.evidence.length <= EVIDENCE_LIMIT)).toBe(true);
    }),
  );
});
