// CloudFront's access logs: the standard ones, tab-separated under a #Fields header or as JSON, and the real-time ones, without a header.
import { isObject, type Json, type JsonObject } from '../../detectors/model/json.ts';
import { httpRequest } from '../normalise/http-request.ts';
import { anyInstant, isoInstant } from '../normalise/instant-text.ts';
import { type Fate, quarantined } from './fate.ts';
import type { LineContext } from './line-context.ts';
import { named } from './quoted-fields.ts';
import { type Form, fitsForm, isAddress, isAmount, isEpoch, isMethod, isStatus } from './value-forms.ts';

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

/** The real-time log's fields in their fixed order (its developer guide); newer ones are added at the end. */
const REAL_TIME = [
  'timestamp',
  'c-ip',
  'time-to-first-byte',
  'sc-status',
  'sc-bytes',
  'cs-method',
  'cs-protocol',
  'cs-host',
  'cs-uri-stem',
  'cs-bytes',
  'x-edge-location',
  'x-edge-request-id',
  'x-host-header',
  'time-taken',
  'cs-protocol-version',
  'c-ip-version',
  'cs-user-agent',
  'cs-referer',
  'cs-cookie',
  'cs-uri-query',
  'x-edge-response-result-type',
  'x-forwarded-for',
  'ssl-protocol',
  'ssl-cipher',
  'x-edge-result-type',
  'fle-encrypted-fields',
  'fle-status',
  'sc-content-type',
  'sc-content-len',
  'sc-range-start',
  'sc-range-end',
  'c-port',
  'x-edge-detailed-result-type',
  'c-country',
  'cs-accept-encoding',
  'cs-accept',
  'cache-behavior-path-pattern',
  'cs-headers',
  'cs-header-names',
  'cs-headers-count',
] as const;

/** All that are known of either log. */
export const CLOUDFRONT_FIELDS: ReadonlySet<string> = new Set([...STANDARD, ...REAL_TIME]);

const FORMS: ReadonlyMap<string, Form> = new Map([
  ['timestamp', isEpoch],
  ['c-ip', isAddress],
  ['sc-status', isStatus],
  ['sc-bytes', isAmount],
  ['cs-method', isMethod],
]);

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
  const told = record['timestamp'];
  const time = told === undefined ? isoInstant(`${text(record['date'])}T${text(record['time'])}Z`) : anyInstant(told);
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

/** A line of the real-time log with these columns; undefined when it cannot be one. */
export const cloudFrontColumnsFate = (line: string, columns: readonly string[], context: LineContext): Fate | undefined => {
  const values = line.split('\t', MOST_COLUMNS);
  if (values.length !== columns.length || !columns.every((name, index) => fitsForm(FORMS, name, values[index] ?? ''))) return undefined;
  return fateOf(named(columns, values), context);
};

/** With all fields of its year, which need not be declared: between the status's and today's. */
const realTimeFate = (line: string, context: LineContext): Fate | undefined => {
  const values = line.split('\t', MOST_COLUMNS);
  if (
    values.length < FEWEST_FIELDS ||
    !REAL_TIME.every((name, index) => index >= values.length || fitsForm(FORMS, name, values[index] ?? ''))
  )
    return undefined;
  return fateOf(named(REAL_TIME, values), context);
};

const REAL_TIME_OPENING = /^\d{10}\.\d{1,6}\t[0-9a-fA-F.:]{2,45}\t/;
const DATE_AND_TIME = /^\d{4}-\d\d-\d\d\t\d\d:\d\d:\d\d\t/;

export const cloudFrontLineFate = (line: string, context: LineContext, columns: readonly string[] | undefined): Fate | undefined => {
  const declared = isCloudFront(columns);
  if (!declared && REAL_TIME_OPENING.test(line)) return realTimeFate(line, context);
  if (!declared && !DATE_AND_TIME.test(line)) return undefined;
  const names = declared ? columns : STANDARD;
  const values = line.split('\t', MOST_COLUMNS);
  // A shorter line belongs to another format, or was cut.
  return values.length >= Math.min(names.length, FEWEST_FIELDS) ? fateOf(named(names, values), context) : undefined;
};

export const isCloudFrontObject = (value: JsonObject): boolean =>
  value['x-edge-location'] !== undefined && value['date'] !== undefined && isObject(value);

export const cloudFrontObjectFate = fateOf;
