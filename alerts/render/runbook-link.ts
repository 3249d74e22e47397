// Where a finding's runbook is read: a path in the project, or a link when it is known where the project's pages are kept.
import type { Finding } from '../../detectors/model/finding.ts';

export interface ProjectLinks {
  /** Where the project's pages are kept, ending in `/`: the runbook becomes a link. From configuration, never from a log. */
  readonly projectUrl?: string;
}

/** The project's own paths are printed as they are; anything else is not one of them. */
const runbookPath = (finding: Finding): string => (/^runbooks\/[\w.-]{1,100}\.md$/.test(finding.runbook) ? finding.runbook : 'runbooks/');

export const runbookLink = (finding: Finding, { projectUrl }: ProjectLinks): string => `${projectUrl ?? ''}${runbookPath(finding)}`;
