// The findings that may be parts of one story with those that came, under the names that are known by now.
import type { Told } from '../../alerts/aws/to-tell.ts';
import type { Finding } from '../../detectors/model/finding.ts';
import { type FunctionId, functionId } from '../../detectors/model/identity.ts';
import { DAY_MS, type Instant, isoOf } from '../../detectors/model/time.ts';
import { labelsOf, relabelled } from '../../ingest/fold/relabel.ts';
import { resolveFunctions } from '../../ingest/fold/resolve-functions.ts';
import type { AlertContext } from './alert-context.ts';
import { dayOf, storedFinding } from './keep-findings.ts';
import { AFTER_ALL, BEFORE_ALL, findingsOf, NAMES, toldOf } from './keys.ts';

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
  readonly told: readonly Told[];
}

export const openFindings = async (fresh: readonly Finding[], context: AlertContext): Promise<OpenFindings> => {
  const days = daysAround(new Set(fresh.map(({ time }) => dayOf(time))));
  const read = async <Value>(partition: (day: string) => string, value: (body: string) => Value): Promise<readonly Value[]> => {
    const found = await Promise.all(days.map((day) => context.findings.query(partition(day), BEFORE_ALL, AFTER_ALL, MOST_OF_A_DAY)));
    return found.flat().map(({ body }) => value(body));
  };
  const [stored, told, names] = await Promise.all([
    read(findingsOf, (body) => storedFinding(body).finding),
    read(toldOf, (body) => JSON.parse(body) as Told),
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
