// The bus port over EventBridge: findings as events of Lapwing's own, ten a request, those that were refused sent again.
import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { EVENT_DETAIL_TYPE, EVENT_SOURCE } from '../names.ts';
import type { Bus } from './ports.ts';

/** PutEvents takes ten events, and 256 KB (of late 1 MB) of them together: so many findings of the usual few kilobytes. */
const BATCH = 10;
const BATCH_BYTES = 240 * 1024;
const MOST_ROUNDS = 5;

const batchesOf = (details: readonly string[]): readonly (readonly string[])[] => {
  const batches: string[][] = [];
  let bytes = 0;
  for (const detail of details) {
    const size = Buffer.byteLength(detail);
    const open = batches.at(-1);
    if (open === undefined || open.length === BATCH || bytes + size > BATCH_BYTES) {
      batches.push([detail]);
      bytes = size;
    } else {
      open.push(detail);
      bytes += size;
    }
  }
  return batches;
};

export const eventBus = (client: EventBridgeClient, name: string): Bus => ({
  async put(details) {
    for (const batch of batchesOf(details)) {
      let waiting = batch;
      for (let round = 0; waiting.length > 0; round++) {
        if (round === MOST_ROUNDS) throw new Error(`${waiting.length} events were refused`);
        const Entries = waiting.map((Detail) => ({ Source: EVENT_SOURCE, DetailType: EVENT_DETAIL_TYPE, EventBusName: name, Detail }));
        const answer = await client.send(new PutEventsCommand({ Entries }));
        waiting = waiting.filter((_, place) => answer.Entries?.[place]?.ErrorCode !== undefined);
      }
    }
  },
});
