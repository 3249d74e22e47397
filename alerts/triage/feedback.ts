// A person's word that a finding is harmless, as the suppression that follows from it: no wider than the finding, and not for long.
import type { Finding } from '../../detectors/model/finding.ts';
import { DAY_MS } from '../../detectors/model/time.ts';
import type { Suppression } from './suppression.ts';

/** Long enough for a cause to be removed or a lasting suppression to be written; what is still there then is asked again. */
export const FEEDBACK_DAYS = 30;

export interface Said {
  readonly owner: string;
  readonly reason: string;
  /** ISO 8601. */
  readonly at: string;
}

/** A name is meant as it stands: `*` in it would be a wildcard. Such names are left to the finding's id. */
const exactly = (name: string | null): string | undefined => (name === null || name.includes('*') ? undefined : name);

/**
 * Hides what the same detector finds on the same function and principal, up to the same severity. A finding that names neither is
 * hidden by its id alone, since its detector by itself would hide everybody's.
 */
export const feedbackSuppression = (finding: Finding, { owner, reason, at }: Said): Suppression => {
  const [name, principal] = [exactly(finding.function), exactly(finding.principal)];
  return {
    id: `feedback-${finding.id}`,
    owner,
    reason,
    expires: new Date(Date.parse(at) + FEEDBACK_DAYS * DAY_MS).toISOString(),
    detector: finding.detector,
    function: name,
    principal,
    ...(name === undefined && principal === undefined ? { finding: finding.id } : {}),
    upTo: finding.severity,
  };
};
