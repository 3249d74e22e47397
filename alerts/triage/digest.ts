// A day's digest: every finding and story that disturbed nobody, with the reason, worst first; and what suppressions did.
import type { Finding } from '../../detectors/model/finding.ts';
import type { Fate } from './fates.ts';
import { byGravity } from './order.ts';
import { suppressionNotes } from './suppress.ts';
import type { Triaged } from './triage.ts';

export type Quiet = 'budget' | 'minor' | 'staged';

export interface DigestLine {
  /** The gravest of those that say the same of the same function. */
  readonly finding: Finding;
  readonly times: number;
}

export interface Digest {
  /** The day (UTC), `2026-03-04`. */
  readonly day: string;
  readonly lines: Readonly<Record<Quiet, readonly DigestLine[]>>;
  readonly notes: readonly string[];
}

const quietOf = (fate: Fate | undefined): Quiet | undefined => {
  switch (fate?.kind) {
    case 'digested':
      return fate.reason;
    case 'staged':
      return 'staged';
    case 'alerted':
    case 'joined':
    case 'suppressed':
    case undefined:
      return undefined;
  }
};

/** Findings and stories of the day; what a detector says often of one function is one line with its count. */
export const digestOf = (triaged: Triaged, day: string): Digest => {
  const lines: Record<Quiet, Map<string, { finding: Finding; times: number }>> = {
    budget: new Map(),
    minor: new Map(),
    staged: new Map(),
  };
  for (const finding of [...triaged.stories, ...triaged.findings].filter(({ time }) => time.startsWith(day)).sort(byGravity)) {
    const quiet = quietOf(triaged.fates.get(finding.id));
    if (quiet === undefined) continue;
    const key = JSON.stringify([finding.detector, finding.function, finding.function === null ? finding.principal : null]);
    const line = lines[quiet].get(key);
    if (line === undefined) lines[quiet].set(key, { finding, times: 1 });
    else line.times++;
  }
  return {
    day,
    lines: { budget: [...lines.budget.values()], minor: [...lines.minor.values()], staged: [...lines.staged.values()] },
    notes: suppressionNotes(triaged.suppressions),
  };
};

export const isEmptyDigest = ({ lines, notes }: Digest): boolean =>
  notes.length === 0 && Object.values(lines).every((each) => each.length === 0);
