// A line of a function's log → LogLine.
import type { LogLine } from '../../detectors/model/activity.ts';
import { recordId } from '../../detectors/model/identity.ts';
import type { JsonObject } from '../../detectors/model/json.ts';
import type { Instant } from '../../detectors/model/time.ts';
import type { LineContext } from '../decode/line-context.ts';
import type { LogLevel } from './log-level.ts';

const NO_HOSTS: readonly string[] = [];
const NOTHING = {};

export interface LineFacts {
  readonly origin: LogLine['origin'];
  readonly record: JsonObject;
  readonly requestId?: string | undefined;
  readonly level?: LogLevel | undefined;
  readonly errorClass?: string | undefined;
  readonly hosts?: readonly string[];
  readonly sentBytes?: number | undefined;
  readonly logBytes: number;
}

export const logLine = (facts: LineFacts, time: Instant, context: LineContext): LogLine => ({
  kind: 'log-line',
  id: recordId(context.id),
  time,
  function: context.function ?? context.fallbackFunction,
  account: context.account,
  region: context.region,
  stream: context.logStream,
  service: 'lambda',
  record: facts.record,
  origin: facts.origin,
  requestId: facts.requestId,
  level: facts.level,
  errorClass: facts.errorClass,
  hosts: facts.hosts ?? NO_HOSTS,
  ...(facts.sentBytes === undefined || facts.sentBytes === 0 ? NOTHING : { sentBytes: facts.sentBytes }),
  logBytes: facts.logBytes,
});
