// The queue port over SQS: ten messages a request, those that were refused sent again.
import { SendMessageBatchCommand, type SendMessageBatchRequestEntry, type SQSClient } from '@aws-sdk/client-sqs';
import type { Queue } from './ports.ts';

/** SendMessageBatch takes no more messages, and 1 MiB of them together: a character is three bytes at worst. */
const BATCH = 10;
const BATCH_CHARACTERS = 250_000;
const MOST_ROUNDS = 5;

/** One group: the reader takes the messages one batch at a time, and is the only one at work. */
const FIFO = { MessageGroupId: 'findings' };

const batchesOf = (messages: readonly string[]): readonly (readonly string[])[] => {
  const batches: string[][] = [];
  let length = 0;
  for (const message of messages) {
    const open = batches.at(-1);
    if (open === undefined || open.length === BATCH || length + message.length > BATCH_CHARACTERS) {
      batches.push([message]);
      length = message.length;
    } else {
      open.push(message);
      length += message.length;
    }
  }
  return batches;
};

export const sqsQueue = (client: SQSClient, url: string): Queue => {
  const order = url.endsWith('.fifo') ? FIFO : {};
  const sendBatch = async (messages: readonly string[]): Promise<void> => {
    let waiting: readonly SendMessageBatchRequestEntry[] = messages.map((MessageBody, place) => ({
      Id: String(place),
      MessageBody,
      ...order,
    }));
    for (let round = 0; waiting.length > 0; round++) {
      if (round === MOST_ROUNDS) throw new Error(`${waiting.length} messages were refused`);
      const { Failed = [] } = await client.send(new SendMessageBatchCommand({ QueueUrl: url, Entries: [...waiting] }));
      const refused = new Set(Failed.map(({ Id }) => Id));
      waiting = waiting.filter(({ Id }) => refused.has(Id));
    }
  };
  return {
    async send(messages) {
      for (const batch of batchesOf(messages)) await sendBatch(batch);
    },
  };
};
