// Lambda's JSON system log and telemetry events: `{time, type: 'platform.…', record}`.
import type { FunctionId } from '../../detectors/model/identity.ts';
import { isObject, type Json, type JsonObject } from '../../detectors/model/json.ts';
import { referredFunction } from '../normalise/function-name.ts';
import { anyInstant } from '../normalise/instant-text.ts';
import { invocation } from '../normalise/invocation.ts';
import { logLine } from '../normalise/log-line.ts';
import { type Fate, quarantined, skipped } from './fate.ts';
import type { LineContext } from './line-context.ts';

const NO_TIME = skipped('no-time');
const BAD_TIME = quarantined('bad-time', 'time is no plausible time');

const text = (value: Json | undefined): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

export const isPlatformEvent = (value: JsonObject): boolean => {
  const type = value['type'];
  return typeof type === 'string' && type.startsWith('platform.') && isObject(value['record']);
};

/** The function an event names, where neither a log group nor a stream did (a group shared by many functions). */
export const namedFunction = (event: JsonObject, context: LineContext): FunctionId | undefined => {
  const told = event['record'];
  if (context.function !== undefined || !isObject(told)) return undefined;
  const reference = text(told['functionArn']) ?? text(told['functionName']);
  return reference === undefined ? undefined : referredFunction(reference, context.account, context.region);
};

export const platformEventFate = (event: JsonObject, logBytes: number, given: LineContext): Fate => {
  const told = isObject(event['record']) ? event['record'] : {};
  const own = event['time'];
  const time = given.time ?? (own === undefined ? given.lastTime : anyInstant(own));
  if (time === undefined) return own === undefined ? NO_TIME : BAD_TIME;
  const named = namedFunction(event, given);
  const context = named === undefined ? given : { ...given, function: named };
  const type = text(event['type']) ?? '';
  const requestId = text(told['requestId']);
  const status = text(told['status']);
  const errorType = text(told['errorType']);
  const metrics = told['metrics'];
  if (type === 'platform.report' && isObject(metrics)) {
    const report = {
      requestId,
      durationMs: metrics['durationMs'],
      billedMs: metrics['billedDurationMs'],
      memorySizeMb: metrics['memorySizeMB'],
      maxMemoryUsedMb: metrics['maxMemoryUsedMB'],
      initMs: metrics['initDurationMs'],
      restoreMs: metrics['restoreDurationMs'],
      status,
      errorType,
    };
    return invocation(report, event, time, context, logBytes);
  }
  const failed = (status !== undefined && status !== 'success') || errorType !== undefined;
  // A failed invocation's own error is told by its report; here are those that have none (init, restore, dropped logs).
  const errorClass = failed ? (errorType ?? `${type}.${status}`) : type === 'platform.logsDropped' ? type : undefined;
  return logLine({ origin: 'platform', record: event, requestId, level: failed ? 'error' : 'info', errorClass, logBytes }, time, context);
};
