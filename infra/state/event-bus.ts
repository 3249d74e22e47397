// The bus port over EventBridge: ten events a request, and those that were refused sent again.
import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { pause } from './pause.ts';
import type { Bus, BusEntry } from './ports.ts';

/** PutEvents takes ten events, and 256 KB (of late 1 MB) of them together: so many findings of the usual few kilobytes. */
const BATCH = 10;
const BATCH_BYTES = 240 * 1024;
/** Refusals of single events are throttling mostly, which passes within a second or two; what lasts is tried again minutes later. */
const MOST_ROUNDS = 4;
const FIRST_PAUSE_MS = 100;

interface Placed {
  readonly place: number;
  readonly entry: BusEntry;
}

const batchesOf = (entries: readonly BusEntry[]): readonly (readonly Placed[])[] => {
  const batches: Placed[][] = [];
  let bytes = 0;
  entries.forEach((entry, place) => {
    const size = Buffer.byteLength(entry.Detail);
    const open = batches.at(-1);
    if (open === undefined || open.length === BATCH || bytes + size > BATCH_BYTES) {
      batches.push([{ place, entry }]);
      bytes = size;
    } else {
      open.push({ place, entry });
      bytes += size;
    }
  });
  return batches;
};

interface Refused extends Placed {
  readonly reason: string;
}

export const eventBus = (client: EventBridgeClient, name: string): Bus => {
  const send = async (batch: readonly Placed[]): Promise<readonly Refused[]> => {
    try {
      const { Entries = [] } = await client.send(
        new PutEventsCommand({ Entries: batch.map(({ entry }) => ({ ...entry, EventBusName: name })) }),
      );
      return batch.flatMap((each, at) => {
        const reason = Entries[at]?.ErrorCode;
        return reason === undefined ? [] : [{ ...each, reason }];
      });
    } catch (error) {
      const reason = error instanceof Error ? error.name : 'unknown';
      return batch.map((each) => ({ ...each, reason }));
    }
  };

  const sendAgain = async (batch: readonly Placed[]): Promise<readonly Refused[]> => {
    let refused = await send(batch);
    for (let round = 1; refused.length > 0 && round < MOST_ROUNDS; round++) {
      // The whole batch: the client has tried several times by itself, so the bus is gone, denied or down.
      if (refused.length === batch.length) break;
      // Full jitter: writers that were throttled together do not come back together.
      await pause(Math.random() * FIRST_PAUSE_MS * 2 ** round);
      refused = await send(refused);
    }
    return refused;
  };

  return {
    async put(entries) {
      const refused = new Map<number, string>();
      let dead: string | undefined;
      for (const batch of batchesOf(entries)) {
        const left = dead === undefined ? await sendAgain(batch) : batch.map((each) => ({ ...each, reason: dead ?? '' }));
        for (const { place, reason } of left) refused.set(place, reason);
        // The next batch would only wait as long.
        if (left.length === batch.length) dead = left[0]?.reason;
      }
      return refused;
    },
  };
};
