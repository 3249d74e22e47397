// The findings that may be parts of one story with those that came, under the names that are known by now.
import type { Told } from '../../alerts/triage/to-tell.ts';
import type { Finding } from '../../detectors/model/finding.ts';
import { type FunctionId, functionId } from '../../detectors/model/identity.ts';
import { DAY_MS, type Instant, isoOf } from '../../detectors/model/time.ts';
import { labelsOf, relabelled } from '../../ingest/fold/relabel.ts';
import { resolveFunctions } from '../../ingest/fold/resolve-functions.ts';
import type { AlertContext } from './alert-context.ts';
import { dayOf, storedFinding } from './keep-findings.ts';
import { AFTER_ALL, BEFORE_ALL, findingsOf, NAMES } from './keys.ts';
import { peopleTold } from './told-items.ts';

/** A story spans three days at most (alerts/triage/groups.ts). */
const STORY_DAYS = 3;
/** Read of one day: more would be a storm, of which these, a chance sample, and all that is new, tell enough. */
const MOST_OF_A_DAY = 3_000;
const MOST_NAMES = 20_000;

/** The days around those given, in order. */
const daysAround = (days: Iterable<string>): readonly string[] => {
  const around = new Set<string>();
  for (const day of days) {
    const start = Date.parse(day);
    for (let offset = -STORY_DAYS; offset <= STORY_DAYS; offset++) around.add(isoOf((start + offset * DAY_MS) as Instant).slice(0, 10));
  }
  return [...around].sort();
};

/** The id behind a label, as far as it tells one: an ARN's, or a bare name of the finding's account. */
const idOf = (label: string, account: string): FunctionId => {
  const [, , , region = '', owner = account, , name = label] = label.startsWith('arn:') ? label.split(':') : [];
  return functionId({ account: owner, region, name });
};

/** What was found before it was known whose name or session it was. */
export const underKnownNames = (findings: readonly Finding[], known: readonly FunctionId[]): readonly Finding[] => {
  const early = findings.flatMap(({ function: subject, entities, account }) =>
    [...(subject === null ? [] : [subject]), ...entities.functions].map((label) => idOf(label, account ?? '')),
  );
  const labels = labelsOf(resolveFunctions([...known, ...early]));
  return findings.map((finding) => relabelled(finding, labels));
};

export interface OpenFindings {
  readonly findings: readonly Finding[];
  /** On the channels of people. */
  readonly told: readonly Told[];
}

export const openFindings = async (fresh: readonly Finding[], context: AlertContext): Promise<OpenFindings> => {
  const days = daysAround(new Set(fresh.map(({ time }) => dayOf(time))));
  const read = async (day: string): Promise<readonly Finding[]> => {
    const found = await context.findings.query(findingsOf(day), BEFORE_ALL, AFTER_ALL, MOST_OF_A_DAY);
    return found.map(({ body }) => storedFinding(body).finding);
  };
  const [stored, told, names] = await Promise.all([
    Promise.all(days.map(read)).then((found) => found.flat()),
    peopleTold(context.findings, days),
    context.baselines.query(NAMES, BEFORE_ALL, AFTER_ALL, MOST_NAMES),
  ]);
  const known = new Set(stored.map(({ id }) => id));
  const all = [...stored, ...fresh.filter(({ id }) => !known.has(id))];
  return {
    findings: underKnownNames(
      all,
      names.map(({ sk }) => sk as FunctionId),
    ),
    told,
  };
};
