// The lines that Lambda itself writes into a text log, in the words of its JSON events (`platform.start`, `platform.report`),
// so that one rule reads both.
import { recordId } from '../../detectors/model/identity.ts';
import type { JsonObject } from '../../detectors/model/json.ts';
import { logLine } from '../normalise/log-line.ts';
import { invocation } from '../normalise/invocation.ts';
import { utf8Length } from '../normalise/utf8-length.ts';
import { type Fate, skipped } from './fate.ts';
import type { LineContext } from './line-context.ts';
import { reportFields } from './report-line.ts';

const NO_TIME = skipped('no-time');

/** The word after `marker`, up to a blank. */
const wordAfter = (line: string, marker: string): string | undefined => {
  const found = line.indexOf(marker);
  if (found === -1) return undefined;
  const start = found + marker.length;
  let end = start;
  while (end < line.length && line.charCodeAt(end) > 32) end++;
  return end > start ? line.slice(start, end) : undefined;
};

const withoutUndefined = (values: Readonly<Record<string, string | undefined>>): JsonObject => {
  const kept: Record<string, string> = {};
  for (const key in values) {
    const value = values[key];
    if (value !== undefined) kept[key] = value;
  }
  return kept;
};

const reportFate = (line: string, context: LineContext): Fate | undefined => {
  const report = reportFields(line);
  if (report.requestId === undefined || report.durationMs === undefined) return undefined;
  const time = context.time ?? context.lastTime;
  if (time === undefined) return NO_TIME;
  const { requestId, status, errorType, ...metrics } = report;
  const record = { type: 'platform.report', record: { ...withoutUndefined({ requestId, status, errorType }), metrics: withoutUndefined(metrics) }, message: line };
  return invocation(report, record, time, context, utf8Length(line));
};

const platformFate = (type: string, facts: Readonly<Record<string, string | undefined>>, line: string, context: LineContext): Fate => {
  const time = context.time ?? context.lastTime;
  if (time === undefined) return NO_TIME;
  const failed = facts['status'] !== undefined && facts['status'] !== 'success';
  return logLine(
    {
      origin: 'platform',
      record: { type, record: withoutUndefined(facts), message: line },
      requestId: facts['requestId'],
      level: failed ? 'error' : 'info',
      errorClass: facts['errorType'] ?? (failed ? `platform.${facts['status']}` : undefined),
      logBytes: utf8Length(line),
    },
    time,
    context,
  );
};
