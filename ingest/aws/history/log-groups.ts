// The log groups behind `cloudwatch-logs:NAME` or a pattern, several read at once.

import { CloudWatchLogsClient, paginateDescribeLogGroups } from '@aws-sdk/client-cloudwatch-logs';
import { matchesGlob } from '../../../detectors/model/glob.ts';
import { CLIENT, type HistoryEdges, type RunEdges } from './edges.ts';
import { attempt, type Failure } from './failure.ts';
import { inParallel } from './in-parallel.ts';
import type { Lanes } from './lanes.ts';
import { type LogGroup, readLogGroup } from './log-events.ts';
import { fixedPrefix, isPattern } from './name-pattern.ts';
import { ownAccount } from './own-account.ts';
import type { HistoryHooks, Wanted } from './request.ts';

/** FilterLogEvents is held to 5 requests a second in an account and region (repost.aws, cloudwatch-logs-throttling): some are left for others. */
const GROUPS_AT_ONCE = 3;

/** More functions than an account has, and still a list that fits in memory. */
const MOST_GROUPS = 10_000;

type LogsEdges = RunEdges & Pick<HistoryEdges, 'logs'>;

export const logsClient = (): CloudWatchLogsClient => new CloudWatchLogsClient(CLIENT);

interface Found {
  readonly groups: readonly LogGroup[];
  readonly more: boolean;
  readonly failure: Failure | undefined;
}

/** `arn:aws:logs:REGION:ACCOUNT:log-group:NAME` */
const accountOfArn = (arn: string | undefined): string | undefined => /^arn:[^:]*:logs:[^:]*:(\d{12}):/.exec(arn ?? '')?.[1];

const findGroups = async (client: CloudWatchLogsClient, pattern: string, signal: AbortSignal): Promise<Found> => {
  const prefix = isPattern(pattern) ? fixedPrefix(pattern) : pattern;
  const pages = paginateDescribeLogGroups({ client, stopOnSameToken: true }, prefix === '' ? {} : { logGroupNamePrefix: prefix }, {
    abortSignal: signal,
  });
  const groups: LogGroup[] = [];
  const need = { action: 'logs:DescribeLogGroups', resource: '*' };
  for (;;) {
    const page = await attempt(need, () => pages.next());
    if (page.kind === 'failed') return { groups, more: false, failure: page.failure };
    if (page.value.done === true) return { groups, more: false, failure: undefined };
    for (const { logGroupName, arn } of page.value.value.logGroups ?? []) {
      if (logGroupName === undefined || !matchesGlob(pattern, logGroupName)) continue;
      if (groups.length === MOST_GROUPS) return { groups, more: true, failure: undefined };
      groups.push({ name: logGroupName, account: accountOfArn(arn) });
    }
    // Names come in order, so the one that is its own prefix comes first.
    if (!isPattern(pattern) && groups.length > 0) return { groups, more: false, failure: undefined };
  }
};

export const readLogGroups = async (
  pattern: string,
  wanted: Wanted,
  lanes: Lanes,
  hooks: HistoryHooks,
  edges: LogsEdges,
): Promise<void> => {
  const source = `cloudwatch-logs:${pattern}`;
  const { logs, signal } = edges;
  const identity = await attempt({ action: 'credentials', resource: '' }, async () => ({
    region: await logs.config.region(),
    account: ownAccount(await logs.config.credentials()),
  }));
  if (identity.kind === 'failed') {
    if (identity.failure.kind !== 'aborted') hooks.failed(source, identity.failure.text);
    return;
  }
  const { region, account } = identity.value;
  hooks.progress(`${source}: looking for log groups`);
  const found = await findGroups(logs, pattern, signal);
  let { groups } = found;
  if (found.failure?.kind === 'aborted') return;
  if (found.failure !== undefined) {
    if (isPattern(pattern) || found.failure.kind === 'account') {
      hooks.failed(source, found.failure.text);
      return;
    }
    // A group that is named can be read without being listed.
    groups = [{ name: pattern, account: undefined }];
  } else if (groups.length === 0) {
    hooks.failed(source, `no log group of that name in ${region}: check it with "aws logs describe-log-groups", and AWS_REGION`);
    return;
  }
  if (found.more)
    hooks.failed(source, `more than ${MOST_GROUPS} log groups match, and only these are read: narrow the pattern and run again`);

  let stopped = false;
  await inParallel(groups, GROUPS_AT_ONCE, async (group) => {
    if (stopped || signal.aborted) return;
    const failure = await readLogGroup({ ...group, account: group.account ?? account }, region, wanted, lanes, hooks, edges);
    if (failure === undefined || failure.kind === 'aborted') return;
    // One sentence is enough for what holds for all groups alike.
    if (failure.kind !== 'account' || !stopped)
      hooks.failed(failure.kind === 'account' ? source : `cloudwatch-logs:${group.name}`, failure.text);
    stopped ||= failure.kind === 'account';
  });
};
