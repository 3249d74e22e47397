// The lines that Lambda itself writes into a text log, in the words of its JSON events (`platform.start`, `platform.report`),
// so that one rule reads both.
import type { JsonObject } from '../../detectors/model/json.ts';
import { isoInstant } from '../normalise/instant-text.ts';
import { invocation } from '../normalise/invocation.ts';
import { logLine } from '../normalise/log-line.ts';
import { utf8Length } from '../normalise/utf8-length.ts';
import { type Fate, skipped } from './fate.ts';
import type { LineContext } from './line-context.ts';
import { type ReportFields, reportFields } from './report-line.ts';

const NO_TIME = skipped('no-time');

type Facts = Record<string, string>;

/** The word that begins at `start`, up to a blank. */
const wordAt = (line: string, start: number): string | undefined => {
  let end = start;
  while (end < line.length && line.charCodeAt(end) > 32) end++;
  return end > start ? line.slice(start, end) : undefined;
};

/** The word after `marker`. */
const wordAfter = (line: string, marker: string): string | undefined => {
  const found = line.indexOf(marker);
  return found === -1 ? undefined : wordAt(line, found + marker.length);
};

const add = (facts: Facts, key: string, value: string | undefined): Facts => {
  if (value !== undefined) facts[key] = value;
  return facts;
};

/** A REPORT line as the `platform.report` that it is. */
export const reportRecord = (report: ReportFields, line: string): JsonObject => {
  const metrics: Facts = {};
  add(metrics, 'durationMs', report.durationMs);
  add(metrics, 'billedDurationMs', report.billedMs);
  add(metrics, 'memorySizeMB', report.memorySizeMb);
  add(metrics, 'maxMemoryUsedMB', report.maxMemoryUsedMb);
  add(metrics, 'initDurationMs', report.initMs);
  add(metrics, 'restoreDurationMs', report.restoreMs);
  const told: Record<string, string | JsonObject> = { requestId: report.requestId ?? '', metrics };
  if (report.status !== undefined) told['status'] = report.status;
  if (report.errorType !== undefined) told['errorType'] = report.errorType;
  return { type: 'platform.report', record: told, message: line };
};

const reportFate = (line: string, context: LineContext): Fate | undefined => {
  const report = reportFields(line);
  if (report.requestId === undefined || report.durationMs === undefined) return undefined;
  const time = context.time ?? context.lastTime;
  if (time === undefined) return NO_TIME;
  return invocation(report, reportRecord(report, line), time, context, utf8Length(line));
};

const eventFate = (type: string, facts: Facts, line: string, context: LineContext, errorClass?: string): Fate => {
  const time = context.time ?? context.lastTime;
  if (time === undefined) return NO_TIME;
  const status = facts['status'];
  const failure = errorClass ?? facts['errorType'] ?? (status !== undefined && status !== 'success' ? `${type}.${status}` : undefined);
  return logLine(
    {
      origin: 'platform',
      record: { type, record: facts, message: line },
      requestId: facts['requestId'],
      level: failure === undefined ? 'info' : 'error',
      errorClass: failure,
      logBytes: utf8Length(line),
    },
    time,
    context,
  );
};

const phaseFacts = (line: string): Facts => {
  const facts = add(add({}, 'phase', wordAfter(line, 'Phase: ')), 'status', wordAfter(line, 'Status: '));
  return add(add(facts, 'errorType', wordAfter(line, 'Error Type: ')), 'durationMs', wordAfter(line, 'Duration: '));
};

const initStartFacts = (line: string): Facts =>
  add(add({}, 'runtimeVersion', wordAfter(line, 'Runtime Version: ')), 'runtimeVersionArn', wordAfter(line, 'Runtime Version ARN: '));

const nameFacts = (line: string): Facts => add(add({}, 'name', wordAfter(line, 'Name: ')), 'state', wordAfter(line, 'State: '));

const START = 'START RequestId: ';
const END = 'END RequestId: ';

const startFate = (line: string, context: LineContext): Fate => {
  const requestId = wordAt(line, START.length);
  const version = line.indexOf('Version: ', START.length + (requestId?.length ?? 0));
  return eventFate(
    'platform.start',
    add(add({}, 'requestId', requestId), 'version', version === -1 ? undefined : wordAt(line, version + 9)),
    line,
    context,
  );
};

/** How a run ended that the runtime could not end itself. */
const exitClass = (line: string): string => {
  if (line.includes('signal: killed')) return 'Runtime.OutOfMemory';
  return 'Runtime.ExitError';
};

/** `2026-01-02T03:04:05.678Z REQUEST-ID Task timed out after 3.00 seconds` */
const timeoutFate = (line: string, context: LineContext): Fate | undefined => {
  const words = line.slice(0, 160).split(' ', 4);
  if (words[2] !== 'Task' || words[3] !== 'timed' || words[0] === undefined || words[1] === undefined) return undefined;
  const time = isoInstant(words[0]);
  if (time === undefined) return undefined;
  const facts = { requestId: words[1], status: 'timeout' };
  return eventFate('platform.runtimeDone', facts, line, context.time === undefined ? { ...context, time } : context, 'Sandbox.Timedout');
};

/** The fate of a line of Lambda's own; undefined when the application wrote it. `line` has no line end. */
export const platformLineFate = (line: string, context: LineContext): Fate | undefined => {
  switch (line.charCodeAt(0)) {
    case 83: // S
      return line.startsWith(START) ? startFate(line, context) : undefined;
    case 69: // E
      if (line.startsWith(END)) return eventFate('platform.end', add({}, 'requestId', wordAt(line, END.length)), line, context);
      return line.startsWith('EXTENSION\tName: ') || line.startsWith('EXTENSION Name: ')
        ? eventFate('platform.extension', nameFacts(line), line, context)
        : undefined;
    case 82: // R
      if (line.startsWith('REPORT RequestId: ')) return reportFate(line, context);
      if (
        line.startsWith('RequestId: ') &&
        (line.includes(' Process exited before completing request') || line.includes('Runtime exited'))
      ) {
        const facts = add({ status: 'failure' }, 'requestId', wordAfter(line, 'RequestId: '));
        return eventFate('platform.runtimeDone', facts, line, context, exitClass(line));
      }
      if (line.startsWith('RESTORE_START')) return eventFate('platform.restoreStart', initStartFacts(line), line, context);
      return line.startsWith('RESTORE_REPORT') ? eventFate('platform.restoreReport', phaseFacts(line), line, context) : undefined;
    case 73: // I
      if (line.startsWith('INIT_START ')) return eventFate('platform.initStart', initStartFacts(line), line, context);
      return line.startsWith('INIT_REPORT ') ? eventFate('platform.initReport', phaseFacts(line), line, context) : undefined;
    case 88: // X
      return line.startsWith('XRAY TraceId: ')
        ? eventFate('platform.trace', add({}, 'traceId', wordAfter(line, 'TraceId: ')), line, context)
        : undefined;
    case 84: // T
      return line.startsWith('TELEMETRY\tName: ') || line.startsWith('TELEMETRY Name: ')
        ? eventFate('platform.telemetrySubscription', nameFacts(line), line, context)
        : undefined;
    case 76: // L
      return line.startsWith('LOGS\tName: ') || line.startsWith('LOGS Name: ')
        ? eventFate('platform.logsSubscription', nameFacts(line), line, context)
        : undefined;
    case 50: // 2, a year's first digit
      return line.includes(' Task timed out after ') ? timeoutFate(line, context) : undefined;
    default:
      return undefined;
  }
};
