// What a record has that no version of its format had when this was written: read all the same, and counted, so that it shows.
import type { Activity } from '../../detectors/model/activity.ts';
import type { JsonObject } from '../../detectors/model/json.ts';
import { CLOUDFRONT_FIELDS } from './cloudfront.ts';
import { FLOW_FIELDS } from './flow-log.ts';
import { LOAD_BALANCER_FIELDS } from './load-balancer.ts';
import { unnamedField } from './quoted-fields.ts';
import { S3_ACCESS_FIELDS } from './s3-access.ts';
import type { Format } from './sink.ts';
import { TRAIL_FIELDS } from './trail-fields.ts';

/** A new field raises CloudTrail's minor version (record contents, `eventVersion`), so that fields are looked at in newer ones only. */
const TRAIL_VERSIONS: ReadonlySet<string> = new Set(Array.from({ length: 12 }, (_, minor) => [`1.${minor}`, `1.0${minor}`]).flat());

const KNOWN_TRAIL_FIELDS: ReadonlySet<string> = new Set(TRAIL_FIELDS);

const PLATFORM_TYPES: ReadonlySet<string> = new Set(
  [
    'initStart',
    'initRuntimeDone',
    'initReport',
    'start',
    'runtimeDone',
    'report',
    'restoreStart',
    'restoreRuntimeDone',
    'restoreReport',
    'telemetrySubscription',
    'logsSubscription',
    'logsDropped',
    'extension',
    'fault',
    'end',
  ].map((type) => `platform.${type}`),
);

const NONE: readonly string[] = [];
/** Of one record; a list of more says no more. */
const MOST = 8;

const otherKeys = (record: JsonObject, known: ReadonlySet<string>, what: string): readonly string[] => {
  let found: string[] | undefined;
  for (const key in record) {
    if (known.has(key)) continue;
    found ??= [];
    if (found.push(`${what} ${key}`) === MOST) break;
  }
  return found ?? NONE;
};

/** Fields behind those that are known, where they have no names. */
const furtherField = (record: JsonObject, known: number): readonly string[] => {
  const next = unnamedField(known);
  return record[next] === undefined ? NONE : [next];
};

/** In words, without anything of the record's values but a version or a type. */
export const noveltiesOf = (format: Format, activity: Pick<Activity, 'record'>): readonly string[] => {
  switch (format) {
    case 'cloudtrail': {
      const { record } = activity;
      const version = record['eventVersion'];
      if (typeof version !== 'string' || TRAIL_VERSIONS.has(version)) return NONE;
      return [`eventVersion ${version}`, ...otherKeys(record, KNOWN_TRAIL_FIELDS, 'field')];
    }
    case 'lambda-json': {
      const type = activity.record['type'];
      return typeof type !== 'string' || PLATFORM_TYPES.has(type) ? NONE : [`type ${type}`];
    }
    case 'vpcflow':
      return otherKeys(activity.record, FLOW_FIELDS, 'column');
    case 'cloudfront':
      return otherKeys(activity.record, CLOUDFRONT_FIELDS, 'column');
    case 'elb': {
      const { record } = activity;
      return furtherField(record, record['type'] === undefined ? LOAD_BALANCER_FIELDS.classic : LOAD_BALANCER_FIELDS.application);
    }
    case 's3access':
      return furtherField(activity.record, S3_ACCESS_FIELDS);
    case 'lambda-text':
    case 'application-text':
    case 'application-json':
    case 'subscription':
    case 'emf':
    case 'apigateway-access':
    case 'apigateway-execution':
    case 'waf':
    case 'route53resolver':
    case 'unknown':
      return NONE;
  }
};
