// Log events as CloudWatch's read side gives them: elements of `filter-log-events` and `get-log-events` answers, rows of Logs
// Insights, and lines that a forwarder wrapped.
import { type JsonObject, textField } from '../../detectors/model/json.ts';
import { anyInstant } from '../normalise/instant-text.ts';
import type { Inside } from './container.ts';
import { quarantined } from './fate.ts';
import { logEventFate } from './log-event.ts';
import { groupKind } from './log-group.ts';
import { functionOfLog, tell } from './source-state.ts';

/** Keys of CloudWatch's own API, one of which an application's JSON line is unlikely to bear. */
export const isLogEvent = (value: JsonObject): boolean =>
  typeof value['timestamp'] === 'number' &&
  value['message'] !== undefined &&
  (value['eventId'] !== undefined ||
    value['ingestionTime'] !== undefined ||
    value['logStreamName'] !== undefined ||
    value['id'] !== undefined);

interface Stored {
  readonly id: string | undefined;
  readonly timestamp: JsonObject[string] | undefined;
  readonly message: JsonObject[string] | undefined;
  readonly account: string;
  readonly group: string;
  readonly stream: string;
}

/** `@log` of Logs Insights: `123456789012:/aws/lambda/NAME`. */
const insightsRow = (value: JsonObject): Stored => {
  const log = textField(value, '@log') ?? '';
  const colon = log.indexOf(':');
  return {
    // Its `@ptr` is another one than the id that subscriptions tell.
    id: undefined,
    timestamp: value['@timestamp'],
    message: value['@message'],
    account: colon === -1 ? '' : log.slice(0, colon),
    group: colon === -1 ? '' : log.slice(colon + 1),
    stream: textField(value, '@logStream') ?? '',
  };
};

const apiEvent = (value: JsonObject): Stored => ({
  id: textField(value, 'eventId') ?? textField(value, 'id'),
  timestamp: value['timestamp'],
  message: value['message'],
  account: '',
  group: textField(value, 'logGroupName') ?? textField(value, 'logGroup') ?? '',
  stream: textField(value, 'logStreamName') ?? textField(value, 'logStream') ?? '',
});

/** Splunk's and Cribl's wrapping of a line. */
const forwarded = (value: JsonObject): Stored => ({
  id: undefined,
  timestamp: undefined,
  message: value['_raw'],
  account: '',
  group: '',
  stream: '',
});

const storedEvent = (value: JsonObject): Stored | undefined => {
  if (isLogEvent(value)) return apiEvent(value);
  if (value['@message'] !== undefined && value['@timestamp'] !== undefined) return insightsRow(value);
  return typeof value['_raw'] === 'string' ? forwarded(value) : undefined;
};

/** Whether the value was a stored event, and then what it held has met its fate. */
export const readStoredEvent = (value: JsonObject, inside: Inside): boolean => {
  const stored = storedEvent(value);
  if (stored === undefined) return false;
  const { source, place } = inside;
  const time = stored.timestamp === undefined ? undefined : anyInstant(stored.timestamp);
  if (stored.timestamp !== undefined && time === undefined) {
    tell(source, 'unknown', quarantined('bad-time', 'timestamp is no plausible time'), place);
    return true;
  }
  const account = stored.account === '' ? inside.context.account : stored.account;
  const context = {
    ...inside.context,
    id: stored.id === undefined || stored.id === '' ? inside.context.id : stored.id,
    time,
    account,
    logGroup: stored.group,
    logStream: stored.stream,
    function: functionOfLog(stored.group, stored.stream, account, inside.context.region),
  };
  const kind = groupKind(stored.group, stored.stream);
  if (kind === 'unknown' && stored.group === '') {
    // Nothing names the log: the line inside is as good as a line alone, save that its time is known.
    inside.read(stored.message, { ...inside, context, depth: inside.depth + 1 });
    return true;
  }
  const { format, fate } = logEventFate(kind, stored.message, context);
  if (kind === 'lambda') source.seenLambda = true;
  tell(source, format, fate, place, typeof stored.message === 'string' ? stored.message : undefined);
  return true;
};
