// A JSON line that the application wrote: Lambda's JSON format, Powertools, structlog, bunyan, pino, winston, OpenTelemetry,
// FunctionShield, and what is like them.
import { isObject, type Json, type JsonObject } from '../../detectors/model/json.ts';
import { errorClassIn } from '../normalise/error-class.ts';
import { at, firstOf, firstText } from '../normalise/first-field.ts';
import { referredFunction } from '../normalise/function-name.ts';
import { calledHosts } from '../normalise/hosts.ts';
import { anyInstant } from '../normalise/instant-text.ts';
import { isErrorLevel, type LogLevel, levelOf, levelOfSeverity } from '../normalise/log-level.ts';
import { logLine } from '../normalise/log-line.ts';
import { type Fate, skipped } from './fate.ts';
import { parseJson } from './json-text.ts';
import type { LineContext } from './line-context.ts';

const NO_TIME = skipped('no-time');

const TIMES = [
  'timestamp',
  'time',
  '@timestamp',
  'ts',
  'Timestamp',
  'datetime',
  'timeUnixNano',
  'asctime',
  'date',
  'eventTime',
  '_aws.Timestamp',
];
const LEVELS = ['level', 'severity', 'severityText', 'SeverityText', 'log.level', 'loglevel', 'logLevel', 'levelname', 'lvl', 'Level'];
const MESSAGES = ['message', 'msg', 'event', 'body', 'Body', 'text'];
const REQUEST_IDS = [
  'requestId',
  'function_request_id',
  'AWSRequestId',
  'awsRequestId',
  'aws_request_id',
  'lambdaRequestId',
  'faas.invocation_id',
  'attributes.faas.invocation_id',
  'request_id',
];
const ERROR_CLASSES = [
  'errorType',
  'error.name',
  'error.type',
  'error.kind',
  'err.type',
  'err.name',
  'exception_name',
  'exception.type',
  'attributes.exception.type',
  'exc_type',
  'errorClass',
  'error_class',
  'error.code',
];
const FUNCTIONS = [
  'function_arn',
  'functionArn',
  'invokedFunctionArn',
  'function_name',
  'functionName',
  'faas.name',
  'lambdaFunction.functionName',
];

const levelIn = (line: JsonObject): LogLevel | undefined => {
  const level = levelOf(firstOf(line, LEVELS));
  if (level !== undefined) return level;
  const number = line['severityNumber'] ?? line['SeverityNumber'];
  return typeof number === 'number' ? levelOfSeverity(number) : undefined;
};

/** Whether an object from no known log is a log line: it has a level, and something to say. */
export const isApplicationJson = (line: JsonObject): boolean =>
  (levelIn(line) !== undefined && firstOf(line, MESSAGES) !== undefined) || line['function_shield'] === true;

/** `console.log(JSON.stringify(…))` under Lambda's JSON format gives JSON in the message of JSON: the inner one has the fields. */
const innerOf = (line: JsonObject): JsonObject | undefined => {
  const message = line['message'];
  if (isObject(message)) return message;
  if (typeof message !== 'string' || message.charCodeAt(0) !== 123) return undefined;
  const parsed = parseJson(message);
  return parsed.kind === 'json' && isObject(parsed.value) ? parsed.value : undefined;
};

const errorIn = (line: JsonObject, level: LogLevel | undefined): string | undefined => {
  const named = firstText(line, ERROR_CLASSES);
  if (named !== undefined) return named;
  if (!isErrorLevel(level)) return undefined;
  const message: Json | undefined = at(line, 'message') ?? at(line, 'msg');
  return typeof message === 'string' ? errorClassIn(message) : undefined;
};

export const functionNamedIn = (line: JsonObject, context: LineContext): LineContext => {
  if (context.function !== undefined) return context;
  const reference = firstText(line, FUNCTIONS);
  const found = reference === undefined ? undefined : referredFunction(reference, context.account, context.region);
  return found === undefined ? context : { ...context, function: found };
};

export const applicationJsonFate = (line: JsonObject, logBytes: number, given: LineContext): Fate => {
  const time = given.time ?? anyInstant(firstOf(line, TIMES)) ?? given.lastTime;
  if (time === undefined) return NO_TIME;
  const inner = innerOf(line);
  const context = functionNamedIn(line, given);
  const level = levelIn(line) ?? (inner === undefined ? undefined : levelIn(inner));
  const hosts = calledHosts(line);
  return logLine(
    {
      origin: 'application',
      record: inner === undefined || isObject(line['message']) ? line : { ...line, message: inner },
      requestId: firstText(line, REQUEST_IDS) ?? (inner === undefined ? undefined : firstText(inner, REQUEST_IDS)),
      level,
      errorClass: errorIn(line, level) ?? (inner === undefined ? undefined : errorIn(inner, level)),
      hosts: hosts.length > 0 || inner === undefined ? hosts : calledHosts(inner),
      logBytes,
    },
    time,
    context,
  );
};
