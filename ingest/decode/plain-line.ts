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

/** Where a log's lines stand, beside their function: the same for all of them, so that a line need hold no more than which it is. */
interface Home {
  readonly account: string;
  readonly region: string;
  readonly stream: string;
}

let lastHome: Home = { account: '', region: '', stream: '' };

const homeOf = ({ account, region, logStream }: LineContext): Home => {
  if (account !== lastHome.account || region !== lastHome.region || logStream !== lastHome.stream)
    lastHome = { account, region, stream: logStream };
  return lastHome;
};

/** What both kinds share. Thousands are held while they are judged: what can be read off the line is no field. */
class PlainLineOf {
  readonly id: RecordId;
  readonly time: Instant;
  readonly function: FunctionId | undefined;
  /** In a plain form every character is one byte. */
  readonly logBytes: number;
  private readonly home: Home;
  private readonly message: string;

  /** `end`: of the line in the message. */
  constructor(message: string, end: number, time: Instant, context: LineContext) {
    this.id = recordId(context.id);
    this.time = time;
    this.function = context.function ?? context.fallbackFunction;
    this.logBytes = end;
    this.home = homeOf(context);
    this.message = message;
  }

  get service(): 'lambda' {
    return 'lambda';
  }
  get account(): string {
    return this.home.account;
  }
  get region(): string {
    return this.home.region;
  }
  get stream(): string {
    return this.home.stream;
  }
  protected get line(): string {
    return this.message.slice(0, this.logBytes);
  }
  protected idAt(start: number): string {
    return this.message.slice(start, start + REQUEST_ID_LENGTH);
  }
}

class PlainMark extends PlainLineOf implements LogLine {
  readonly plain: 'start' | 'end';
  readonly version: string | undefined;

  constructor(plain: 'start' | 'end', version: string | undefined, message: string, end: number, time: Instant, context: LineContext) {
    super(message, end, time, context);
    this.plain = plain;
    this.version = version;
  }

  get kind(): 'log-line' {
    return 'log-line';
  }
  get origin(): 'platform' {
    return 'platform';
  }
  get requestId(): string {
    return this.idAt(this.plain === 'start' ? START.length : END.length);
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
  readonly requestId: string;
  readonly durationMs: number;
  readonly billedMs: number;
  readonly memorySizeMb: number;
  readonly maxMemoryUsedMb: number;
  readonly initMs: number | undefined;

  constructor(figures: Figures, message: string, end: number, time: Instant, context: LineContext) {
    super(message, end, time, context);
    this.requestId = this.idAt(REPORT.length);
    this.durationMs = figures.durationMs;
    this.billedMs = figures.billedMs;
    this.memorySizeMb = figures.memorySizeMb;
    this.maxMemoryUsedMb = figures.maxMemoryUsedMb;
    this.initMs = figures.initMs;
  }

  get kind(): 'invocation' {
    return 'invocation';
  }
  get plain(): 'report' {
    return 'report';
  }
  get outcome(): Invocation['outcome'] {
    return outcomeWithoutStatus(this.durationMs, this.billedMs);
  }
  get record(): JsonObject {
    const { line } = this;
    return reportRecord(reportFields(line), line);
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

const reportIn = (line: string, lineEnd: number, time: Instant, context: LineContext): PlainReport | undefined => {
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
  if (lineEnd !== end && !(lineEnd === end + 1 && line.charCodeAt(end) === 9)) return undefined;
  const figures = { durationMs, billedMs, memorySizeMb, maxMemoryUsedMb, initMs: hasInit ? initMs : undefined };
  return new PlainReport(figures, line, lineEnd, time, context);
};

const LATEST = '$LATEST';
/** Lambda numbers versions from 1. */
const isVersion = (text: string): boolean => text === LATEST || /^[0-9]{1,9}$/.test(text);

/** The same text for all starts of a version: nearly all of a log's. */
let lastVersion = LATEST;

const startIn = (line: string, end: number, time: Instant, context: LineContext): PlainMark | undefined => {
  const idEnd = START.length + REQUEST_ID_LENGTH;
  if (!isRequestIdAt(line, START.length) || !line.startsWith(' Version: ', idEnd)) return undefined;
  const from = idEnd + 10;
  if (end - from !== lastVersion.length || !line.startsWith(lastVersion, from)) {
    const version = line.slice(from, end);
    if (!isVersion(version)) return undefined;
    lastVersion = version;
  }
  return new PlainMark('start', lastVersion, line, end, time, context);
};

const endIn = (line: string, end: number, time: Instant, context: LineContext): PlainMark | undefined =>
  end === END.length + REQUEST_ID_LENGTH && isRequestIdAt(line, END.length)
    ? new PlainMark('end', undefined, line, end, time, context)
    : undefined;

/** What a line of Lambda's own in its plain form tells; undefined for all others. The line is the message up to `end`. */
export const plainLine = (message: string, end: number, context: LineContext): Invocation | LogLine | undefined => {
  const time = context.time ?? context.lastTime;
  if (time === undefined) return undefined;
  if (message.startsWith(START)) return startIn(message, end, time, context);
  if (message.startsWith(REPORT)) return reportIn(message, end, time, context);
  return message.startsWith(END) ? endIn(message, end, time, context) : undefined;
};
