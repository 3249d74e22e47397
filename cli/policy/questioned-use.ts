// Uses that were only ever seen while something was wrong: an attacker's deeds are no reason to allow them.
import { STORY_DETECTOR } from '../../alerts/triage/stories.ts';
import type { Finding } from '../../detectors/model/finding.ts';
import { atLeast } from '../../detectors/model/severity.ts';
import type { UsedAction } from '../store/used-actions.ts';

/** Less is found every day, of ordinary uses too. */
const LEAST_SEVERITY = 'medium';

/** A story spans the hours of all its parts, and what else happened in them. */
const isWhole = ({ detector }: Finding): boolean => detector === STORY_DETECTOR;

const isAbout = (finding: Finding, label: string): boolean => finding.function === label || finding.entities.functions.includes(label);

/** The finding that throws doubt on a use, of those about the function of that label. */
export const questionedBy = (findings: readonly Finding[], label: string): ((use: UsedAction) => Finding | undefined) => {
  const grave = findings
    .filter((finding) => !isWhole(finding) && atLeast(finding.severity, LEAST_SEVERITY) && isAbout(finding, label))
    .map((finding) => ({ finding, start: Date.parse(finding.window.start), end: Date.parse(finding.window.end) }))
    .sort((one, other) => one.start - other.start || (one.finding.id < other.finding.id ? -1 : 1));
  return ({ firstTime, lastTime }) => grave.find(({ start, end }) => firstTime >= start && lastTime <= end)?.finding;
};
