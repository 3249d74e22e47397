// One CloudTrail record → its fate. Any version and any unknown field is welcome: only what is read must have its type.
import { recordId } from '../../detectors/model/identity.ts';
import { isObject, type JsonObject } from '../../detectors/model/json.ts';
import type { Instant } from '../../detectors/model/time.ts';
import { apiCall } from '../normalise/api-call.ts';
import { anyInstant } from '../normalise/instant-text.ts';
import { type Fate, quarantined, skipped } from './fate.ts';
import { isTrailRow, trailRecordOf } from './trail-row.ts';

/** Whether an object is a CloudTrail record. S3's own notifications look alike, but their source is `aws:s3`. */
export const isCloudTrailRecord = (value: JsonObject): boolean => {
  const source = value['eventSource'];
  if (typeof source === 'string' && typeof value['eventName'] === 'string') {
    return !source.startsWith('aws:') && (value['eventVersion'] !== undefined || source.includes('.'));
  }
  const category = value['eventCategory'];
  return category === 'Insight' || category === 'Aggregated' || value['digestS3Bucket'] !== undefined;
};

const NOT_ACTIVITY = skipped('not-activity');
const NO_TIME = skipped('no-time');
const BAD_TIME = quarantined('bad-time', 'eventTime is no plausible time');
const WRONG_SHAPE = quarantined('wrong-shape', 'eventSource or eventName is no text');

/** Whether the record is a later, corrected copy of one that may have been taken: rules look at it, and nothing is counted again. */
export const isCorrection = (record: JsonObject): boolean => {
  const addendum = record['addendum'];
  return isObject(addendum) && addendum['reason'] === 'UPDATED_DATA';
};

/**
 * An UPDATED_DATA addendum is a corrected copy of an earlier record: it goes by the earlier one's id, so that both
 * together count once.
 */
const identityOf = (record: JsonObject, fallbackId: string): string => {
  if (isCorrection(record)) {
    const original = isObject(record['addendum']) ? record['addendum']['originalEventID'] : undefined;
    if (typeof original === 'string' && original !== '') return original;
  }
  const id = record['eventID'];
  return typeof id === 'string' && id !== '' ? id : fallbackId;
};

export const cloudTrailFate = (given: JsonObject, fallbackId: string, lastTime: Instant | undefined): Fate => {
  const record = typeof given['userIdentity'] === 'string' && isTrailRow(given) ? trailRecordOf(given) : given;
  const category = record['eventCategory'];
  // Neither an Insight, an aggregate nor a digest is one call of somebody's.
  if (category === 'Insight' || category === 'Aggregated' || record['eventType'] === 'AwsCloudTrailInsight') return NOT_ACTIVITY;
  const eventSource = record['eventSource'];
  const eventName = record['eventName'];
  if (typeof eventSource !== 'string' || typeof eventName !== 'string') {
    return record['digestS3Bucket'] !== undefined ? NOT_ACTIVITY : WRONG_SHAPE;
  }
  const eventTime = record['eventTime'];
  const time = eventTime === undefined || eventTime === null ? lastTime : anyInstant(eventTime);
  if (time === undefined) return eventTime === undefined || eventTime === null ? NO_TIME : BAD_TIME;
  return apiCall(record, eventSource, eventName, recordId(identityOf(record, fallbackId)), time);
};
