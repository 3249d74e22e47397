// A JSON line that the application wrote: Lambda's JSON format, Powertools, structlog, bunyan, pino, winston, OpenTelemetry,
// FunctionShield, and what is like them.
import { isObject, type Json, type JsonObject } from '../../detectors/model/json.ts';
import { amountOf } from '../normalise/amount.ts';
import { errorClassIn } from '../normalise/error-class.ts';
import { referredFunction } from '../normalise/function-name.ts';
import { calledHosts } from '../normalise/hosts.ts';
import { anyInstant } from '../normalise/instant-text.ts';
import { type LineFields, lineFields, NO_FIELDS } from '../normalise/line-fields.ts';
import { isErrorLevel, type LogLevel, levelOf, levelOfSeverity } from '../normalise/log-level.ts';
import { logLine } from '../normalise/log-line.ts';
import { type Fate, skipped } from './fate.ts';
import { parseJson } from './json-text.ts';
import type { LineContext } from './line-context.ts';

const NO_TIME = skipped('no-time');

const text = (value: Json | undefined): string | undefined => (typeof value === 'string' ? value : undefined);

const levelIn = ({ single }: LineFields): LogLevel | undefined => {
  const level = levelOf(single.level);
  return level ?? (typeof single.severity === 'number' ? levelOfSeverity(single.severity) : undefined);
};

/** Whether an object from no known log is a log line: it has a level, and something to say. */
export const isApplicationJson = (line: JsonObject): boolean => {
  if (line['function_shield'] === true) return true;
  const fields = lineFields(line);
  return fields.single.message !== undefined && levelIn(fields) !== undefined;
};

/** `console.log(JSON.stringify(…))` under Lambda's JSON format gives JSON in the message of JSON: the inner one has the fields. */
const innerOf = (message: Json | undefined): JsonObject | undefined => {
  if (isObject(message)) return message;
  if (typeof message !== 'string' || message.charCodeAt(0) !== 123) return undefined;
  const parsed = parseJson(message);
  return parsed.kind === 'json' && isObject(parsed.value) ? parsed.value : undefined;
};

const errorIn = ({ single }: LineFields, level: LogLevel | undefined): string | undefined => {
  const named = text(single.errorClass);
  if (named !== undefined || !isErrorLevel(level)) return named;
  return typeof single.message === 'string' ? errorClassIn(single.message) : undefined;
};

const functionNamed = ({ single }: LineFields, context: LineContext): LineContext => {
  const reference = context.function === undefined ? text(single.function) : undefined;
  const found = reference === undefined ? undefined : referredFunction(reference, context.account, context.region);
  return found === undefined ? context : { ...context, function: found };
};

/** The context with the function that the line itself names, where nothing around it did. */
export const functionNamedIn = (line: JsonObject, context: LineContext): LineContext =>
  context.function === undefined ? functionNamed(lineFields(line), context) : context;

export const applicationJsonFate = (line: JsonObject, logBytes: number, given: LineContext): Fate => {
  const outer = lineFields(line);
  const time = given.time ?? anyInstant(outer.single.time) ?? given.lastTime;
  if (time === undefined) return NO_TIME;
  const inner = innerOf(outer.single.message);
  const within = inner === undefined ? NO_FIELDS : lineFields(inner);
  const level = levelIn(outer) ?? levelIn(within);
  const outerHosts = calledHosts(outer);
  const hosts = outerHosts.length > 0 ? outerHosts : calledHosts(within);
  const sent = outer.single.sentBytes ?? within.single.sentBytes;
  return logLine(
    {
      origin: 'application',
      record: inner === undefined || typeof line['message'] !== 'string' ? line : { ...line, message: inner },
      requestId: text(outer.single.requestId) ?? text(within.single.requestId),
      level,
      errorClass: errorIn(outer, level) ?? errorIn(within, level),
      hosts,
      sentBytes: hosts.length === 1 && sent !== undefined ? amountOf(sent) : undefined,
      logBytes,
    },
    time,
    functionNamed(outer, given),
  );
};
