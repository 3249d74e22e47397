// Rules see a record before it is known which function a bare name or an unproven session stands for. Once all records are
// in, their findings are given the names that were found out.
import type { Activity } from '../../detectors/model/activity.ts';
import type { Finding } from '../../detectors/model/finding.ts';
import { type FunctionId, functionId, functionLabel, functionParts } from '../../detectors/model/identity.ts';
import { candidateName } from '../normalise/function-session.ts';
import { unprovenDoer } from './fold-api-call.ts';

/** A session calls services in many regions and is one all the same. */
const ANY_REGION = '*';

const anywhere = (id: FunctionId): FunctionId => functionId({ ...functionParts(id), region: ANY_REGION });

const isCandidate = (id: FunctionId): boolean => candidateName(functionParts(id).name) !== undefined;

/** A call by a session that may turn out to be a function's is matched under that name. */
export const withSubject = (activity: Activity): Activity => {
  if (activity.kind !== 'api-call' || activity.function !== undefined) return activity;
  const doer = unprovenDoer(activity);
  return isCandidate(doer) ? { ...activity, function: anywhere(doer) } : activity;
};

/** What a label given too early should have been; null when no one function stands behind it. */
export type Labels = ReadonlyMap<string, string | null>;

export const labelsOf = (resolved: ReadonlyMap<FunctionId, FunctionId>): Labels => {
  const labels = new Map<string, string | null>();
  const found = new Map<string, Set<string>>();
  for (const [early, late] of resolved) {
    const label = functionLabel(isCandidate(early) ? anywhere(early) : early);
    const names = found.get(label) ?? new Set();
    if (functionParts(late).name !== '') names.add(functionLabel(late));
    found.set(label, names);
  }
  for (const [label, names] of found) {
    const [only, ...others] = names;
    // The same bare name in two accounts stays what it was; a candidate's must not be shown.
    if (only !== undefined && others.length === 0) labels.set(label, only);
    else if (label.includes(ANY_REGION)) labels.set(label, null);
  }
  return labels;
};

export const relabelled = (finding: Finding, labels: Labels): Finding => {
  const nameOf = (label: string): string | null => {
    const name = labels.get(label);
    return name === undefined ? (label.startsWith(`arn:aws:lambda:${ANY_REGION}:`) ? null : label) : name;
  };
  const functions = finding.entities.functions.map(nameOf).filter((name) => name !== null);
  return {
    ...finding,
    function: finding.function === null ? null : nameOf(finding.function),
    entities: { ...finding.entities, functions: [...new Set(functions)].sort() },
  };
};
