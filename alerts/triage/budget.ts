// How many alerts a person gets: worst first, the rest in a digest.
import type { Finding } from '../../detectors/model/finding.ts';
import { field, isObject, type Json } from '../../detectors/model/json.ts';
import { atLeast, SEVERITIES, type Severity } from '../../detectors/model/severity.ts';
import { byGravity } from './order.ts';

export interface AlertBudget {
  readonly perHour: number;
  readonly perDay: number;
  /** What is less grave is for reports and digests. */
  readonly alertFrom: Severity;
  /** Behaviours that are less sure are for reports and digests too; `lapwing backtest` proposes one. */
  readonly behaviourScore?: number;
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
  for (const { id, time, severity, kind, score } of [...candidates].sort(byGravity)) {
    if (alerted.has(id) || !atLeast(severity, budget.alertFrom)) continue;
    if (kind === 'behaviour' && score < (budget.behaviourScore ?? 0)) continue;
    if (used(hourOf(time), severity) < budget.perHour && used(dayOf(time), severity) < budget.perDay) {
      alerted.add(id);
      book(time, severity);
    } else beyond.add(id);
  }
  return { alerted, beyond };
};

/** More in an hour than somebody could open, or in a day than there are minutes, is no budget. */
const MOST_PER_HOUR = 60;
const MOST_PER_DAY = 1440;

const BUDGET_KEYS = ['perHour', 'perDay', 'alertFrom', 'behaviourScore'];

const wholeFrom = (value: Json | undefined, most: number, otherwise: number): number | undefined => {
  if (value === undefined) return otherwise;
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= most ? value : undefined;
};

/** The mapping under `alertBudget` in lapwing.yml; what it leaves out is as by default. A text says what is wrong with it. */
export const readBudget = (value: Json): AlertBudget | string => {
  if (!isObject(value)) return 'is not a mapping of names to values';
  const unknown = Object.keys(value).find((key) => !BUDGET_KEYS.includes(key));
  if (unknown !== undefined) return `has an unknown name, ${unknown} (known: ${BUDGET_KEYS.join(', ')})`;
  const perHour = wholeFrom(field(value, 'perHour'), MOST_PER_HOUR, DEFAULT_BUDGET.perHour);
  if (perHour === undefined) return `perHour is not a whole number from 1 to ${MOST_PER_HOUR}`;
  const perDay = wholeFrom(field(value, 'perDay'), MOST_PER_DAY, DEFAULT_BUDGET.perDay);
  if (perDay === undefined) return `perDay is not a whole number from 1 to ${MOST_PER_DAY}`;
  const from = field(value, 'alertFrom') ?? DEFAULT_BUDGET.alertFrom;
  const alertFrom = SEVERITIES.find((each) => each === from);
  if (alertFrom === undefined) return `alertFrom is none of ${SEVERITIES.join(', ')}`;
  const score = field(value, 'behaviourScore');
  if (score === undefined) return { perHour, perDay, alertFrom };
  return typeof score === 'number' && score >= 0 && score <= 1
    ? { perHour, perDay, alertFrom, behaviourScore: score }
    : 'behaviourScore is not a number from 0 to 1';
};
