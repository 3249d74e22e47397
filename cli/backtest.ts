// What a history of findings would have come to: alerts a day by detector, and how sure a behaviour must be to keep to a budget.
import { STORY_DETECTOR } from '../alerts/triage/stories.ts';
import type { Triaged } from '../alerts/triage/triage.ts';
import type { Finding } from '../detectors/model/finding.ts';
import { SEVERITIES, type Severity } from '../detectors/model/severity.ts';
import { DAY_MS } from '../detectors/model/time.ts';

interface DetectorHistory {
  readonly detector: string;
  readonly kind: Finding['kind'];
  /** Findings, all of them, by severity. */
  readonly findings: Readonly<Record<Severity, number>>;
  readonly findingsADay: number;
  /** Of these, what became of them. */
  readonly alerted: number;
  readonly joined: number;
  readonly digested: number;
  readonly suppressed: number;
  readonly staged: number;
  readonly alertsADay: number;
  /** For a behaviour: the smallest score that, asked of it alone, leaves at most the budget. Null when no score does, or none is needed. */
  readonly threshold: Threshold | null;
}

/** `score` 0: everything fits. `kept`: findings a day that remain. */
interface Threshold {
  readonly score: number;
  readonly kept: number;
}

export interface Backtest {
  readonly days: number;
  readonly budgetADay: number;
  readonly alerts: number;
  readonly alertsADay: number;
  readonly detectors: readonly DetectorHistory[];
  /** For all behaviours together. */
  readonly threshold: Threshold;
}

const round = (value: number): number => Math.round(value * 100) / 100;

/**
 * The smallest score met in the history that at most `allowed` findings reach. Findings with one score stand or fall together; when
 * the surest are too many already, only a score above every one keeps the budget.
 */
export const thresholdFor = (scores: readonly number[], allowed: number): { readonly score: number; readonly kept: number } => {
  const surest = [...scores].sort((one, other) => other - one);
  const first = surest[allowed];
  if (first === undefined) return { score: 0, kept: surest.length };
  const above = surest.filter((score) => score > first);
  // Scores are at most 1, so a threshold above them all is no score a finding can have.
  return { score: above.at(-1) ?? Math.min(1, Math.ceil(first * 1000 + 1) / 1000), kept: above.length };
};

export const backtestOf = (triaged: Triaged, periodMs: number, budgetADay: number): Backtest => {
  // A history shorter than a day says nothing about a day but what it holds.
  const days = Math.max(1, periodMs / DAY_MS);
  const allowed = Math.floor(budgetADay * days);
  const all = [...triaged.findings, ...triaged.stories];
  const byDetector = new Map<string, Finding[]>();
  for (const finding of all) {
    const mine = byDetector.get(finding.detector);
    if (mine === undefined) byDetector.set(finding.detector, [finding]);
    else mine.push(finding);
  }
  const threshold = (findings: readonly Finding[]): Threshold => {
    const { score, kept } = thresholdFor(
      findings.filter(({ kind, stage }) => kind === 'behaviour' && stage === 'live').map((finding) => finding.score),
      allowed,
    );
    return { score, kept: round(kept / days) };
  };
  const detectors = [...byDetector].map(([detector, findings]): DetectorHistory => {
    const fate = (kind: string): number => findings.filter(({ id }) => triaged.fates.get(id)?.kind === kind).length;
    const kind = findings[0]?.kind ?? 'rule';
    return {
      detector,
      kind,
      findings: Object.fromEntries(
        SEVERITIES.map((severity) => [severity, findings.filter((finding) => finding.severity === severity).length]),
      ) as Record<Severity, number>,
      findingsADay: round(findings.length / days),
      alerted: fate('alerted'),
      joined: fate('joined'),
      digested: fate('digested'),
      suppressed: fate('suppressed'),
      staged: fate('staged'),
      alertsADay: round(fate('alerted') / days),
      threshold: kind === 'behaviour' ? threshold(findings) : null,
    };
  });
  return {
    days: round(days),
    budgetADay,
    alerts: triaged.alerts.length,
    alertsADay: round(triaged.alerts.length / days),
    detectors: detectors.sort(
      (one, other) =>
        Number(other.detector === STORY_DETECTOR) - Number(one.detector === STORY_DETECTOR) ||
        other.alerted - one.alerted ||
        other.findingsADay - one.findingsADay ||
        (one.detector < other.detector ? -1 : 1),
    ),
    threshold: threshold(all),
  };
};
