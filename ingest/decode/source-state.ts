// What a reader remembers of its source between items. Bounded: a handful of values, none of which grows.
import { type FunctionId, functionId } from '../../detectors/model/identity.ts';
import type { Instant } from '../../detectors/model/time.ts';
import { functionOfLogGroup } from '../normalise/function-name.ts';
import type { DeclaredFormat } from './declared-format.ts';
import { type Fate, settle } from './fate.ts';
import type { LineContext } from './line-context.ts';
import { functionOfStream } from './log-group.ts';
import type { Format, Place, Sink } from './sink.ts';
import type { SourceHints, Surroundings } from './source.ts';

export interface SourceState {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  /** Known before the first record: content then never decides what the records are. */
  readonly logGroup: string | undefined;
  readonly logStream: string;
  readonly surroundings: Surroundings;
  readonly declared: readonly DeclaredFormat[];
  readonly sink: Sink;
  /** Records found so far, counted where lists of them are opened and not where their fates are told: so that a loss shows. */
  received: number;
  lastTime: Instant | undefined;
  /** Whether a line of Lambda's own was seen: the lines between such lines are the application's. */
  seenLambda: boolean;
  /** Whether a line came with CloudWatch's time before it: lines without go on with its message. */
  seenStamp: boolean;
  /** Columns that a header line declared: flow logs, CloudFront. */
  columns: readonly string[] | undefined;
  /** The function that the source's name stands for, until a platform event names a better one. */
  fallbackFunction: FunctionId | undefined;
}

const NONE_DECLARED: readonly DeclaredFormat[] = [];

const LAMBDA_PATH = '/aws/lambda/';

/** A path that holds `/aws/lambda/NAME` is that group's log: downloads and exports are laid out so. */
const groupInPath = (name: string): string | undefined => {
  const at = name.indexOf(LAMBDA_PATH);
  if (at === -1) return undefined;
  const found = /^[A-Za-z0-9_-]+(?=[./]|$)/.exec(name.slice(at + LAMBDA_PATH.length, at + LAMBDA_PATH.length + 141));
  return found === null ? undefined : LAMBDA_PATH + found[0];
};

/** Where AWS delivers logs to S3: `AWSLogs/123456789012/vpcflowlogs/eu-west-1/…`. */
const DELIVERY_PATH = /(?:^|\/)AWSLogs\/(?:o-[a-z0-9]{1,40}\/)?(\d{12})\/[^/]{1,60}\/([a-z]{2}(?:-[a-z]{2,12}){1,3}-\d)(?:\/|$)/;

/** `logs/orders-api.log` → `orders-api`; names of numbers only (`000000.gz`, an export's chunks) and streams stand for nothing. */
const nameOfFile = (path: string): string | undefined => {
  const base = path.slice(path.lastIndexOf('/') + 1);
  const dot = base.indexOf('.');
  const name = dot === -1 ? base : base.slice(0, dot);
  return /^[A-Za-z][A-Za-z0-9_-]{0,139}$/.test(name) ? name : undefined;
};

export const sourceState = (hints: SourceHints, surroundings: Surroundings, sink: Sink): SourceState => {
  const envelope = hints.envelope;
  const enveloped =
    typeof envelope?.['logGroup'] === 'string' && typeof envelope['messageType'] === 'string' ? envelope['logGroup'] : undefined;
  const stream = hints.logStream ?? (enveloped !== undefined && typeof envelope?.['logStream'] === 'string' ? envelope['logStream'] : '');
  const owner = enveloped !== undefined && typeof envelope?.['owner'] === 'string' ? envelope['owner'] : undefined;
  const delivered = DELIVERY_PATH.exec(hints.name);
  const account = hints.account ?? owner ?? delivered?.[1] ?? '';
  const region = hints.region ?? delivered?.[2] ?? '';
  const fileName = nameOfFile(hints.name);
  return {
    name: hints.name,
    account,
    region,
    logGroup: hints.logGroup ?? enveloped ?? groupInPath(hints.name),
    logStream: stream,
    surroundings,
    declared: surroundings.declared ?? NONE_DECLARED,
    sink,
    received: 0,
    lastTime: undefined,
    seenLambda: false,
    seenStamp: false,
    columns: undefined,
    fallbackFunction: fileName === undefined ? undefined : functionId({ account, region, name: fileName }),
  };
};

/** Tells the sink what became of a record, and remembers its time. `text`: of the log event it was read from. */
export const tell = (source: SourceState, format: Format, fate: Fate, place: Place, text?: string): void => {
  if (fate.kind !== 'skipped' && fate.kind !== 'quarantined') source.lastTime = fate.time;
  settle(source.sink, format, fate, place, text);
};

/** The stream's own word first: a group may be shared by functions whatever its name. */
export const functionOfLog = (logGroup: string, logStream: string, account: string, region: string): FunctionId | undefined => {
  const shared = functionOfStream(logStream);
  if (shared !== undefined) return functionId({ account, region, name: shared });
  const named = functionOfLogGroup(logGroup);
  return named === undefined ? undefined : functionId({ account, region: named.region ?? region, name: named.name });
};

/** The context of a line that came bare: all that is known of it is known of its source. */
export const bareContext = (source: SourceState, id: string): LineContext => ({
  id,
  source: source.name,
  time: undefined,
  lastTime: source.lastTime,
  account: source.account,
  region: source.region,
  logGroup: source.logGroup ?? '',
  logStream: source.logStream,
  function: functionOfLog(source.logGroup ?? '', source.logStream, source.account, source.region),
  fallbackFunction: source.logGroup === undefined ? source.fallbackFunction : undefined,
  declared: source.declared,
});
