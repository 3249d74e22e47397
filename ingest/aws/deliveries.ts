// The event that invoked the function → deliveries, each of which can fail and be retried by itself where its source allows it.
import { field, isObject, type Json, textField } from '../../detectors/model/json.ts';
import { queuedUnits } from './queued-units.ts';
import { subscriptionUnit } from './subscription-unit.ts';
import type { Delivery } from './unit.ts';

export interface Received {
  /** Whether the source retries failed items alone (a stream, a queue) or the whole event (an asynchronous invocation). */
  readonly retries: 'items' | 'event';
  readonly deliveries: readonly Delivery[];
}

const delivery = (record: Json, region: string): Delivery => {
  const kinesis = field(record, 'kinesis');
  const sequenceNumber = textField(kinesis, 'sequenceNumber');
  if (sequenceNumber !== undefined)
    return { identifier: sequenceNumber, units: [subscriptionUnit(textField(kinesis, 'data') ?? '', region)] };
  return { identifier: textField(record, 'messageId') ?? '', units: queuedUnits(textField(record, 'body') ?? '') };
};

/** `region`: of the subscription, which its messages do not tell. */
export const deliveriesOf = (event: unknown, region: string): Received => {
  const json = event as Json;
  const data = textField(field(json, 'awslogs'), 'data');
  if (data !== undefined) return { retries: 'event', deliveries: [{ identifier: '', units: [subscriptionUnit(data, region)] }] };
  const records = field(json, 'Records');
  if (Array.isArray(records)) return { retries: 'items', deliveries: records.map((record: Json) => delivery(record, region)) };
  // Somebody's hand or a wrong trigger: read as text, so that it is counted and kept.
  const text = isObject(json) || Array.isArray(json) ? JSON.stringify(json) : String(json);
  return { retries: 'event', deliveries: [{ identifier: '', units: queuedUnits(text) }] };
};
