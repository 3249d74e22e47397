// The verdict on one measure of one function in one window. Silence has a reason.
import type { BaselineView, Contributor } from './finding.ts';

export type Assessment =
  /** Nothing of the kind was ever recorded for this function. */
  | { readonly kind: 'not-applicable' }
  | { readonly kind: 'warming-up'; readonly seenDays: number; readonly neededDays: number }
  | { readonly kind: 'normal'; readonly score: number }
  | { readonly kind: 'anomalous'; readonly score: number; readonly baseline: BaselineView; readonly contributors: readonly Contributor[] };
