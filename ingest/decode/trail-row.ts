// A row of CloudTrail Lake or of a table over CloudTrail's files, whose columns are a record's fields → the record.
import { isObject, type Json, type JsonObject } from '../../detectors/model/json.ts';
import { parseJson } from './json-text.ts';
import { structText } from './struct-text.ts';
import { TRAIL_FIELDS } from './trail-fields.ts';

/** Names that query engines write without capitals. */
const NAMES: ReadonlyMap<string, string> = new Map(
  [
    ...TRAIL_FIELDS,
    'principalId',
    'accountId',
    'accessKeyId',
    'userName',
    'invokedBy',
    'sessionContext',
    'sessionIssuer',
    'mfaAuthenticated',
    'creationDate',
    'sourceIdentity',
    'ec2RoleDelivery',
    'webIdFederationData',
    'federatedProvider',
    'inScopeOf',
    'credentialsIssuedTo',
    'sourceArn',
    'originalEventID',
  ].map((name) => [name.toLowerCase(), name]),
);

const MOST_COLUMNS = 64;

/** A column of text that holds a structure, as JSON or as query engines write it. */
const opened = (value: Json): Json => {
  if (typeof value !== 'string' || !(value.startsWith('{') || value.startsWith('['))) return value;
  const parsed = parseJson(value);
  if (parsed.kind === 'json') return parsed.value;
  return structText(value) ?? value;
};

/** Only identities: what a request asked for has names of its service's. */
const renamed = (value: Json): Json =>
  isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [NAMES.get(name.toLowerCase()) ?? name, renamed(inner)]))
    : value;

/** Whether the fields of a record stand in columns of text. */
export const isTrailRow = (value: JsonObject): boolean =>
  (typeof value['eventsource'] === 'string' && typeof value['eventname'] === 'string') ||
  (typeof value['eventSource'] === 'string' && typeof value['userIdentity'] === 'string' && value['userIdentity'].startsWith('{'));

export const trailRecordOf = (row: JsonObject): JsonObject => {
  const record: Record<string, Json> = {};
  for (const column of Object.keys(row).slice(0, MOST_COLUMNS)) {
    const name = NAMES.get(column.toLowerCase()) ?? column;
    const value = opened(row[column] ?? null);
    if (name !== '__proto__' && value !== '') record[name] = name === 'userIdentity' || name === 'addendum' ? renamed(value) : value;
  }
  return record;
};
