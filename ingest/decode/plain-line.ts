// Lambda's own lines in their plain form (`detectors/model/plain-line.ts`), read in one walk: most of what a log holds. Their
// records are made only for who asks, since they repeat the line.
import type { Invocation, LogLine } from '../../detectors/model/activity.ts';
import { type FunctionId, type RecordId, recordId } from '../../detectors/model/identity.ts';
import type { JsonObject } from '../../detectors/model/json.ts';
import type { Instant } from '../../detectors/model/time.ts';
import { outcomeWithoutStatus } from '../normalise/invocation.ts';
import type { LineContext } from './line-context.ts';
import { reportRecord } from './platform-line.ts';
import { reportFields } from './report-line.ts';
import { isRequestIdAt, REQUEST_ID_LENGTH } from './request-id.ts';

const NO_HOSTS: readonly string[] = [];

/** What both kinds share. */
class PlainLineOf {
  readonly id: RecordId;
  readonly time: Instant;
  readonly function: FunctionId | undefined;
  readonly account: string;
  readonly region: string;
  readonly stream: string;
  /** The line, without its line end. */
  protected readonly line: string;
  readonly requestId: string;

  constructor(line: string, requestId: string, time: Instant, context: LineContext) {
    this.id = recordId(context.id);
    this.time = time;
    this.function = context.function ?? context.fallbackFunction;
    this.account = context.account;
    this.region = context.region;
    this.stream = context.logStream;
    this.line = line;
    this.requestId = requestId;
  }

  get service(): 'lambda' {
    return 'lambda';
  }
  /** In a plain form every character is one byte. */
  get logBytes(): number {
    return this.line.length;
  }
}

class PlainMark extends PlainLineOf implements LogLine {
  readonly plain: 'start' | 'end';
  readonly version: string | undefined;

  constructor(plain: 'start' | 'end', version: string | undefined, line: string, requestId: string, time: Instant, context: LineContext) {
    super(line, requestId, time, context);
    this.plain = plain;
    this.version = version;
  }

  get kind(): 'log-line' {
    return 'log-line';
  }
  get origin(): 'platform' {
    return 'platform';
  }
  get level(): 'info' {
    return 'info';
  }
  get errorClass(): undefined {
    return undefined;
  }
  get hosts(): readonly string[] {
    return NO_HOSTS;
  }
  get record(): JsonObject {
    const { plain, requestId, version, line } = this;
    return { type: `platform.${plain}`, record: version === undefined ? { requestId } : { requestId, version }, message: line };
  }
}

interface Figures {
  readonly durationMs: number;
  readonly billedMs: number;
  readonly memorySizeMb: number;
  readonly maxMemoryUsedMb: number;
  readonly initMs: number | undefined;
}

class PlainReport extends PlainLineOf implements Invocation {
  readonly durationMs: number;
  readonly billedMs: number;
  readonly memorySizeMb: number;
  readonly maxMemoryUsedMb: number;
  readonly initMs: number | undefined;
  readonly outcome: Invocation['outcome'];

  constructor({ durationMs, billedMs, memorySizeMb, maxMemoryUsedMb, initMs }: Figures, line: string, time: Instant, context: LineContext) {
    super(line, line.slice(REPORT.length, REPORT.length + REQUEST_ID_LENGTH), time, context);
    this.durationMs = durationMs;
    this.billedMs = billedMs;
    this.memorySizeMb = memorySizeMb;
    this.maxMemoryUsedMb = maxMemoryUsedMb;
    this.initMs = initMs;
    this.outcome = outcomeWithoutStatus(durationMs, billedMs);
  }

  get kind(): 'invocation' {
    return 'invocation';
  }
  get plain(): 'report' {
    return 'report';
  }
  get record(): JsonObject {
    return reportRecord(reportFields(this.line), this.line);
  }
}

const START = 'START RequestId: ';
const END = 'END RequestId: ';
const REPORT = 'REPORT RequestId: ';
/** Where the last figure ended; -1 when there was none. */
let cursor = 0;

