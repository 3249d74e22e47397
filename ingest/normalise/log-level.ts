// A log level, whatever a library calls or numbers it.
import type { LogLine } from '../../detectors/model/activity.ts';
import type { Json } from '../../detectors/model/json.ts';

export type LogLevel = NonNullable<LogLine['level']>;

const NAMES: ReadonlyMap<string, LogLevel> = new Map([
  ['TRACE', 'trace'],
  ['FINEST', 'trace'],
  ['VERBOSE', 'trace'],
  ['DEBUG', 'debug'],
  ['FINE', 'debug'],
  ['DBUG', 'debug'],
  ['INFO', 'info'],
  ['INFORMATION', 'info'],
  ['INFORMATIONAL', 'info'],
  ['NOTICE', 'info'],
  ['LOG', 'info'],
  ['WARN', 'warn'],
  ['WARNING', 'warn'],
  ['ERROR', 'error'],
  ['ERR', 'error'],
  ['FAIL', 'error'],
  ['SEVERE', 'error'],
  ['FATAL', 'fatal'],
  ['CRITICAL', 'fatal'],
  ['CRIT', 'fatal'],
  ['ALERT', 'fatal'],
  ['EMERGENCY', 'fatal'],
  ['PANIC', 'fatal'],
]);

/** The longest name above. */
const LONGEST_NAME = 13;

export const levelNamed = (name: string): LogLevel | undefined =>
  name.length > LONGEST_NAME ? undefined : (NAMES.get(name) ?? NAMES.get(name.toUpperCase()));

/** Bunyan's and pino's numbers: 10 trace, 20 debug, 30 info, 40 warn, 50 error, 60 fatal. */
const levelNumbered = (number: number): LogLevel | undefined => {
  if (!(number >= 10)) return undefined;
  if (number < 20) return 'trace';
  if (number < 30) return 'debug';
  if (number < 40) return 'info';
  if (number < 50) return 'warn';
  return number < 60 ? 'error' : 'fatal';
};

/** OpenTelemetry's `severityNumber`: four to a level, from 1. */
const SEVERITIES: readonly LogLevel[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];
export const levelOfSeverity = (number: number): LogLevel | undefined => SEVERITIES[Math.floor((number - 1) / 4)];

export const levelOf = (value: Json | undefined): LogLevel | undefined => {
  if (typeof value === 'string') return levelNamed(value);
  return typeof value === 'number' ? levelNumbered(value) : undefined;
};

export const isErrorLevel = (level: LogLevel | undefined): boolean => level === 'error' || level === 'fatal';
