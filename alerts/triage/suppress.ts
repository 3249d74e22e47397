// Which findings are hidden, by which suppression; what each one hid, what it let through as too grave, and whether it has expired.
import { hasExpired } from '../../detectors/model/expiry.ts';
import type { Finding } from '../../detectors/model/finding.ts';
import { matchesGlob } from '../../detectors/model/glob.ts';
import { atLeast } from '../../detectors/model/severity.ts';
import { functionName } from './function-name.ts';
import type { Suppression } from './suppression.ts';

export interface SuppressionUse {
  readonly suppression: Suppression;
  readonly expired: boolean;
  /** Findings it hid; 0 when expired. */
  readonly hid: number;
  /** Findings it would have hidden, had it not expired. */
  readonly wouldHide: number;
  /** Findings that match it but are graver than it was written for: shown, and worth a word. */
  readonly tooGrave: number;
}

export interface Suppressed {
  /** Id of the suppression that hides each hidden finding. */
  readonly hiddenBy: ReadonlyMap<string, string>;
  /** In the order of the suppressions given. */
  readonly uses: readonly SuppressionUse[];
}

const matchesFunction = (pattern: string, label: string | null): boolean =>
  label !== null && (matchesGlob(pattern, label) || matchesGlob(pattern, functionName(label)));

export const matchesSuppression = (suppression: Suppression, finding: Finding): boolean =>
  (suppression.finding === undefined || suppression.finding === finding.id) &&
  (suppression.detector === undefined || matchesGlob(suppression.detector, finding.detector)) &&
  (suppression.function === undefined || matchesFunction(suppression.function, finding.function)) &&
  (suppression.principal === undefined || (finding.principal !== null && matchesGlob(suppression.principal, finding.principal)));

/** `now`: ISO 8601. Where several match, the first in the list hides the finding. */
export const suppress = (findings: readonly Finding[], suppressions: readonly Suppression[], now: string): Suppressed => {
  const hiddenBy = new Map<string, string>();
  const uses = suppressions.map((suppression) => {
    const matching = findings.filter((finding) => matchesSuppression(suppression, finding));
    const meant = matching.filter((finding) => atLeast(suppression.upTo, finding.severity));
    const expired = hasExpired(suppression.expires, Date.parse(now));
    const hidden = expired ? [] : meant.filter((finding) => !hiddenBy.has(finding.id));
    for (const finding of hidden) hiddenBy.set(finding.id, suppression.id);
    return { suppression, expired, hid: hidden.length, wouldHide: expired ? meant.length : 0, tooGrave: matching.length - meant.length };
  });
  return { hiddenBy, uses };
};

/** Of a suppression written here, or of a Sigma filter. */
interface ToldUse extends Omit<SuppressionUse, 'suppression'> {
  readonly suppression: Pick<Suppression, 'id' | 'owner' | 'reason' | 'expires' | 'upTo'>;
}

/** Filters hide single matches of a rule, where suppressions hide findings. */
export const countedMatches = (count: number): string => (count === 1 ? '1 match' : `${count} matches`);

/** What a person should know about the suppressions, in sentences; nothing when each did what it was written for. */
export const suppressionNotes = (uses: readonly ToldUse[], counted: (count: number) => string = String): readonly string[] =>
  uses.flatMap(({ suppression, expired, hid, wouldHide, tooGrave }) => {
    const { id, owner, expires } = suppression;
    return [
      ...(hid > 0 ? [`suppressed: ${counted(hid)} by ${id} (${owner}, until ${expires.slice(0, 10)}: ${suppression.reason})`] : []),
      ...(expired
        ? [
            `suppression ${id} (${owner}) expired on ${expires.slice(0, 10)}${wouldHide > 0 ? ` and would have hidden ${counted(wouldHide)}` : ''}`,
          ]
        : []),
      ...(tooGrave > 0
        ? [`suppression ${id} (${owner}) was written for ${suppression.upTo} at most: ${counted(tooGrave)} graver shown`]
        : []),
    ];
  });