const MOST_WHOLE_DIGITS = 9;
const MOST_DECIMALS = 3;

/** The figure behind `label`, which must stand at the cursor. The quotient of two exact integers is what `Number` makes of the text. */
const figureAfter = (line: string, label: string): number => {
  if (cursor === -1 || !line.startsWith(label, cursor)) {
    cursor = -1;
    return 0;
  }
  const start = cursor + label.length;
  let at = start;
  let digits = 0;
  for (let code = line.charCodeAt(at); code >= 48 && code <= 57; code = line.charCodeAt(++at)) digits = digits * 10 + code - 48;
  const whole = at - start;
  let scale = 1;
  if (line.charCodeAt(at) === 46) {
    const point = at++;
    for (let code = line.charCodeAt(at); code >= 48 && code <= 57; code = line.charCodeAt(++at)) {
      digits = digits * 10 + code - 48;
      scale *= 10;
    }
    if (at - point - 1 > MOST_DECIMALS || at === point + 1) cursor = -1;
  }
  if (whole === 0 || whole > MOST_WHOLE_DIGITS) cursor = -1;
  if (cursor !== -1) cursor = at;
  return digits / scale;
};

const reportIn = (line: string, time: Instant, context: LineContext): PlainReport | undefined => {
  if (!isRequestIdAt(line, REPORT.length)) return undefined;
  cursor = REPORT.length + REQUEST_ID_LENGTH;
  const durationMs = figureAfter(line, '\tDuration: ');
  const billedMs = figureAfter(line, ' ms\tBilled Duration: ');
  const memorySizeMb = figureAfter(line, ' ms\tMemory Size: ');
  const maxMemoryUsedMb = figureAfter(line, ' MB\tMax Memory Used: ');
  if (cursor === -1) return undefined;
  const behind = cursor;
  const initMs = figureAfter(line, ' MB\tInit Duration: ');
  const hasInit = cursor !== -1;
  const end = (hasInit ? cursor : behind) + 3;
  if (!line.startsWith(hasInit ? ' ms' : ' MB', end - 3)) return undefined;
  if (line.length !== end && !(line.length === end + 1 && line.charCodeAt(end) === 9)) return undefined;
  return new PlainReport(
    { durationMs, billedMs, memorySizeMb, maxMemoryUsedMb, initMs: hasInit ? initMs : undefined },
    line,
    time,
    context,
  );
};

const LATEST = '$LATEST';
/** Lambda numbers versions from 1. */
const isVersion = (text: string): boolean => text === LATEST || /^[0-9]{1,9}$/.test(text);

const startIn = (line: string, time: Instant, context: LineContext): PlainMark | undefined => {
  const idEnd = START.length + REQUEST_ID_LENGTH;
  if (!isRequestIdAt(line, START.length) || !line.startsWith(' Version: ', idEnd)) return undefined;
  const told = line.slice(idEnd + 10);
  // The same text for all starts of a version: nearly all of a log's.
  const version = told === lastVersion ? lastVersion : told;
  if (!isVersion(version)) return undefined;
  lastVersion = version;
  return new PlainMark('start', version, line, line.slice(START.length, idEnd), time, context);
};
let lastVersion = LATEST;

const endIn = (line: string, time: Instant, context: LineContext): PlainMark | undefined =>
  line.length === END.length + REQUEST_ID_LENGTH && isRequestIdAt(line, END.length)
    ? new PlainMark('end', undefined, line, line.slice(END.length), time, context)
    : undefined;

/** What a line of Lambda's own in its plain form tells; undefined for all others. `line` has no line end. */
export const plainLine = (line: string, context: LineContext): Invocation | LogLine | undefined => {
  const time = context.time ?? context.lastTime;
  if (time === undefined) return undefined;
  if (line.startsWith(START)) return startIn(line, time, context);
  if (line.startsWith(REPORT)) return reportIn(line, time, context);
  return line.startsWith(END) ? endIn(line, time, context) : undefined;
};
