// What Lambda's poller does for a queue: gathers a batch, invokes, deletes what succeeded and leaves the rest to come again.
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { Outcome } from './function-host.ts';
import type { Invocations } from './invocations.ts';
import type { QueueMapping } from './services.ts';
import type { Timeline } from './timeline.ts';

/** Messages are deleted by so many at most. */
const MOST_AT_ONCE = 10;
/** A batch of Lambda's is 6 MB at most, envelope included. */
const MOST_BYTES = 5_500_000;

const NAMES = { SentTimestamp: 'SentTimestamp', ApproximateReceiveCount: 'ApproximateReceiveCount', MessageGroupId: 'MessageGroupId' };

const recordOf = (message: Message, { sourceArn }: QueueMapping, region: string): object => ({
  messageId: message.MessageId,
  receiptHandle: message.ReceiptHandle,
  body: message.Body,
  attributes: Object.fromEntries(Object.entries(message.Attributes ?? {}).filter(([name]) => name in NAMES)),
  messageAttributes: {},
  md5OfBody: message.MD5OfBody,
  eventSource: 'aws:sqs',
  eventSourceARN: sourceArn,
  awsRegion: region,
});

/** As Lambda reads it: an answer that is no answer, or that names what is not in the batch, fails all of it. */
export const failedOf = (outcome: Outcome, identifiers: readonly string[], reportsItems: boolean): ReadonlySet<string> => {
  const all = new Set(identifiers);
  if (outcome.kind === 'failed') return all;
  if (!reportsItems || outcome.payload === null || typeof outcome.payload !== 'object') return new Set();
  const { batchItemFailures } = outcome.payload as { readonly batchItemFailures?: readonly { readonly itemIdentifier?: string }[] };
  if (batchItemFailures === undefined || batchItemFailures === null) return new Set();
  const named = batchItemFailures.map(({ itemIdentifier = '' }) => itemIdentifier);
  return named.every((name) => all.has(name)) ? new Set(named) : all;
};

export interface PumpSurroundings {
  readonly queues: SQSClient;
  readonly timeline: Timeline;
  readonly invocations: Invocations;
  readonly region: string;
  readonly urlOf: (arn: string) => string;
  /** How many messages of a gathered batch go together: all of them, or fewer, as when a batch comes cut differently. */
  readonly cut: (messages: number) => number;
}

export const pumpQueue = async (mapping: QueueMapping, surroundings: PumpSurroundings): Promise<void> => {
  const { queues, timeline, invocations, region, urlOf, cut } = surroundings;
  const QueueUrl = urlOf(mapping.sourceArn);
  const { Attributes } = await queues.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['VisibilityTimeout'] }));
  const visibilityMs = Number(Attributes?.['VisibilityTimeout'] ?? 30) * 1000;
  const held: Message[] = [];
  let isWaiting = false;

  const receive = async (): Promise<void> => {
    while (held.length < mapping.batchSize) {
      const MaxNumberOfMessages = Math.min(MOST_AT_ONCE, mapping.batchSize - held.length);
      const { Messages = [] } = await queues.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages, MessageSystemAttributeNames: ['All'] }),
      );
      held.push(...Messages);
      if (Messages.length === 0) return;
    }
  };

  const settle = async (batch: readonly Message[], outcome: Outcome): Promise<void> => {
    const failed = failedOf(
      outcome,
      batch.map(({ MessageId = '' }) => MessageId),
      mapping.reportsItems,
    );
    const done = batch.filter(({ MessageId = '' }) => !failed.has(MessageId));
    for (let at = 0; at < done.length; at += MOST_AT_ONCE)
      await queues.send(
        new DeleteMessageBatchCommand({
          QueueUrl,
          Entries: done.slice(at, at + MOST_AT_ONCE).map(({ ReceiptHandle }, place) => ({ Id: String(place), ReceiptHandle })),
        }),
      );
    // What failed is seen again when its visibility timeout is over, in the account's time.
    for (const { MessageId = '', ReceiptHandle } of batch)
      if (failed.has(MessageId))
        timeline.at(timeline.clock.now() + visibilityMs, async () => {
          await queues.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
        });
  };

  const deliver = async (): Promise<void> => {
    isWaiting = false;
    await receive();
    while (held.length > 0) {
      const batch: Message[] = [];
      let bytes = 0;
      const most = cut(held.length);
      while (
        held.length > 0 &&
        batch.length < most &&
        (batch.length === 0 || bytes + Buffer.byteLength(held[0]?.Body ?? '') < MOST_BYTES)
      ) {
        const message = held.shift();
        if (message === undefined) break;
        bytes += Buffer.byteLength(message.Body ?? '');
        batch.push(message);
      }
      const Records = batch.map((message) => recordOf(message, mapping, region));
      await settle(batch, await invocations.invoke(mapping.functionName, { Records }));
    }
  };

  timeline.poll(async () => {
    if (isWaiting) return false;
    await receive();
    if (held.length === 0) return false;
    isWaiting = true;
    const isFull = held.length >= mapping.batchSize;
    timeline.at(timeline.clock.now() + (isFull ? 0 : mapping.windowMs), deliver);
    return true;
  });
};
