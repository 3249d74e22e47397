// AWS WAF's logs: one JSON object a request.
import { isObject, type Json, type JsonObject } from '../../detectors/model/json.ts';
import { httpRequest, pathOf } from '../normalise/http-request.ts';
import { anyInstant } from '../normalise/instant-text.ts';
import { type Fate, quarantined } from './fate.ts';
import type { LineContext } from './line-context.ts';

export const isWafRecord = (value: JsonObject): boolean =>
  isObject(value['httpRequest']) &&
  (value['webaclId'] !== undefined || value['webACLId'] !== undefined || value['terminatingRuleId'] !== undefined);

const BAD_TIME = quarantined('bad-time', 'timestamp is no plausible time');

const text = (value: Json | undefined): string | undefined => (typeof value === 'string' ? value : undefined);

/** What WAF answers for a rule that blocks, unless the rule says otherwise (then `responseCodeSent` does). */
const BLOCKED_STATUS = 403;

const statusOf = (value: JsonObject): Json => value['responseCodeSent'] ?? (value['action'] === 'BLOCK' ? BLOCKED_STATUS : 0);

export const wafFate = (value: JsonObject, context: LineContext): Fate => {
  const time = value['timestamp'] === undefined ? (context.time ?? context.lastTime) : anyInstant(value['timestamp']);
  if (time === undefined) return BAD_TIME;
  const request = isObject(value['httpRequest']) ? value['httpRequest'] : {};
  const path = text(request['uri']);
  const facts = {
    service: 'waf' as const,
    method: text(request['httpMethod']),
    path: path === undefined ? undefined : pathOf(path),
    status: statusOf(value),
    responseBytes: 0,
    client: text(request['clientIp']),
    requestId: text(request['requestId']),
  };
  return httpRequest(facts, value, time, context);
};
