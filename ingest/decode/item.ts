// An item of a source about which nothing is known: recognised by its content, the likeliest shapes first.
import { isObject, type Json, type JsonObject } from '../../detectors/model/json.ts';
import { utf8Length } from '../normalise/utf8-length.ts';
import { isApplicationJson } from './application-json.ts';
import { readBareLine } from './bare-line.ts';
import { cloudTrailFate, isCloudTrailRecord } from './cloudtrail.ts';
import { eachOf, type Inside, payload, readContainer } from './container.ts';
import { declaredLineFate, declaredObjectFate } from './declared-fate.ts';
import { isEmbeddedMetric } from './embedded-metric.ts';
import { type Fate, quarantined } from './fate.ts';
import { parseJson } from './json-text.ts';
import { type Formatted, lambdaJsonFate } from './lambda-line.ts';
import { ENVELOPE_DEPTH, RECORD_CHARACTERS } from './limits.ts';
import { isPlatformEvent, namedFunction } from './platform-event.ts';
import { serviceObjectFate } from './service-object.ts';
import type { Place } from './sink.ts';
import { bareContext, type SourceState, tell } from './source-state.ts';
import { isLogEvent, readStoredEvent } from './stored-event.ts';
import { subscription } from './subscription.ts';
import { isTrailRow, trailRecordOf } from './trail-row.ts';

const TOO_LARGE = quarantined('too-large', 'longer than a record may be');
const TOO_DEEP = quarantined('too-deep', 'nested too deep');
const TOO_WRAPPED = quarantined('too-deep', 'envelopes nested too deep');
const NOT_JSON: Formatted = { format: 'unknown', fate: quarantined('not-json', 'a line that opens like JSON and is none') };

/** What it is told by: the name of its first field, when that is a name. */
const unknown = (value: JsonObject): Fate => {
  const first = Object.keys(value)[0] ?? '';
  const named = /^[@A-Za-z][A-Za-z0-9_.-]{0,23}$/.test(first) ? `, first field ${first}` : '';
  return quarantined('unknown-format', `JSON of no known format${named}`);
};
const WRONG_SHAPE = quarantined('wrong-shape', 'a record that is neither object nor text');

/** The item's text, when it is a log event's: then CloudWatch said when it was written. */
const eventText = ({ context, text }: Inside): string | undefined => (context.time === undefined || text === '' ? undefined : text);

const readPlatformEvent = (value: JsonObject, inside: Inside): void => {
  const { source, place } = inside;
  source.seenLambda = true;
  const { format, fate } = lambdaJsonFate(value, utf8Length(inside.text), inside.context);
  source.fallbackFunction = namedFunction(value, inside.context) ?? source.fallbackFunction;
  tell(source, format, fate, place, eventText(inside));
};

const readLogLine = (value: JsonObject, inside: Inside): void => {
  const { format, fate } = lambdaJsonFate(value, utf8Length(inside.text), inside.context);
  tell(inside.source, format, fate, inside.place, eventText(inside));
};

const firstOf = (value: JsonObject, key: string): JsonObject | undefined => {
  const list = value[key];
  const first: Json | undefined = Array.isArray(list) ? list[0] : undefined;
  return isObject(first) ? first : undefined;
};

/** Among Lambda's lines, a list of records is more likely an event that the function printed, unless its records are logs. */
const mayHoldLogs = (source: SourceState, value: JsonObject): boolean => {
  if (!source.seenLambda || isObject(value['awslogs'])) return true;
  const record = firstOf(value, 'Records');
  if (record !== undefined) return isCloudTrailRecord(record) || isObject(record['kinesis']);
  const event = firstOf(value, 'events') ?? firstOf(value, 'Events');
  return event !== undefined && (isLogEvent(event) || event['CloudTrailEvent'] !== undefined);
};

