// OCSF `finding_info`: what a finding is, without the event around it. Used alone and in an incident's list.
import type { Finding, FindingKind } from '../../detectors/model/finding.ts';
import { STORY_DETECTOR } from '../triage/stories.ts';
import { ocsfAttack } from './ocsf-attack.ts';

/** OCSF `analytic.type_id`: 1 Rule, 2 Behavioral; it has none for several analytics at once, and 99 takes our own word. */
const ANALYTIC_TYPE: Record<FindingKind, readonly [number, string]> = {
  rule: [1, 'Rule'],
  behaviour: [2, 'Behavioral'],
  sequence: [99, 'Correlation'],
  self: [1, 'Rule'],
};

export const isStoryFinding = (finding: Finding): boolean => finding.detector === STORY_DETECTOR;

export const milliseconds = (iso: string): number => Date.parse(iso) || 0;

const analyticOf = (finding: Finding): object => {
  const [typeId, type] = ANALYTIC_TYPE[finding.kind];
  return { uid: finding.detector, name: finding.detector, type_id: typeId, type };
};

export const findingInfo = (finding: Finding): object => ({
  uid: finding.id,
  title: finding.title,
  desc: `Expected: ${finding.explanation.expected} Observed: ${finding.explanation.observed} Quiet if: ${finding.explanation.quietIf}`,
  types: [finding.category],
  analytic: analyticOf(finding),
  attacks: finding.attacks.map(ocsfAttack),
  created_time: milliseconds(finding.window.end),
  first_seen_time: milliseconds(finding.time),
  last_seen_time: milliseconds(finding.window.end),
  related_events: finding.evidence.map((record) => ({ uid: record })),
  related_events_count: finding.occurrences,
});
