// The compiled model of Sigma files: detection rules, correlations and filters, and what could not be compiled.
import type { Attack, Category } from '../model/attack.ts';
import type { Json } from '../model/json.ts';
import type { Severity } from '../model/severity.ts';
import type { Expression } from './expression.ts';

export type Status = 'stable' | 'test' | 'experimental' | 'deprecated' | 'unsupported';

export interface LogSource {
  readonly product: string | undefined;
  readonly service: string | undefined;
  readonly category: string | undefined;
}

/** What rules and correlations say about themselves. */
export interface RuleHeader {
  /** The file's stem, or the document's `name`, or its title as a slug: unique over all rules and correlations. */
  readonly id: string;
  readonly uuid: string | undefined;
  readonly name: string | undefined;
  readonly title: string;
  readonly description: string;
  readonly level: Severity;
  readonly status: Status;
  readonly stage: 'live' | 'staged';
  readonly category: Category;
  readonly attacks: readonly Attack[];
  readonly tags: readonly string[];
  readonly falsePositives: readonly string[];
  readonly fields: readonly string[];
  readonly references: readonly string[];
  /** Every attribute that Sigma does not define: sas, controls, cases. */
  readonly custom: ReadonlyMap<string, Json>;
  readonly runbook: string;
  /** Only a correlation that does not `generate` its rules uses it: its matches are no findings of their own. */
  readonly referencedOnly: boolean;
  readonly file: string;
  /** Line of the document's first key, from 1. */
  readonly line: number;
}

export interface DetectionRule extends RuleHeader {
  readonly kind: 'rule';
  readonly logsource: LogSource;
  readonly detection: Expression;
  /** Search identifiers under a `not`, as words, and titles of the filters attached: what keeps the rule quiet. */
  readonly exclusions: readonly string[];
  /** In the order of the filters; a match is hidden by the first that applies. */
  readonly filters: readonly RuleFilter[];
  /** Names between `%` that the rule asks for. */
  readonly placeholders: readonly string[];
}

export const CORRELATION_TYPES = [
  'event_count',
  'value_count',
  'temporal',
  'temporal_ordered',
  'value_sum',
  'value_avg',
  'value_percentile',
  'value_median',
] as const;
export type CorrelationType = (typeof CORRELATION_TYPES)[number];

export const THRESHOLD_OPERATORS = ['gt', 'gte', 'lt', 'lte', 'eq', 'neq'] as const;
export interface Threshold {
  readonly operator: (typeof THRESHOLD_OPERATORS)[number];
  readonly amount: number;
}

export interface CorrelationRule extends RuleHeader {
  readonly kind: 'correlation';
  readonly type: CorrelationType;
  /** Ids of rules, correlations, or detectors that are no Sigma rules, in the file's order. */
  readonly rules: readonly string[];
  readonly groupBy: readonly string[];
  readonly timespanMs: number;
  /** All must hold. */
  readonly thresholds: readonly Threshold[];
  /** For temporal: which of the rules must have matched, instead of how many. Leaves are `exists` of a rule's id. */
  readonly expression: Expression | undefined;
  /** The condition's field or fields: what is counted or added up. */
  readonly valueFields: readonly string[];
  readonly percentile: number;
  readonly generate: boolean;
  /** Alias → rule id → the field that the alias stands for in that rule's events. */
  readonly aliases: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/** A filter as it stands with one rule. */
export interface RuleFilter {
  /** Of the filter document. */
  readonly id: string;
  readonly expires: string;
  /** The gravest that it hides: where the rule is graver, or a correlation of it, what the filter describes is shown all the same. */
  readonly upTo: Severity;
  /** The match is hidden where this does not hold. */
  readonly expression: Expression;
}

/** A Sigma filter: a suppression of what rules match and its expression does not keep. */
export interface FilterRule {
  readonly kind: 'filter';
  /** Its `name`, or its title as a slug. */
  readonly id: string;
  readonly title: string;
  /** Sigma's `author`; empty when it says none, as the reason (`description`) and the expiry. */
  readonly owner: string;
  readonly reason: string;
  /** ISO 8601; from then on it hides nothing. */
  readonly expires: string;
  /** Sigma's `level`: the gravest rule whose matches it hides. */
  readonly upTo: Severity | undefined;
  readonly uuid: string | undefined;
  readonly logsource: LogSource;
  /** Ids, uuids or names of rules; `any` stands for every rule of the log source. */
  readonly rules: readonly string[];
  readonly expression: Expression;
  readonly placeholders: readonly string[];
  readonly file: string;
  readonly line: number;
}

/** Why a document, or a part of it, is not used. Line and column count from 1. */
export interface RuleProblem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly reason: string;
}

export interface LoadedRules {
  readonly rules: readonly DetectionRule[];
  readonly correlations: readonly CorrelationRule[];
  readonly filters: readonly FilterRule[];
  readonly problems: readonly RuleProblem[];
}
