// The same finding come again, from a retry, an overlap or a later look, made one finding: at its gravest, with its earliest records.
import { EVIDENCE_LIMIT, type Finding } from '../../detectors/model/finding.ts';
import { severityRank } from '../../detectors/model/severity.ts';
import { byTime, compareText } from './order.ts';

const text = (finding: Finding): string => JSON.stringify(finding);

/** The copy that speaks for all: the gravest, of those the latest, of those the one seen most often; then any, but always the same. */
const spokesman = (one: Finding, other: Finding): number =>
  severityRank(other.severity) - severityRank(one.severity) ||
  compareText(other.window.end, one.window.end) ||
  other.occurrences - one.occurrences ||
  other.score - one.score ||
  compareText(text(one), text(other));

const mergeCopies = (copies: readonly Finding[]): Finding | undefined => {
  const [first, ...others] = [...copies].sort(spokesman);
  if (first === undefined || others.length === 0) return first;
  const earliestFirst = [...copies].sort((one, other) => byTime(one, other) || compareText(text(one), text(other)));
  const [earliest = first] = earliestFirst;
  return {
    ...first,
    score: Math.max(...copies.map((copy) => copy.score)),
    time: earliest.time,
    window: {
      start: copies.reduce((start, copy) => (copy.window.start < start ? copy.window.start : start), first.window.start),
      end: copies.reduce((end, copy) => (copy.window.end > end ? copy.window.end : end), first.window.end),
    },
    evidence: [...new Set(earliestFirst.flatMap((copy) => copy.evidence))].slice(0, EVIDENCE_LIMIT),
    // Copies of one finding count the same records, so the largest count is the count.
    occurrences: Math.max(...copies.map((copy) => copy.occurrences)),
    // One live copy is enough to alert: a staged detector made live finds the same things again.
    stage: copies.some((copy) => copy.stage === 'live') ? 'live' : 'staged',
  };
};

/** One finding for each id, oldest first, whatever the order of arrival. */
export const mergeById = (findings: readonly Finding[]): readonly Finding[] => {
  const copiesOf = new Map<string, Finding[]>();
  for (const finding of findings) {
    const copies = copiesOf.get(finding.id);
    if (copies === undefined) copiesOf.set(finding.id, [finding]);
    else copies.push(finding);
  }
  return [...copiesOf.values()].flatMap((copies) => mergeCopies(copies) ?? []).sort(byTime);
};
