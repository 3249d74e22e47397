// Documents and envelopes that hold records: each is opened once, and what is inside is read as if it had come alone.
import { isObject, type Json, type JsonObject } from '../../detectors/model/json.ts';
import { quarantined, skipped } from './fate.ts';
import { parseJson } from './json-text.ts';
import { PAYLOAD_INFLATED_BYTES, RECORDS_PER_DOCUMENT } from './limits.ts';
import type { LineContext } from './line-context.ts';
import type { Place } from './sink.ts';
import { type SourceState, tell } from './source-state.ts';

export interface Inside {
  readonly source: SourceState;
  /** What is known of the record from around it; its id is the record's, until the record tells a better one. */
  readonly context: LineContext;
  readonly place: Place;
  readonly depth: number;
  /** The text it was read from; empty for a value in a document. */
  readonly text: string;
  /** Reads what was inside: a value, or a text that may be JSON. */
  readonly read: (value: Json | undefined, inside: Inside) => void;
}

const EMPTY = skipped('no-data');
const NOT_ACTIVITY = skipped('not-activity');
const TOO_MANY = quarantined('too-large', 'more records than a document may hold');

const deeper = (inside: Inside, id?: string): Inside => ({
  ...inside,
  context: id === undefined ? inside.context : { ...inside.context, id },
  text: '',
  depth: inside.depth + 1,
});

/** Lake's rows are lists of `{column: value}`, those of Logs Insights lists of `{field, value}`: one record either way. */
const rowOf = (cells: readonly Json[]): Json | undefined => {
  const entries: [string, Json][] = [];
  for (const cell of cells) {
    if (!isObject(cell)) return undefined;
    const keys = Object.keys(cell);
    const [only] = keys;
    if (typeof cell['field'] === 'string' && cell['value'] !== undefined) entries.push([cell['field'], cell['value']]);
    else if (keys.length === 1 && only !== undefined) entries.push([only, cell[only] ?? null]);
    else return undefined;
  }
  return Object.fromEntries(entries);
};

/** The rows of a query's answer. */
const rowsOf = (rows: readonly Json[]): readonly Json[] => rows.map((row) => (Array.isArray(row) ? (rowOf(row) ?? row) : row));

/** Each element of a list, numbered after the item it stood in; `before`: elements of the item's lists before this one. */
export const eachOf = (list: readonly Json[], inside: Inside, before = 0): void => {
  if (list.length === 0) {
    tell(inside.source, 'unknown', EMPTY, inside.place);
    return;
  }
  if (list.length > RECORDS_PER_DOCUMENT) {
    tell(inside.source, 'unknown', TOO_MANY, inside.place);
    return;
  }
  inside.source.received += list.length - 1;
  for (let index = 0; index < list.length; index++) inside.read(list[index], deeper(inside, `${inside.context.id}/${before + index + 1}`));
};

/** CloudTrail's files and event sources, LookupEvents, filter-log-events, Firehose; answers of Lake and of Logs Insights. */
const LISTS = ['Records', 'records', 'Events', 'events', 'QueryResultRows', 'results'] as const;

/** Every list of records that the document has: a tool may have joined two. */
const inLists = (value: JsonObject, inside: Inside): boolean => {
  let lists = 0;
  let before = 0;
  for (const key of LISTS) {
    const list = value[key];
    if (!Array.isArray(list)) continue;
    if (lists++ > 0) inside.source.received++;
    eachOf(key === 'QueryResultRows' || key === 'results' ? rowsOf(list) : list, inside, before);
    before += list.length;
  }
  return lists > 0;
};

/** base64 (gzip or plain) of a subscription message, or of several that a stream's producer put together. */
export const payload = (base64: Json | undefined, inside: Inside): void => {
  const { source, place } = inside;
  if (typeof base64 !== 'string') {
    tell(source, 'subscription', quarantined('wrong-shape', 'data is no text'), place);
    return;
  }
  const inflated = source.surroundings.inflate(base64, PAYLOAD_INFLATED_BYTES);
  if (inflated.kind !== 'text') {
    tell(source, 'subscription', quarantined(inflated.kind, 'a payload that cannot be unpacked'), place);
    return;
  }
  const parsed = parseJson(inflated.text);
  if (parsed.kind === 'json') {
    inside.read(parsed.value, deeper(inside));
    return;
  }
  if (parsed.kind === 'too-deep') {
    tell(source, 'subscription', quarantined('too-deep', 'nested too deep'), place);
    return;
  }
  // Firehose joins messages without a separator or with line ends; inside a message's strings the quote would be escaped.
  eachOf(
    inflated.text
      .replaceAll('}{"messageType"', '}\n{"messageType"')
      .split('\n')
      .filter((line) => line.trim() !== ''),
    inside,
  );
};

const text = (value: Json | undefined, inside: Inside): void => {
  if (typeof value !== 'string') {
    tell(inside.source, 'unknown', quarantined('wrong-shape', 'a body that is no text'), inside.place);
    return;
  }
  const parsed = parseJson(value);
  if (parsed.kind === 'json' && typeof parsed.value === 'object') {
    inside.read(parsed.value, deeper(inside));
    return;
  }
  inside.read(value, deeper(inside));
};

/** LookupEvents, Lake and EventBridge each name the CloudTrail record in their event differently. */
const inEvent = (value: JsonObject, inside: Inside): boolean => {
  const told = value['CloudTrailEvent'] ?? value['eventJson'] ?? value['eventjson'];
  if (typeof told === 'string') {
    text(told, inside);
    return true;
  }
  if (typeof value['detail-type'] === 'string' && value['detail'] !== undefined) {
    if (value['detail-type'].includes('via CloudTrail') && isObject(value['detail'])) inside.read(value['detail'], deeper(inside));
    else tell(inside.source, 'unknown', NOT_ACTIVITY, inside.place);
    return true;
  }
  return false;
};

const inTransport = (value: JsonObject, inside: Inside): boolean => {
  const kinesis = value['kinesis'];
  if (isObject(kinesis) && kinesis['data'] !== undefined) {
    payload(kinesis['data'], inside);
    return true;
  }
  if (typeof value['recordId'] === 'string' && typeof value['data'] === 'string') {
    payload(value['data'], inside);
    return true;
  }
  if (value['eventSource'] === 'aws:sqs' && value['body'] !== undefined) {
    text(value['body'], inside);
    return true;
  }
  const sns = value['Sns'];
  if (isObject(sns) && value['EventSource'] === 'aws:sns') {
    text(sns['Message'], inside);
    return true;
  }
  if (value['Type'] === 'Notification' && typeof value['TopicArn'] === 'string') {
    text(value['Message'], inside);
    return true;
  }
  return false;
};

/** Notices about objects, not records of what was done: S3's own, and its test event. */
const isNotice = (value: JsonObject): boolean =>
  (value['eventSource'] === 'aws:s3' && isObject(value['s3'])) || (value['Event'] === 's3:TestEvent' && value['Service'] === 'Amazon S3');

/** Whether the value was such a document, and then all that was in it has met its fate. */
export const readContainer = (value: JsonObject, inside: Inside): boolean => {
  const awslogs = value['awslogs'];
  if (isObject(awslogs) && awslogs['data'] !== undefined) {
    if (typeof awslogs['data'] === 'string') payload(awslogs['data'], inside);
    else inside.read(awslogs['data'], deeper(inside));
    return true;
  }
  if (inLists(value, inside) || inEvent(value, inside) || inTransport(value, inside)) return true;
  if (!isNotice(value)) return false;
  tell(inside.source, 'unknown', NOT_ACTIVITY, inside.place);
  return true;
};
