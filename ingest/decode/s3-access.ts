// S3 server access logs: who asked for which object, and how many bytes went out. One line is one API call.
import type { FunctionId } from '../../detectors/model/identity.ts';
import { recordId } from '../../detectors/model/identity.ts';
import type { JsonObject } from '../../detectors/model/json.ts';
import { amountOf } from '../normalise/amount.ts';
import { isReadingName } from '../normalise/api-action.ts';
import { callOutcome } from '../normalise/call-outcome.ts';
import { functionOfSession } from '../normalise/function-session.ts';
import { commonLogInstant, isoInstant } from '../normalise/instant-text.ts';
import { type Fate, quarantined } from './fate.ts';
import type { LineContext } from './line-context.ts';
import { named, quotedFields } from './quoted-fields.ts';

/** The S3 user guide's names, in order. */
const FIELDS = [
  'bucket_owner',
  'bucket',
  'time',
  'remote_ip',
  'requester',
  'request_id',
  'operation',
  'key',
  'request_uri',
  'http_status',
  'error_code',
  'bytes_sent',
  'object_size',
  'total_time',
  'turn_around_time',
  'referer',
  'user_agent',
  'version_id',
  'host_id',
  'signature_version',
  'cipher_suite',
  'authentication_type',
  'host_header',
  'tls_version',
  'access_point_arn',
  'acl_required',
] as const;

export const S3_ACCESS_FIELDS = FIELDS.length;

const OWNER = /^[0-9a-f]{64} [a-z0-9.-]{3,63} \[/;
const FEWEST_FIELDS = 12;
const MOST_KEYS = 64;

const BAD_TIME = quarantined('bad-time', 'time is no plausible time');
const CUT_OFF = quarantined('wrong-shape', 'an S3 access line with too few fields');

const VERBS: ReadonlyMap<string, string> = new Map([
  ['GET', 'Get'],
  ['HEAD', 'Head'],
  ['PUT', 'Put'],
  ['POST', 'Post'],
  ['DELETE', 'Delete'],
  ['COPY', 'Copy'],
]);

/** `REST.GET.OBJECT` → `GetObject`; listing is `REST.GET.BUCKET`. */
const eventName = (operation: string): string => {
  const [, verb = '', what = ''] = operation.split('.', 3);
  if (verb === 'GET' && what === 'BUCKET') return 'ListObjects';
  const words = what
    .toLowerCase()
    .split('_', 4)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return `${VERBS.get(verb) ?? verb}${words.join('')}`;
};

/** Requesters are ARNs, canonical user ids, or `-` for nobody. */
const sessionOf = (requester: string): { readonly role: string; readonly account: string; readonly session: string } | undefined => {
  const [, , , , account, resource] = requester.split(':', 6);
  const [kind, role, session] = (resource ?? '').split('/', 3);
  return kind === 'assumed-role' && role && session && account ? { role, account, session } : undefined;
};

const fateOf = (record: Readonly<Record<string, string>>, context: LineContext): Fate => {
  const at = (name: (typeof FIELDS)[number]): string => (record[name] === undefined || record[name] === '-' ? '' : record[name]);
  const time = commonLogInstant(at('time')) ?? isoInstant(at('time'));
  if (time === undefined) return BAD_TIME;
  const name = eventName(at('operation'));
  const session = sessionOf(at('requester'));
  const principal = session === undefined ? at('requester') : `arn:aws:iam::${session.account}:role/${session.role}`;
  const userAgent = at('user_agent') || undefined;
  let doer: FunctionId | undefined;
  if (session !== undefined) {
    const identity = { accountId: session.account, sessionContext: { sessionIssuer: { arn: principal } } };
    doer = functionOfSession({
      identity,
      session: session.session,
      eventSource: 's3.amazonaws.com',
      eventName: name,
      region: context.region,
      userAgent,
    });
  }
  const bucket = `arn:aws:s3:::${at('bucket')}`;
  const key = at('key');
  const reads = isReadingName(name);
  return {
    kind: 'api-call',
    id: recordId(at('request_id') || context.id),
    time,
    function: doer,
    service: 's3access',
    record,
    action: `s3:${name}`,
    principal,
    sessionName: session?.session,
    accessKeyId: undefined,
    sourceAddress: at('remote_ip') || undefined,
    userAgent,
    account: session?.account ?? context.account,
    region: context.region,
    resources: key === '' ? [bucket] : [`${bucket}/${key}`, bucket],
    outcome: callOutcome(at('http_status') === '403' && at('error_code') === '' ? 'AccessDenied' : at('error_code') || undefined),
    write: !reads,
    invokedBy: undefined,
    bytesToCaller: amountOf(at('bytes_sent')),
    // What is not read is written; the log tells the object's size, not the request's.
    bytesFromCaller: name === 'PutObject' || name === 'PutPart' || name === 'PostObject' ? amountOf(at('object_size')) : 0,
    changes: undefined,
    invokes: undefined,
  };
};

export const s3AccessFate = (line: string, context: LineContext): Fate | undefined => {
  if (!OWNER.test(line)) return undefined;
  const fields = quotedFields(line);
  return fields.length < FEWEST_FIELDS ? CUT_OFF : fateOf(named(FIELDS, fields), context);
};

/** Names without `_`, as query engines' tables have them (`bucketowner`, `requestdatetime`). */
const PLAIN: ReadonlyMap<string, string> = new Map([
  ...FIELDS.map((name) => [name.replaceAll('_', ''), name] as const),
  ['requestdatetime', 'time'],
  ['bucketname', 'bucket'],
  ['errorcode', 'error_code'],
]);

/** Rows of a table over access logs. */
export const isS3AccessObject = (value: JsonObject): boolean =>
  typeof value['operation'] === 'string' &&
  value['requester'] !== undefined &&
  (value['bucketowner'] ?? value['bucket_owner']) !== undefined;

export const s3AccessObjectFate = (value: JsonObject, context: LineContext): Fate => {
  const record: Record<string, string> = {};
  for (const key of Object.keys(value).slice(0, MOST_KEYS)) {
    const found = value[key];
    const name = PLAIN.get(key.toLowerCase().replaceAll('_', '')) ?? key;
    if ((typeof found === 'string' || typeof found === 'number') && name !== '__proto__') record[name] = String(found);
  }
  return fateOf(record, context);
};
