// One line of a Lambda function's log, text or JSON, platform's or application's. Nothing in it can make it any other thing:
// who may write into a log may write into it what looks like CloudTrail.
import { isObject, type JsonObject } from '../../detectors/model/json.ts';
import { utf8Length } from '../normalise/utf8-length.ts';
import { applicationJsonFate } from './application-json.ts';
import { applicationLineFate } from './application-line.ts';
import { embeddedMetricFate, isEmbeddedMetric } from './embedded-metric.ts';
import type { Fate } from './fate.ts';
import { parseJson } from './json-text.ts';
import type { LineContext } from './line-context.ts';
import { plainLine } from './plain-line.ts';
import { isPlatformEvent, platformEventFate } from './platform-event.ts';
import { platformLineFate } from './platform-line.ts';
import type { Format } from './sink.ts';

export interface Formatted {
  readonly format: Format;
  readonly fate: Fate;
}

const lineEndOf = (text: string): number => {
  let end = text.length;
  while (end > 0 && (text.charCodeAt(end - 1) === 10 || text.charCodeAt(end - 1) === 13)) end--;
  return end;
};

export const lambdaJsonFate = (value: JsonObject, logBytes: number, context: LineContext): Formatted => {
  if (isPlatformEvent(value)) return { format: 'lambda-json', fate: platformEventFate(value, logBytes, context) };
  if (isEmbeddedMetric(value)) return { format: 'emf', fate: embeddedMetricFate(value, logBytes, context) };
  return { format: 'application-json', fate: applicationJsonFate(value, logBytes, context) };
};

export const lambdaLineFate = (message: string, context: LineContext): Formatted => {
  const end = lineEndOf(message);
  const plain = plainLine(message, end, context);
  if (plain !== undefined) return { format: 'lambda-text', fate: plain };
  const line = end === message.length ? message : message.slice(0, end);
  if (line.charCodeAt(0) === 123) {
    const parsed = parseJson(line);
    if (parsed.kind === 'json' && isObject(parsed.value)) return lambdaJsonFate(parsed.value, utf8Length(line), context);
    // Too deep or cut off: still a line, and its text is still worth its rules.
    return { format: 'application-text', fate: applicationLineFate(line, context) };
  }
  const platform = platformLineFate(line, context);
  if (platform !== undefined) return { format: 'lambda-text', fate: platform };
  return { format: 'application-text', fate: applicationLineFate(line, context) };
};
