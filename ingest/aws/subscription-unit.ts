// A CloudWatch Logs subscription payload → a unit. Its key is made of the log and of the ids of its events, so that a message
// is the same whether it came to the function directly, through a stream, or twice through either.
import { stableId } from '../../detectors/model/hash.ts';
import { field, type Json, textField } from '../../detectors/model/json.ts';
import { PAYLOAD_INFLATED_BYTES } from '../decode/limits.ts';
import { inflate } from './inflate.ts';
import type { Unit } from './unit.ts';

const parsed = (text: string): Json | undefined => {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
};

/** What cannot be read keeps its base64: the reader will say what is wrong with it. */
const unreadable = (base64: string): Unit => {
  const key = stableId('payload', base64);
  return {
    key,
    hints: { name: `payload:${key}` },
    log: undefined,
    content: { kind: 'text', text: JSON.stringify({ awslogs: { data: base64 } }) },
  };
};

/** `region`: of the subscription, which a message does not tell. */
export const subscriptionUnit = (base64: string, region: string): Unit => {
  const inflated = inflate(base64, PAYLOAD_INFLATED_BYTES);
  const message = inflated.kind === 'text' ? parsed(inflated.text) : undefined;
  const events = field(message, 'logEvents');
  if (inflated.kind !== 'text' || !Array.isArray(events)) return unreadable(base64);
  const log = ['owner', 'logGroup', 'logStream'].map((name) => textField(message, name) ?? '');
  const ids = events.map((event: Json) => textField(event, 'id') ?? JSON.stringify(event));
  const key = stableId('subscription', textField(message, 'messageType') ?? '', ...log, ...ids);
  return {
    key,
    hints: { name: `subscription:${key}`, region },
    log: log.join('|'),
    content: { kind: 'text', text: inflated.text },
  };
};
