// A line of text in a source about which nothing is known.
import { applicationLineFate, openingOf } from './application-line.ts';
import { CONSOLE_COLUMNS, consoleRow, isConsoleHeader } from './console-export.ts';
import type { Inside } from './container.ts';
import { declaredLineFate } from './declared-fate.ts';
import { continued, quarantined, skipped } from './fate.ts';
import { loadBalancerFate } from './load-balancer.ts';
import { logEventFate } from './log-event.ts';
import { groupKind } from './log-group.ts';
import { platformLineFate } from './platform-line.ts';
import { headerOf, serviceTextFate } from './service-text.ts';
import { functionOfLog, tell } from './source-state.ts';
import { timedLine } from './timed-line.ts';

const NO_DATA = skipped('no-data');

/** Enough to recognise a format by, too little to leak a payload. */
const SHOWN_CHARACTERS = 8;

const beginning = (line: string): string => line.slice(0, SHOWN_CHARACTERS).replace(/[^\x20-\x7e]/g, '?');

const looksBinary = (line: string): boolean => line.includes('\u0000') || line.slice(0, 256).includes('\ufffd');

export const readBareLine = (text: string, inside: Inside): void => {
  const { source, context, place } = inside;
  const line = text.trimEnd();
  /** Of a log event, whose time CloudWatch told. */
  const event = context.time === undefined ? undefined : line;
  if (line === '') {
    tell(source, 'unknown', NO_DATA, place);
    return;
  }
  const platform = platformLineFate(line, context);
  if (platform !== undefined) {
    source.seenLambda = true;
    tell(source, 'lambda-text', platform, place, event);
    return;
  }
  const declared = source.seenLambda ? undefined : declaredLineFate(line, context);
  if (declared !== undefined) {
    tell(source, declared.format, declared.fate, place, event);
    return;
  }
  const timed = timedLine(line);
  if (timed !== undefined) {
    // Classic load balancers put the time first as well.
    const request = loadBalancerFate(line, context);
    if (request !== undefined) tell(source, 'elb', request, place, event);
    else readTimed(timed, inside);
    return;
  }
  if (isConsoleHeader(line)) {
    source.columns = CONSOLE_COLUMNS;
    tell(source, 'unknown', NO_DATA, place);
    return;
  }
  if (source.columns === CONSOLE_COLUMNS && context.time === undefined) {
    readConsoleLine(line, inside);
    return;
  }
  const opening = openingOf(line);
  // No other line has a request's id among its first words.
  if (opening.requestId !== undefined) {
    tell(source, 'application-text', applicationLineFate(line, context, opening), place, event);
    return;
  }
  const header = headerOf(line);
  if (header !== undefined) {
    source.columns = header.columns;
    tell(source, header.format, NO_DATA, place);
    return;
  }
  const service = serviceTextFate(line, context, source.columns);
  if (service !== undefined) {
    tell(source, service.format, service.fate, place, event);
    return;
  }
  if (source.seenLambda || (opening.level !== undefined && (opening.time !== undefined || context.time !== undefined))) {
    const fate = applicationLineFate(line, context, opening);
    tell(source, 'application-text', event === undefined && source.seenStamp ? continued(fate) : fate, place, event);
    return;
  }
  if (line.startsWith('#')) {
    tell(source, 'unknown', NO_DATA, place);
    return;
  }
  const fate = looksBinary(line)
    ? quarantined('binary', 'no text')
    : quarantined('unknown-format', `a line that begins '${beginning(line)}'`);
  tell(source, 'unknown', fate, place);
};

/** A row, or what its message goes on with on further lines: at its end, a quotation mark alone. */
const readConsoleLine = (line: string, inside: Inside): void => {
  const { source, context, place } = inside;
  const row = consoleRow(line);
  if (row !== undefined) {
    source.seenLambda = true;
    source.seenStamp = true;
    inside.read(row.message, { ...inside, context: { ...context, time: row.time }, depth: inside.depth + 1 });
  } else if (line === '"') tell(source, 'unknown', NO_DATA, place);
  else tell(source, 'application-text', continued(applicationLineFate(line, context)), place);
};

const readTimed = (timed: NonNullable<ReturnType<typeof timedLine>>, inside: Inside): void => {
  const { source, place } = inside;
  source.seenStamp = true;
  const base = { ...inside.context, time: timed.time };
  if (timed.stream === '') {
    inside.read(timed.message, { ...inside, context: base, depth: inside.depth + 1 });
    return;
  }
  const kind = groupKind('', timed.stream);
  if (kind === 'lambda') source.seenLambda = true;
  const context = { ...base, logStream: timed.stream, function: functionOfLog('', timed.stream, base.account, base.region) };
  const { format, fate } = logEventFate(kind, timed.message, context);
  tell(source, format, fate, place, timed.message);
};
