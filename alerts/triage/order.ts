// Total orders over findings, so that nothing printed depends on the order of arrival.
import type { Finding } from '../../detectors/model/finding.ts';
import { severityRank } from '../../detectors/model/severity.ts';

/** By UTF-16 code units: the same on every machine, whatever its language. */
export const compareText = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** Oldest first. */
export const byTime = (one: Finding, other: Finding): number => compareText(one.time, other.time) || compareText(one.id, other.id);

/** Worst first, then surest, then oldest: the order in which a budget is spent and a person reads. */
export const byGravity = (one: Finding, other: Finding): number =>
  severityRank(other.severity) - severityRank(one.severity) || other.score - one.score || byTime(one, other);
