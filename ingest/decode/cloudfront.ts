// CloudFront's standard access logs: tab-separated under a #Fields header, or JSON with the same names.
import { isObject, type Json, type JsonObject } from '../../detectors/model/json.ts';
import { httpRequest } from '../normalise/http-request.ts';
import { isoInstant } from '../normalise/instant-text.ts';
import { type Fate, quarantined } from './fate.ts';
import type { LineContext } from './line-context.ts';
import { named } from './quoted-fields.ts';

/** The standard log's fields (its developer guide), for files whose header was lost. */
const STANDARD = [
  'date',
  'time',
  'x-edge-location',
  'sc-bytes',
  'c-ip',
  'cs-method',
  'cs(Host)',
  'cs-uri-stem',
  'sc-status',
  'cs(Referer)',
  'cs(User-Agent)',
  'cs-uri-query',
  'cs(Cookie)',
  'x-edge-result-type',
  'x-edge-request-id',
  'x-host-header',
  'cs-protocol',
  'cs-bytes',
  'time-taken',
  'x-forwarded-for',
  'ssl-protocol',
  'ssl-cipher',
  'x-edge-response-result-type',
  'cs-protocol-version',
  'fle-status',
  'fle-encrypted-fields',
  'c-port',
  'time-to-first-byte',
  'x-edge-detailed-result-type',
  'sc-content-type',
  'sc-content-len',
  'sc-range-start',
  'sc-range-end',
] as const;

const HEADER = '#Fields:';
const MOST_COLUMNS = 100;
/** Up to the query: what the oldest version of the log had. */
const FEWEST_FIELDS = 12;

const isCloudFront = (columns: readonly string[] | undefined): columns is readonly string[] =>
  columns !== undefined && (columns.includes('sc-status') || columns.includes('x-edge-location'));

/** The columns of a `#Fields:` line of CloudFront's, else undefined. */
export const cloudFrontColumns = (line: string): readonly string[] | undefined => {
  if (!line.startsWith(HEADER) || line.length > 4000) return undefined;
  const names = line.slice(HEADER.length).trim().split(/\s+/, MOST_COLUMNS);
  return isCloudFront(names) ? names : undefined;
};

const BAD_TIME = quarantined('bad-time', 'date and time are no plausible time');

const text = (value: Json | undefined): string | undefined => (typeof value === 'string' ? value : undefined);

const fateOf = (record: JsonObject, context: LineContext): Fate => {
  const time = isoInstant(`${text(record['date'])}T${text(record['time'])}Z`);
  if (time === undefined) return BAD_TIME;
  const facts = {
    service: 'cloudfront' as const,
    method: text(record['cs-method']),
    path: text(record['cs-uri-stem']),
    status: record['sc-status'],
    responseBytes: record['sc-bytes'],
    client: text(record['c-ip']),
    requestId: text(record['x-edge-request-id']),
  };
  return httpRequest(facts, record, time, context);
};

const DATE_AND_TIME = /^\d{4}-\d\d-\d\d\t\d\d:\d\d:\d\d\t/;

export const cloudFrontLineFate = (line: string, context: LineContext, columns: readonly string[] | undefined): Fate | undefined => {
  const declared = isCloudFront(columns);
  if (!declared && !DATE_AND_TIME.test(line)) return undefined;
  const names = declared ? columns : STANDARD;
  const values = line.split('\t', MOST_COLUMNS);
  // A shorter line belongs to another format, or was cut.
  return values.length >= Math.min(names.length, FEWEST_FIELDS) ? fateOf(named(names, values), context) : undefined;
};

export const isCloudFrontObject = (value: JsonObject): boolean =>
  value['x-edge-location'] !== undefined && value['date'] !== undefined && isObject(value);

export const cloudFrontObjectFate = fateOf;
