// Reading an account's history: from log groups, CloudTrail's event history or a bucket into the same sinks as files.
import { type HistoryEdges, systemClock } from './edges.ts';
import { openLanes } from './lanes.ts';
import type { HistoryHooks, HistoryRequest, Wanted } from './request.ts';

export type { HistoryHooks, HistoryRequest } from './request.ts';

const LOGS = 'cloudwatch-logs:';
const TRAIL = 'cloudtrail:';
const STORAGE = 's3://';

export const isHistory = (source: string): boolean => [LOGS, TRAIL, STORAGE].some((scheme) => source.startsWith(scheme));

/** What is wrong with how a source is written, if anything is. */
const misspelt = (source: string): string | undefined => {
  if (source === LOGS)
    return 'names no log group: write cloudwatch-logs:/aws/lambda/NAME, or a pattern such as "cloudwatch-logs:/aws/lambda/*"';
  if (source.startsWith(TRAIL) && source !== TRAIL) return 'cloudtrail: takes nothing after the colon: AWS_REGION chooses the region';
  if (/^s3:\/\/(?:\/|$)/.test(source)) return 'names no bucket: write s3://BUCKET/PREFIX';
  return isHistory(source) ? undefined : 'is no source of an account: write cloudwatch-logs:GROUP, cloudtrail: or s3://BUCKET/PREFIX';
};

/**
 * Resolves when all that could be read was handed over; what could not is told to `failed`. The SDK is loaded only for the
 * service that is read, so that a scan of files pays for none of it.
 */
export const readHistory = async (request: HistoryRequest, hooks: HistoryHooks, edges: Partial<HistoryEdges> = {}): Promise<void> => {
  const { source, since, until } = request;
  const wrong = misspelt(source);
  if (wrong !== undefined) return hooks.failed(source, wrong);
  const wanted: Wanted = { since, until };
  const lanes = openLanes(request.checkpoint, (point) => hooks.checkpoint(point));
  const run = { clock: edges.clock ?? systemClock, signal: edges.signal ?? new AbortController().signal };

  if (source.startsWith(LOGS)) {
    const { readLogGroups, logsClient } = await import('./log-groups.ts');
    return readLogGroups(source.slice(LOGS.length), wanted, lanes, hooks, { ...run, logs: edges.logs ?? logsClient() });
  }
  if (source.startsWith(TRAIL)) {
    const { readEventHistory, trailClient } = await import('./lookup-events.ts');
    return readEventHistory(wanted, lanes, hooks, { ...run, trail: edges.trail ?? trailClient() });
  }
  const [bucket = '', ...prefix] = source.slice(STORAGE.length).split('/');
  const { readObjects, storageClient } = await import('./objects.ts');
  return readObjects(bucket, prefix.join('/'), wanted, lanes, hooks, { ...run, storage: edges.storage ?? storageClient() });
};
