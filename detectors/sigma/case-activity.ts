// A case's record as the activity a correlation needs: when, and by whom. Real records come with more from ingest.
import type { ApiCall, LogService } from '../model/activity.ts';
import { functionId, recordId } from '../model/identity.ts';
import { field, type JsonObject, textField } from '../model/json.ts';
import { type Instant, instantOf } from '../model/time.ts';
import { millisecondsOf } from './time-part.ts';

/** Where the services write the time of a record. */
const TIME_FIELDS = ['eventTime', 'time', 'timestamp', 'query_timestamp', 'start', 'requestTimeEpoch'] as const;

/** Where they write who called. */
const ADDRESS_FIELDS = ['sourceIPAddress', 'ip', 'sourceIp', 'client', 'client_ip', 'clientIp', 'c-ip', 'srcaddr', 'remoteip'] as const;

/** What a log of a function is a log of, when the case does not name it. */
const ANY_FUNCTION = 'function-of-the-case';

/** Records without a time follow each other by a second from here. */
const NO_TIME_MS = Date.UTC(2026, 0, 1);

const timeOf = (record: JsonObject, place: number): Instant | undefined => {
  const text = TIME_FIELDS.map((name) => field(record, name)).find((value) => typeof value === 'string' || typeof value === 'number');
  return instantOf(text === undefined ? NO_TIME_MS + place * 1000 : millisecondsOf(String(text)));
};

/** Undefined when the record's time cannot be read. `place` is the record's ordinal in its case. */
export const caseActivity = (
  record: JsonObject,
  service: LogService,
  functionName: string | undefined,
  place: number,
): ApiCall | undefined => {
  const time = timeOf(record, place);
  if (time === undefined) return undefined;
  const name = functionName ?? (service === 'lambda' ? ANY_FUNCTION : undefined);
  const identity = field(record, 'userIdentity');
  const issuer = textField(field(field(identity, 'sessionContext'), 'sessionIssuer'), 'arn');
  const account = textField(record, 'recipientAccountId') ?? '';
  const region = textField(record, 'awsRegion') ?? '';
  return {
    kind: 'api-call',
    id: recordId(`${textField(record, 'eventID') ?? 'record'}:${place}`),
    time,
    function: name === undefined ? undefined : functionId({ account, region, name }),
    service,
    record,
    action: textField(record, 'eventName') ?? service,
    principal: issuer ?? textField(identity, 'arn') ?? '',
    sessionName: undefined,
    accessKeyId: textField(identity, 'accessKeyId'),
    sourceAddress: ADDRESS_FIELDS.map((address) => textField(record, address)).find((address) => address !== undefined),
    userAgent: textField(record, 'userAgent'),
    account,
    region,
    resources: [],
    outcome: 'success',
    write: false,
    invokedBy: undefined,
    bytesToCaller: 0,
    bytesFromCaller: 0,
    changes: undefined,
    invokes: undefined,
  };
};
