// An item of a source that is one known log group: a log event as CloudWatch gives it, or a bare line. Content decides nothing.
import { isObject, type JsonObject } from '../../detectors/model/json.ts';
import { utf8Length } from '../normalise/utf8-length.ts';
import { continued, quarantined, skipped } from './fate.ts';
import { parseJson } from './json-text.ts';
import { RECORD_CHARACTERS, RECORDS_PER_DOCUMENT } from './limits.ts';
import { logEventFate } from './log-event.ts';
import { groupKind } from './log-group.ts';
import type { Place } from './sink.ts';
import { bareContext, functionOfLog, type SourceState, tell } from './source-state.ts';
import { isLogEvent } from './stored-event.ts';
import { logEvent, logNamed, subscription } from './subscription.ts';
import { timedLine } from './timed-line.ts';

const storedIn = (source: SourceState, value: JsonObject, fallbackId: string, place: Place): void => {
  const group = source.logGroup ?? '';
  const stream = typeof value['logStreamName'] === 'string' ? value['logStreamName'] : source.logStream;
  logEvent(source, logNamed(source, group, stream, source.account), value, fallbackId, 0, place);
};

/** Whether the object was CloudWatch's wrapping of events of this very group. */
const readWrapped = (source: SourceState, value: JsonObject, place: Place): boolean => {
  const fallbackId = `${source.name}:${place.line}`;
  if (typeof value['messageType'] === 'string' && value['logGroup'] === source.logGroup && value['logEvents'] !== undefined) {
    subscription(source, value, fallbackId, place);
    return true;
  }
  if (isLogEvent(value)) {
    storedIn(source, value, fallbackId, place);
    return true;
  }
  const events = value['events'];
  if (!Array.isArray(events) || events.length === 0 || events.length > RECORDS_PER_DOCUMENT) return false;
  const stored: JsonObject[] = [];
  for (const event of events) if (isObject(event) && isLogEvent(event)) stored.push(event);
  if (stored.length !== events.length) return false;
  source.received += stored.length - 1;
  for (let index = 0; index < stored.length; index++) storedIn(source, stored[index] ?? {}, `${fallbackId}/${index + 1}`, place);
  return true;
};

/** `known`: what the text says, when it was parsed already. */
export const readGroupItem = (source: SourceState, text: string, place: Place, known?: JsonObject): void => {
  if (text.length > RECORD_CHARACTERS) {
    tell(source, 'unknown', quarantined('too-large', 'longer than a record may be'), place);
    return;
  }
  if (text.charCodeAt(0) === 123) {
    const parsed = known === undefined ? parseJson(text) : { kind: 'json' as const, value: known };
    if (parsed.kind === 'json' && isObject(parsed.value)) {
      if (readWrapped(source, parsed.value, place)) return;
      const context = bareContext(source, `${source.name}:${place.line}`);
      const { format, fate } = logEventFate(groupKind(context.logGroup, context.logStream), parsed.value, context, utf8Length(text));
      tell(source, format, fate, place);
      return;
    }
  }
  if (text.trim() === '') {
    tell(source, 'application-text', skipped('no-data'), place);
    return;
  }
  const bare = bareContext(source, `${source.name}:${place.line}`);
  const timed = timedLine(text);
  const stream = timed === undefined || timed.stream === '' ? bare.logStream : timed.stream;
  const context =
    timed === undefined
      ? bare
      : { ...bare, time: timed.time, logStream: stream, function: functionOfLog(bare.logGroup, stream, bare.account, bare.region) };
  if (timed !== undefined) source.seenStamp = true;
  const { format, fate } = logEventFate(groupKind(bare.logGroup, stream), timed === undefined ? text : timed.message, context);
  if (timed !== undefined) tell(source, format, fate, place, timed.message);
  else tell(source, format, source.seenStamp && format === 'application-text' ? continued(fate) : fate, place);
};
