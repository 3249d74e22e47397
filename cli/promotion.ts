// What rules on trial would have come to in a history: each one's findings, and the alerts that there would have been more.
import { byGravity } from '../alerts/triage/order.ts';
import { type TriageOptions, triage } from '../alerts/triage/triage.ts';
import type { Finding } from '../detectors/model/finding.ts';
import { DAY_MS } from '../detectors/model/time.ts';

/** Findings shown of each rule: enough to see what it is about. */
const SHOWN = 3;

export interface PromotedRule {
  readonly rule: string;
  readonly findings: number;
  readonly findingsADay: number;
  /** Told to a person by themselves. */
  readonly alerted: number;
  /** Told as parts of a story. */
  readonly joined: number;
  /** Too small, or beyond the budget. */
  readonly digested: number;
  readonly suppressed: number;
  /** The gravest of them. */
  readonly examples: readonly Finding[];
}

export interface Promotion {
  readonly days: number;
  /** Alerts in all, as it was and as it would have been. */
  readonly alertsBefore: number;
  readonly alertsAfter: number;
  readonly alertsADayMore: number;
  readonly rules: readonly PromotedRule[];
}

const round = (value: number): number => Math.round(value * 100) / 100;

/** `findings`: as found with these rules live. */
export const promotionOf = (
  findings: readonly Finding[],
  rules: readonly string[],
  periodMs: number,
  options: TriageOptions,
): Promotion => {
  const days = Math.max(1, periodMs / DAY_MS);
  const promoted = new Set(rules);
  const after = triage(findings, options);
  const before = triage(
    findings.map((finding) => (promoted.has(finding.detector) ? { ...finding, stage: 'staged' as const } : finding)),
    options,
  );
  return {
    days: round(days),
    alertsBefore: before.alerts.length,
    alertsAfter: after.alerts.length,
    alertsADayMore: round((after.alerts.length - before.alerts.length) / days),
    rules: rules.map((rule) => {
      const mine = after.findings.filter(({ detector }) => detector === rule).sort(byGravity);
      const fate = (kind: string): number => mine.filter(({ id }) => after.fates.get(id)?.kind === kind).length;
      return {
        rule,
        findings: mine.length,
        findingsADay: round(mine.length / days),
        alerted: fate('alerted'),
        joined: fate('joined'),
        digested: fate('digested'),
        suppressed: fate('suppressed'),
        examples: mine.slice(0, SHOWN),
      };
    }),
  };
};
