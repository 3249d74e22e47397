// Uses → the least policy that allows them, and all that it cannot be sure of.
import type { Finding } from '../../detectors/model/finding.ts';
import { MANY_RESOURCES, type UsedAction, WROTE_LOGS } from '../store/used-actions.ts';
import { neededActions } from './iam-action.ts';
import type { KnownAction } from './iam-reference.ts';
import { resourceArn } from './resource-arn.ts';

export interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
}

/** The policy grammar of IAM, in its one version. */
export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly Statement[];
}

export interface Remark {
  /** `prefix:Name`, or the name of a kind of event. */
  readonly about: string;
  readonly why: string;
}

/** One action on one resource, as it was seen. */
export interface Observed {
  readonly action: string;
  readonly resource: string;
  readonly calls: number;
}

export interface BuiltPolicy {
  readonly policy: PolicyDocument;
  readonly observed: readonly Observed[];
  /** Calls for which the records or IAM's own list do not tell what would allow them: not in the policy. */
  readonly unmapped: readonly Remark[];
  /** Actions that are in the policy with `*` for want of something narrower. */
  readonly broad: readonly Remark[];
  /** Calls that were refused: not in the policy. */
  readonly refused: readonly Observed[];
  /** Seen only within the window of a finding about the function: not in the policy. */
  readonly questioned: readonly Remark[];
  /** Actions that an AWS service took with the function's credentials: in the policy. */
  readonly throughServices: readonly Remark[];
}

const partitionOf = (region: string): string => {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
};

/** Lambda writes a function's log with its role: on the streams of the group. */
const LOG_ACTIONS = ['logs:CreateLogStream', 'logs:PutLogEvents'] as const;

const isObjectsBucket = (resource: string, action: string): boolean =>
  action.startsWith('s3:') && resource.includes(':s3:::') && !resource.includes('/');

/** Secrets Manager ends an ARN with six characters of its own. */
const withSuffix = (arn: string, resource: string): string =>
  arn.includes(':secretsmanager:') && !resource.startsWith('arn:') ? `${arn}-??????` : arn;

/** Names that stand for a key are no part of its ARN. */
const isAlias = (resource: string): boolean => resource.startsWith('kms:alias/');

interface Gathered {
  readonly resources: Map<string, number>;
  readonly unplaced: Set<string>;
  readonly formats: readonly string[];
  calls: number;
}

const statementsOf = (gathered: ReadonlyMap<string, Gathered>): readonly Statement[] => {
  const byResources = new Map<string, { actions: string[]; resources: readonly string[] }>();
  for (const [action, { resources }] of [...gathered].sort(([one], [other]) => (one < other ? -1 : 1))) {
    const list = resources.size === 0 ? ['*'] : [...resources.keys()].sort();
    const prefix = action.slice(0, action.indexOf(':'));
    const key = `${prefix} ${list.join(' ')}`;
    const known = byResources.get(key);
    if (known === undefined) byResources.set(key, { actions: [action], resources: list });
    else known.actions.push(action);
  }
  const counts = new Map<string, number>();
  return [...byResources.values()].map(({ actions, resources }): Statement => {
    const prefix = actions[0]?.slice(0, actions[0].indexOf(':')).replaceAll('-', '') ?? '';
    const count = (counts.get(prefix) ?? 0) + 1;
    counts.set(prefix, count);
    // A statement's id is of letters and digits.
    return { Sid: `${prefix.slice(0, 1).toUpperCase()}${prefix.slice(1)}${count}`, Effect: 'Allow', Action: actions, Resource: resources };
  });
};

