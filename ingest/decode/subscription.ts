// A CloudWatch Logs subscription message, decoded: `{messageType, owner, logGroup, logStream, logEvents[]}`.
import { isObject, type Json, type JsonObject, textField } from '../../detectors/model/json.ts';
import { quarantined, skipped } from './fate.ts';
import { RECORDS_PER_DOCUMENT } from './limits.ts';
import type { LineContext } from './line-context.ts';
import { eventTime, logEventFate } from './log-event.ts';
import { type GroupKind, groupKind } from './log-group.ts';
import type { Place } from './sink.ts';
import { functionOfLog, type SourceState, tell } from './source-state.ts';

const WRONG_EVENTS = quarantined('wrong-shape', 'logEvents is no list');
const WRONG_EVENT = quarantined('wrong-shape', 'a log event that is no object');
const TOO_MANY = quarantined('too-large', 'more log events than a document may hold');

/** The context of each event of a log in turn: no decoder keeps it, and most of it is the same for all. */
type Turning = { -readonly [Name in keyof LineContext]: LineContext[Name] };

interface Log {
  readonly group: string;
  readonly stream: string;
  readonly owner: string;
  readonly kind: GroupKind;
  readonly context: Turning;
}

/** A field that `emitSystemFields` adds: `beside` the event, or among its extracted fields. */
const systemField = (beside: Json | undefined, extracted: Json | undefined, name: string): string | undefined =>
  typeof beside === 'string' ? beside : extracted === undefined ? undefined : textField(extracted, name);

/** For events without an id; 0 is the only one of its item. */
const fallbackId = (idPrefix: string, ordinal: number): string => (ordinal === 0 ? idPrefix : `${idPrefix}/${ordinal}`);

export const logEvent = (source: SourceState, log: Log, event: Json | undefined, idPrefix: string, ordinal: number, place: Place): void => {
  if (!isObject(event)) {
    tell(source, 'subscription', WRONG_EVENT, place);
    return;
  }
  const time = eventTime(event['timestamp']);
  if (typeof time === 'object') {
    tell(source, time.format, time.fate, place);
    return;
  }
  const extracted = event['extractedFields'];
  const account = systemField(event['@aws.account'], extracted, '@aws.account') ?? log.owner;
  const region = systemField(event['@aws.region'], extracted, '@aws.region') ?? source.region;
  const id = event['id'] ?? event['eventId'];
  const { context } = log;
  context.id = typeof id === 'string' && id !== '' ? id : fallbackId(idPrefix, ordinal);
  context.time = time;
  context.lastTime = source.lastTime;
  if (account !== context.account || region !== context.region) {
    context.account = account;
    context.region = region;
    context.function = functionOfLog(log.group, log.stream, account, region);
  }
  const message = event['message'];
  const { format, fate } = logEventFate(log.kind, message, context);
  if (fate.kind === 'skipped' && fate.reason === 'unknown-log-group') source.sink.notice?.(format, `log group ${log.group}`);
  tell(source, format, fate, place, typeof message === 'string' ? message : undefined);
};

export const logNamed = (source: SourceState, group: string, stream: string, owner: string): Log => {
  const { region } = source;
  const context: Turning = {
    id: '',
    source: source.name,
    time: undefined,
    lastTime: undefined,
    account: owner,
    region,
    logGroup: group,
    logStream: stream,
    // The same text for all events of a log: it need not be made, nor hashed, more than once.
    function: functionOfLog(group, stream, owner, region),
    fallbackFunction: undefined,
    declared: source.declared,
  };
  return { group, stream, owner, kind: groupKind(group, stream), context };
};

/** The log that a message (or the envelope of one) comes from. */
const logOf = (message: JsonObject, source: SourceState): Log =>
  logNamed(
    source,
    textField(message, 'logGroup') ?? source.logGroup ?? '',
    textField(message, 'logStream') ?? source.logStream,
    textField(message, 'owner') ?? source.account,
  );

export const subscription = (source: SourceState, message: JsonObject, idPrefix: string, place: Place): void => {
  const type = message['messageType'];
  if (type === 'CONTROL_MESSAGE') {
    tell(source, 'subscription', skipped('control-message'), place);
    return;
  }
  if (type !== 'DATA_MESSAGE') {
    tell(source, 'subscription', quarantined('wrong-shape', 'unknown messageType'), place);
    return;
  }
  const events = message['logEvents'];
  if (events === undefined || events === null) {
    tell(source, 'subscription', skipped('no-data'), place);
    return;
  }
  if (!Array.isArray(events)) {
    tell(source, 'subscription', WRONG_EVENTS, place);
    return;
  }
  if (events.length === 0) {
    tell(source, 'subscription', skipped('no-data'), place);
    return;
  }
  if (events.length > RECORDS_PER_DOCUMENT) {
    tell(source, 'subscription', TOO_MANY, place);
    return;
  }
  const log = logOf(message, source);
  source.received += events.length - 1;
  for (let index = 0; index < events.length; index++) logEvent(source, log, events[index], idPrefix, index + 1, place);
};
