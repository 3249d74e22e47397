// How sure a rule's finding is: Sigma's own words, on the scale of all detectors.
import type { Severity } from '../model/severity.ts';
import type { Status } from './rule.ts';

/**
 * The level says how near a match is to certainty (`critical`: "probability borders certainty"; `informational`: "a huge
 * amount of events will match"): five levels, five equal bands of the scale, the middle of each.
 */
const LEVEL_SCORES: Readonly<Record<Severity, number>> = { info: 0.1, low: 0.3, medium: 0.5, high: 0.7, critical: 0.9 };

/** The status says how it did in other environments, and moves the score inside its band. */
const STATUS_SHIFTS: Readonly<Record<Status, number>> = {
  stable: 0.08,
  test: 0.04,
  experimental: 0,
  unsupported: -0.04,
  deprecated: -0.08,
};

export const ruleScore = (level: Severity, status: Status): number => Math.round((LEVEL_SCORES[level] + STATUS_SHIFTS[status]) * 100) / 100;