/** `known`: IAM's own list. `doubt`: the finding that throws doubt on a use. */
export const buildPolicy = async (
  uses: readonly UsedAction[],
  known: (action: string) => Promise<KnownAction | undefined>,
  doubt: (use: UsedAction) => Finding | undefined,
): Promise<BuiltPolicy> => {
  const gathered = new Map<string, Gathered>();
  const unmapped = new Map<string, string>();
  const refused = new Map<string, Observed>();
  const through = new Map<string, Set<string>>();
  const questioned = new Map<string, string>();

  const gather = async (use: UsedAction, wanted: string): Promise<void> => {
    const found = await known(wanted);
    if (found === undefined) {
      unmapped.set(wanted, `no action of IAM's: the call was ${use.eventName} of ${use.eventSource}`);
      return;
    }
    const { action, resourceFormats } = found;
    const mine = gathered.get(action) ?? {
      resources: new Map<string, number>(),
      unplaced: new Set<string>(),
      formats: resourceFormats,
      calls: 0,
    };
    gathered.set(action, mine);
    mine.calls += use.calls;
    if (use.via !== '') through.set(action, (through.get(action) ?? new Set()).add(use.via));
    if (resourceFormats.length === 0) return;
    const where = { partition: partitionOf(use.region), region: use.region, account: use.account };
    const arn = isAlias(use.resource) ? undefined : resourceArn(use.resource, resourceFormats, where);
    if (arn !== undefined)
      mine.resources.set(withSuffix(arn, use.resource), (mine.resources.get(withSuffix(arn, use.resource)) ?? 0) + use.calls);
    else if (!isObjectsBucket(use.resource, action)) mine.unplaced.add(use.resource);
  };

  for (const use of uses) {
    if (use.eventName === WROTE_LOGS && use.eventSource === 'logs.amazonaws.com' && use.resource.startsWith('logs:')) {
      const arn = `arn:${partitionOf(use.region)}:logs:${use.region || '*'}:${use.account || '*'}:log-group:${use.resource.slice('logs:'.length)}:*`;
      for (const action of LOG_ACTIONS)
        gathered.set(action, { resources: new Map([[arn, use.calls]]), unplaced: new Set(), formats: [arn], calls: use.calls });
      continue;
    }
    const needed = neededActions(use.eventSource, use.eventName);
    if (needed.kind === 'actions' && needed.actions.length === 0) continue;
    const finding = use.outcome === 'denied' ? undefined : doubt(use);
    if (finding !== undefined) {
      const about = needed.kind === 'untold' ? needed.action : needed.actions.join(', ');
      questioned.set(`${about}${use.resource === '' ? '' : ` on ${use.resource}`}`, `seen only within ${finding.detector} (${finding.id})`);
      continue;
    }
    if (needed.kind === 'untold') {
      unmapped.set(needed.action, needed.why);
      continue;
    }
    if (use.outcome === 'denied') {
      for (const action of needed.actions) {
        const key = `${action} ${use.resource}`;
        refused.set(key, { action, resource: use.resource, calls: (refused.get(key)?.calls ?? 0) + use.calls });
      }
      continue;
    }
    for (const action of needed.actions) await gather(use, action);
  }

  const broad: Remark[] = [];
  for (const [about, { resources, unplaced, formats }] of [...gathered].sort(([one], [other]) => (one < other ? -1 : 1))) {
    if (formats.length === 0 || unplaced.size === 0) continue;
    const named = [...unplaced].filter((resource) => resource !== '' && resource !== MANY_RESOURCES).sort();
    const why = unplaced.has(MANY_RESOURCES)
      ? 'seen on more resources than are listed'
      : named.length > 0
        ? `the records name ${named.slice(0, 3).join(', ')}, which is no resource that IAM limits it to`
        : 'the records name no resource';
    broad.push({ about, why });
    // One call that cannot be placed needs it all.
    resources.clear();
  }
  return {
    policy: { Version: '2012-10-17', Statement: statementsOf(gathered) },
    observed: [...gathered]
      .flatMap(([action, { resources, calls }]) =>
        resources.size === 0
          ? [{ action, resource: '*', calls }]
          : [...resources].map(([resource, times]) => ({ action, resource, calls: times })),
      )
      .sort((one, other) => (one.action < other.action ? -1 : one.action > other.action ? 1 : one.resource < other.resource ? -1 : 1)),
    unmapped: [...unmapped].map(([about, why]) => ({ about, why })).sort((one, other) => (one.about < other.about ? -1 : 1)),
    broad,
    refused: [...refused.values()],
    questioned: [...questioned].map(([about, why]) => ({ about, why })).sort((one, other) => (one.about < other.about ? -1 : 1)),
    throughServices: [...through].map(([about, services]) => ({
      about,
      why: `made by ${[...services].sort().join(', ')} for the function`,
    })),
  };
};