const readObject = (value: JsonObject, inside: Inside): void => {
  const { source, context, place } = inside;
  if (isCloudTrailRecord(value)) {
    tell(source, 'cloudtrail', cloudTrailFate(value, context.id, context.time ?? source.lastTime), place);
    return;
  }
  if (typeof value['messageType'] === 'string' && (value['logGroup'] !== undefined || value['logEvents'] !== undefined)) {
    subscription(source, value, context.id, place);
    return;
  }
  if (isPlatformEvent(value)) {
    readPlatformEvent(value, inside);
    return;
  }
  const declared = source.seenLambda ? undefined : declaredObjectFate(value, context);
  if (declared !== undefined) {
    tell(source, declared.format, declared.fate, place);
    return;
  }
  if (isTrailRow(value) && !source.seenLambda) {
    tell(source, 'cloudtrail', cloudTrailFate(trailRecordOf(value), context.id, context.time ?? source.lastTime), place);
    return;
  }
  // What has a level and a message is a line, whatever lists and events it tells of.
  if (isApplicationJson(value)) {
    readLogLine(value, inside);
    return;
  }
  if (mayHoldLogs(source, value) && readContainer(value, inside)) return;
  if (readStoredEvent(value, inside)) return;
  const known = serviceObjectFate(value, context);
  if (known !== undefined) tell(source, known.format, known.fate, place);
  else if (source.seenLambda || isEmbeddedMetric(value)) readLogLine(value, inside);
  else tell(source, 'unknown', unknown(value), place);
};

const readText = (text: string, inside: Inside): void => {
  const { source, place } = inside;
  const first = text.charCodeAt(0);
  if (first === 123 || first === 91) {
    const parsed = parseJson(text);
    if (parsed.kind === 'json' && isObject(parsed.value)) {
      readObject(parsed.value, { ...inside, text });
      return;
    }
    if (parsed.kind === 'json' && Array.isArray(parsed.value)) {
      eachOf(parsed.value, inside);
      return;
    }
    if (parsed.kind === 'too-deep') {
      tell(source, 'unknown', TOO_DEEP, place);
      return;
    }
    if (first === 123 && !source.seenLambda) {
      const declared = declaredLineFate(text.trimEnd(), inside.context) ?? NOT_JSON;
      tell(source, declared.format, declared.fate, place);
      return;
    }
  }
  // gzip's first bytes in base64: a subscription payload on a line of its own.
  if (first === 72 && text.startsWith('H4sI')) {
    payload(text.trim(), inside);
    return;
  }
  readBareLine(text, inside);
};

const read = (value: Json | undefined, inside: Inside): void => {
  const { source, place } = inside;
  if (inside.depth > ENVELOPE_DEPTH) {
    tell(source, 'unknown', TOO_WRAPPED, place);
    return;
  }
  if (typeof value === 'string') {
    readText(value, inside);
    return;
  }
  if (isObject(value)) {
    readObject(value, inside);
    return;
  }
  if (Array.isArray(value)) {
    eachOf(value, inside);
    return;
  }
  tell(source, 'unknown', WRONG_SHAPE, place);
};

/** `known`: what the item's text says, when it was parsed already. */
export const readItem = (source: SourceState, item: string, place: Place, known?: JsonObject): void => {
  if (item.length > RECORD_CHARACTERS) {
    tell(source, 'unknown', TOO_LARGE, place);
    return;
  }
  const text = item.charCodeAt(0) === 0xfeff ? item.slice(1) : item;
  const id = `${source.name}:${place.line}`;
  let value: Json = text;
  if (text.charCodeAt(0) === 123) {
    const parsed = known === undefined ? parseJson(text) : { kind: 'json' as const, value: known };
    if (parsed.kind === 'json' && isObject(parsed.value)) {
      // The commonest record by far needs nothing of what is prepared below.
      if (isCloudTrailRecord(parsed.value)) {
        tell(source, 'cloudtrail', cloudTrailFate(parsed.value, id, source.lastTime), place);
        return;
      }
      value = parsed.value;
    }
  }
  read(value, { source, context: bareContext(source, id), place, depth: 0, text, read });
};
