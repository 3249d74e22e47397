// What Lambda's poller does for a stream: each shard in its order, a batch that failed again from where it failed, or by halves.
import { failedOf, type PumpSurroundings } from './queue-pump.ts';
import type { QueueMapping } from './services.ts';

export interface StreamRecord {
  readonly shard: string;
  readonly sequenceNumber: string;
  readonly partition: string;
  readonly data: Buffer;
  readonly arrivedMs: number;
}

export interface StreamSurroundings extends Omit<PumpSurroundings, 'queues' | 'urlOf'> {
  readonly sendTo: (queueArn: string, body: string) => Promise<void>;
}

/** Lambda waits longer with each retry; a second is what it begins with. */
const RETRY_AFTER_MS = 1_000;

const eventOf = (records: readonly StreamRecord[], { sourceArn }: QueueMapping, region: string): object => ({
  Records: records.map(({ shard, sequenceNumber, partition, data, arrivedMs }) => ({
    kinesis: {
      kinesisSchemaVersion: '1.0',
      partitionKey: partition,
      sequenceNumber,
      data: data.toString('base64'),
      approximateArrivalTimestamp: arrivedMs / 1000,
    },
    eventSource: 'aws:kinesis',
    eventVersion: '1.0',
    eventID: `${shard}:${sequenceNumber}`,
    eventName: 'aws:kinesis:record',
    awsRegion: region,
    eventSourceARN: sourceArn,
  })),
});

/** Takes a record as the stream has taken it. */
export const pumpStream = (mapping: QueueMapping, surroundings: StreamSurroundings): ((record: StreamRecord) => void) => {
  const { timeline, invocations, region, cut, sendTo } = surroundings;
  const shards = new Map<string, StreamRecord[]>();
  const busy = new Set<string>();

  const giveUp = async (records: readonly StreamRecord[]): Promise<void> => {
    if (mapping.failureDestination === undefined) return;
    const place = { shardId: records[0]?.shard, startSequenceNumber: records[0]?.sequenceNumber, batchSize: records.length };
    await sendTo(mapping.failureDestination, JSON.stringify({ requestContext: {}, KinesisBatchInfo: place }));
  };

  /** Resolves when each is read or given up; what comes after waits for it. */
  const deliver = async (records: readonly StreamRecord[], tries: number): Promise<void> => {
    if (records.length === 0) return;
    const outcome = await invocations.invoke(mapping.functionName, eventOf(records, mapping, region));
    const identifiers = records.map(({ sequenceNumber }) => sequenceNumber);
    const failed = failedOf(outcome, identifiers, mapping.reportsItems);
    if (failed.size === 0) return;
    timeline.clock.jumpTo(timeline.clock.now() + RETRY_AFTER_MS);
    if (outcome.kind === 'failed' && mapping.bisects && records.length > 1) {
      const middle = Math.ceil(records.length / 2);
      await deliver(records.slice(0, middle), tries);
      await deliver(records.slice(middle), tries);
      return;
    }
    // What came before the lowest that failed is done with.
    const rest = records.slice(identifiers.findIndex((identifier) => failed.has(identifier)));
    if (mapping.mostRetries >= 0 && tries >= mapping.mostRetries) await giveUp(rest);
    else await deliver(rest, tries + 1);
  };

  const readShard = async (shard: string): Promise<void> => {
    const waiting = shards.get(shard) ?? [];
    while (waiting.length > 0) await deliver(waiting.splice(0, Math.min(mapping.batchSize, cut(waiting.length))), 0);
    busy.delete(shard);
  };

  return (record) => {
    const waiting = shards.get(record.shard) ?? [];
    shards.set(record.shard, waiting);
    waiting.push(record);
    if (busy.has(record.shard)) return;
    busy.add(record.shard);
    timeline.at(timeline.clock.now() + mapping.windowMs, () => readShard(record.shard));
  };
};
