// A finding: something that deserves a look, with the reason why it says so. The words of the command line's `ndjson`.
import type { Attack, Category } from './attack.ts';
import type { RecordId } from './identity.ts';
import type { Severity } from './severity.ts';

export type FindingKind = 'rule' | 'behaviour' | 'sequence' | 'self';

/** A source of the observation, with its share (0..1) of what was observed. */
export interface Contributor {
  readonly name: string;
  readonly amount: number;
  readonly share: number;
}

/** What the detector compared with: enough to draw it. Times are ISO 8601 UTC. */
export interface BaselineView {
  /** What was measured and its unit: `response bytes in 5 minutes`. */
  readonly measure: string;
  /** How many windows, over how long, and when they were learned. */
  readonly samples: number;
  readonly since: string;
  /** The time bucket compared with: `Tuesdays 14:00-15:00 UTC`, `all hours`. */
  readonly bucket: string;
  readonly usualLow: number;
  readonly usualHigh: number;
  readonly observed: number;
  /** Recent windows, oldest first, for a small chart; at most 48. */
  readonly recent: readonly number[];
}

/** A severity that was weighed by where the finding is, with the reason. */
export interface SeverityStep {
  readonly severity: Severity;
  readonly why: string;
}

export interface Explanation {
  readonly expected: string;
  readonly observed: string;
  /** Undefined in what needs no baseline: a rule. */
  readonly baseline: BaselineView | null;
  readonly contributors: readonly Contributor[];
  /** What would have kept it quiet. */
  readonly quietIf: string;
  /** The detector's own severity and what changed it, in order; absent when nothing did. */
  readonly severitySteps?: readonly SeverityStep[];
}

/** What a finding is about; findings that share one may be parts of one story. */
export interface Entities {
  /** Function ARNs or names. */
  readonly functions: readonly string[];
  /** Role, user or service ARNs. */
  readonly principals: readonly string[];
  readonly accessKeys: readonly string[];
  /** Public addresses. */
  readonly addresses: readonly string[];
}

export interface Finding {
  /** Stable: the same finding again has the same id. */
  readonly id: string;
  readonly detector: string;
  readonly kind: FindingKind;
  readonly category: Category;
  readonly severity: Severity;
  /** 0..1: how sure, on one scale for every detector. */
  readonly score: number;
  /** When it began, ISO 8601 UTC. */
  readonly time: string;
  readonly window: { readonly start: string; readonly end: string };
  readonly function: string | null;
  readonly principal: string | null;
  readonly account: string | null;
  readonly region: string | null;
  readonly attacks: readonly Attack[];
  readonly title: string;
  readonly explanation: Explanation;
  /** Ids of records, earliest first; bounded. `occurrences` counts them all. */
  readonly evidence: readonly RecordId[];
  readonly occurrences: number;
  readonly entities: Entities;
  /** Staged findings reach reports and digests, never a pager. */
  readonly stage: 'live' | 'staged';
  /** Path in the project. */
  readonly runbook: string;
  /** Ids of the findings a story is made of, in attack order; empty for others. */
  readonly parts: readonly string[];
}

/** How many record ids a finding carries: a person opens a few; the count says how many more there are. */
export const EVIDENCE_LIMIT = 10;
