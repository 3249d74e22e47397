// The body of a queue's message → units: a CloudTrail event of EventBridge, or notices of S3 objects, straight or through SNS.
import { stableId } from '../../detectors/model/hash.ts';
import { field, isObject, type Json, type JsonObject, textField } from '../../detectors/model/json.ts';
import type { Unit } from './unit.ts';

/** SNS around a notice is one wrapping; more is nobody's. */
const DEEPEST_WRAPPING = 2;

const parsed = (text: string): Json | undefined => {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
};

/** Keys come encoded as in a form: `+` for a space, `%2B` for a plus. */
const decodedKey = (key: string): string => {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    return key;
  }
};

const objectUnit = (bucket: string, key: string, state: string): Unit => ({
  key: stableId('object', bucket, key, state),
  hints: { name: `s3://${bucket}/${key}` },
  log: undefined,
  content: { kind: 'object', bucket, key },
});

const notified = (notice: JsonObject): readonly Unit[] => {
  const s3 = field(notice, 's3');
  const bucket = textField(field(s3, 'bucket'), 'name');
  const object = field(s3, 'object');
  const key = textField(object, 'key');
  const isCreated = (textField(notice, 'eventName') ?? '').startsWith('ObjectCreated');
  if (bucket === undefined || key === undefined || !isCreated) return [];
  return [objectUnit(bucket, decodedKey(key), textField(object, 'eTag') ?? '')];
};

/** EventBridge's notice of an object, whose key is not encoded. */
const created = (event: JsonObject): readonly Unit[] | undefined => {
  if (event['source'] !== 'aws.s3' || event['detail-type'] !== 'Object Created') return undefined;
  const bucket = textField(field(event['detail'], 'bucket'), 'name');
  const object = field(event['detail'], 'object');
  const key = textField(object, 'key');
  return bucket === undefined || key === undefined ? undefined : [objectUnit(bucket, key, textField(object, 'etag') ?? '')];
};

const textUnit = (text: string, body: Json | undefined): Unit => {
  const eventId = textField(field(body, 'detail'), 'eventID');
  const key = eventId === undefined ? stableId('text', text) : stableId('event', eventId);
  return { key, hints: { name: `event:${key}` }, log: undefined, content: { kind: 'text', text } };
};

/** A body that says nothing of objects is read as what it is: the reader counts or quarantines it. */
export const queuedUnits = (text: string, depth = 0): readonly Unit[] => {
  const body = parsed(text);
  if (!isObject(body)) return [textUnit(text, body)];
  const inner = textField(body, 'Message');
  if (body['Type'] === 'Notification' && inner !== undefined && depth < DEEPEST_WRAPPING) return queuedUnits(inner, depth + 1);
  const records = body['Records'];
  if (Array.isArray(records)) {
    const notices = records.filter((record: Json): record is JsonObject => isObject(record) && record['eventSource'] === 'aws:s3');
    if (notices.length > 0 && notices.length === records.length) return notices.flatMap(notified);
  }
  return created(body) ?? [textUnit(text, body)];
};
