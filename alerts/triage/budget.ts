// How many alerts a person gets: worst first, the rest in a digest.
import type { Finding } from '../../detectors/model/finding.ts';
import { atLeast, type Severity } from '../../detectors/model/severity.ts';
import { byGravity } from './order.ts';

export interface AlertBudget {
  readonly perHour: number;
  readonly perDay: number;
  /** What is less grave is for reports and digests. */
  readonly alertFrom: Severity;
}

/** One alert in ten minutes is what somebody on call can still open and answer; a day's thirty, what a team can. */
export const DEFAULT_BUDGET: AlertBudget = { perHour: 6, perDay: 30, alertFrom: 'medium' };

/** An alert that has left already: it stays one, and has used its share. */
export interface SentAlert {
  readonly id: string;
  readonly time: string;
  readonly severity: Severity;
}

export interface Spent {
  readonly alerted: ReadonlySet<string>;
  /** Grave enough, but beyond the budget. */
  readonly beyond: ReadonlySet<string>;
}

const hourOf = (time: string): string => time.slice(0, 13);
const dayOf = (time: string): string => time.slice(0, 10);

/**
 * An alert counts only against what is at least as grave: what came early and was small never keeps what is critical from a
 * person. Given together, no hour has more than `perHour` and no day more than `perDay`.
 */
export const spendBudget = (candidates: readonly Finding[], budget: AlertBudget, sent: readonly SentAlert[]): Spent => {
  const counts = new Map<string, Severity[]>();
  const book = (time: string, severity: Severity): void => {
    for (const span of [hourOf(time), dayOf(time)]) {
      const severities = counts.get(span) ?? [];
      severities.push(severity);
      counts.set(span, severities);
    }
  };
  for (const { time, severity } of sent) book(time, severity);
  const used = (span: string, severity: Severity): number => (counts.get(span) ?? []).filter((each) => atLeast(each, severity)).length;
  const alerted = new Set(sent.map(({ id }) => id));
  const beyond = new Set<string>();
  for (const { id, time, severity } of [...candidates].sort(byGravity)) {
    if (alerted.has(id) || !atLeast(severity, budget.alertFrom)) continue;
    if (used(hourOf(time), severity) < budget.perHour && used(dayOf(time), severity) < budget.perDay) {
      alerted.add(id);
      book(time, severity);
    } else beyond.add(id);
  }
  return { alerted, beyond };
};
