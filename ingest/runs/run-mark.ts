// What shows in a log that an invocation began or ended: START, END and REPORT lines, or their JSON events.
import type { Activity } from '../../detectors/model/activity.ts';
import { isObject, type JsonObject, textField } from '../../detectors/model/json.ts';
import type { Instant } from '../../detectors/model/time.ts';

export interface RunMark {
  readonly kind: 'start' | 'end' | 'report';
  readonly requestId: string;
  readonly time: Instant;
  /** What a report claims; 0 of the others. */
  readonly durationMs: number;
}

export type MarkKind = RunMark['kind'];

/** What the activity marks, if anything: a line without a request marks nothing. */
export const markKind = (activity: Activity): MarkKind | undefined => {
  if (activity.kind === 'invocation') return activity.plain ?? (activity.requestId === undefined ? undefined : 'report');
  if (activity.kind !== 'log-line' || activity.origin !== 'platform') return undefined;
  if (activity.plain !== undefined) return activity.plain;
  if (activity.requestId === undefined) return undefined;
  const { record } = activity;
  return record['type'] === 'platform.start' ? 'start' : record['type'] === 'platform.end' ? 'end' : undefined;
};

/** Kinds of environment that run one invocation at a time (Lambda's telemetry schema); a managed instance runs several. */
const ONE_AT_A_TIME: ReadonlySet<string> = new Set(['on-demand', 'provisioned-concurrency', 'snap-start']);

/** Whether the record, an environment's first, says that it runs one invocation at a time; undefined for other records. */
export const saysOneAtATime = (record: JsonObject): boolean | undefined => {
  if (record['type'] !== 'platform.initStart') return undefined;
  const told = record['record'];
  const type = isObject(told) ? textField(told, 'initializationType') : undefined;
  return type === undefined ? undefined : ONE_AT_A_TIME.has(type);
};
