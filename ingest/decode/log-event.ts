// One CloudWatch log event (`{id, timestamp, message}`) of a known log group → the fate of what it holds.
import { isObject, type Json, type JsonObject } from '../../detectors/model/json.ts';
import type { Instant } from '../../detectors/model/time.ts';
import { anyInstant } from '../normalise/instant-text.ts';
import { executionLineFate } from './api-gateway-execution.ts';
import { cloudTrailFate } from './cloudtrail.ts';
import { quarantined, skipped } from './fate.ts';
import { parseJson } from './json-text.ts';
import { type Formatted, lambdaJsonFate, lambdaLineFate } from './lambda-line.ts';
import type { LineContext } from './line-context.ts';
import type { GroupKind } from './log-group.ts';
import { serviceJsonFate, serviceLineFate } from './service-line.ts';

const unreadable = (
  format: Formatted['format'],
  reason: 'wrong-shape' | 'bad-time' | 'not-json' | 'too-deep',
  detail: string,
): Formatted => ({
  format,
  fate: quarantined(reason, detail),
});

const UNRELATED: Formatted = { format: 'subscription', fate: skipped('unrelated-log-group') };
const UNKNOWN_GROUP: Formatted = { format: 'subscription', fate: skipped('unknown-log-group') };
const UNDECLARED: Formatted = {
  format: 'vpcflow',
  fate: quarantined('unknown-format', 'a flow log of a format that has to be declared'),
};
const NO_MESSAGE = unreadable('subscription', 'wrong-shape', 'a log event without a message');
const BAD_TIME = unreadable('subscription', 'bad-time', 'timestamp is no plausible time');

const cloudTrailMessage = (message: string, context: LineContext): Formatted => {
  const parsed = parseJson(message);
  if (parsed.kind === 'too-deep') return unreadable('cloudtrail', 'too-deep', 'nested too deep');
  if (parsed.kind === 'not-json' || !isObject(parsed.value))
    return unreadable('cloudtrail', 'not-json', 'a CloudTrail message that is no JSON object');
  return { format: 'cloudtrail', fate: cloudTrailFate(parsed.value, context.id, context.time ?? context.lastTime) };
};

const textFate = (kind: GroupKind, message: string, context: LineContext): Formatted => {
  switch (kind) {
    case 'lambda':
    case 'insights':
      return lambdaLineFate(message, context);
    case 'cloudtrail':
      return cloudTrailMessage(message, context);
    case 'unrelated':
      return UNRELATED;
    case 'execution':
      return { format: 'apigateway-execution', fate: executionLineFate(message, context) };
    case 'vpcflow':
      return serviceLineFate(kind, message, context) ?? UNDECLARED;
    case 'waf':
    case 'unknown':
      return serviceLineFate(kind, message, context) ?? UNKNOWN_GROUP;
  }
};

const objectFate = (kind: GroupKind, message: JsonObject, bytes: number, context: LineContext): Formatted => {
  switch (kind) {
    case 'lambda':
    case 'insights':
      return lambdaJsonFate(message, bytes, context);
    case 'cloudtrail':
      return { format: 'cloudtrail', fate: cloudTrailFate(message, context.id, context.time ?? context.lastTime) };
    case 'unrelated':
    case 'execution':
      return UNRELATED;
    case 'vpcflow':
    case 'waf':
    case 'unknown':
      return serviceJsonFate(kind, message, () => bytes, context) ?? UNKNOWN_GROUP;
  }
};

/**
 * A message is text; a transformer (or a tool that decoded JSON too eagerly) gives an object instead, of which `bytes` is
 * the size, where known.
 */
export const logEventFate = (kind: GroupKind, message: Json | undefined, context: LineContext, bytes = 0): Formatted => {
  if (typeof message === 'string') return textFate(kind, message, context);
  if (isObject(message)) return objectFate(kind, message, bytes, context);
  if (Array.isArray(message)) return objectFate(kind, { message }, bytes, context);
  return kind === 'unrelated' ? UNRELATED : NO_MESSAGE;
};

/** Undefined: the event tells no time. `BAD_TIME` as a value, so that a caller gives it on unchanged. */
export const eventTime = (timestamp: Json | undefined): Instant | Formatted | undefined => {
  if (timestamp === undefined || timestamp === null) return undefined;
  return anyInstant(timestamp) ?? BAD_TIME;
};
