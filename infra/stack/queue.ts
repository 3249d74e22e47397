// A queue as all of ours are: encrypted, over TLS only, with dead letters that wait for a person as long as SQS lets them.
import { Duration } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct, IConstruct } from 'constructs';
import { PREFIX } from '../names.ts';
import { acknowledge } from './acknowledgements.ts';

export interface QueueOptions {
  /** Without the prefix; a name that ends in `.fifo` keeps order. */
  readonly name: string;
  readonly key?: IKey | undefined;
}

/** SQS's longest: a long weekend and a holiday behind it. */
const LONGEST = Duration.days(14);

/** SQS's shortest. */
const SHORTEST = Duration.minutes(1);

const optionsOf = ({ name, key }: QueueOptions) => ({
  queueName: `${PREFIX}-${name}`,
  retentionPeriod: LONGEST,
  enforceSSL: true,
  ...(name.endsWith('.fifo') ? { fifo: true, contentBasedDeduplication: true } : {}),
  ...(key === undefined ? { encryption: QueueEncryption.SQS_MANAGED } : { encryption: QueueEncryption.KMS, encryptionMasterKey: key }),
});

/** Where what failed waits: the end of the line. */
export const lastQueue = (scope: Construct, id: string, options: QueueOptions): Queue => {
  const queue = new Queue(scope, id, optionsOf(options));
  acknowledge(queue, 'AwsSolutions-SQS3', 'It is where messages wait for a person: there is nothing behind it.');
  acknowledge(queue, 'Serverless-SQSRedrivePolicy', 'It is where messages wait for a person: there is nothing behind it.');
  return queue;
};

/** Where what only has to have come is forgotten. */
export const passingQueue = (scope: Construct, id: string, options: QueueOptions): Queue => {
  const queue = new Queue(scope, id, { ...optionsOf(options), retentionPeriod: SHORTEST });
  acknowledge(queue, 'AwsSolutions-SQS3', 'Nobody reads it, so nothing can fail.');
  acknowledge(queue, 'Serverless-SQSRedrivePolicy', 'Nobody reads it, so nothing can fail.');
  return queue;
};

export interface WorkQueueOptions extends QueueOptions {
  /** Of the function that reads it. */
  readonly timeout: Duration;
  readonly deadLetters: Queue;
  /**
   * How long after it was given out a message comes again, if it was not done with. SQS wants no less than the reader's timeout.
   * @default six times that: AWS's own advice, so that a message is not given out while it waits for a reader that is throttled
   */
  readonly comesAgainAfter?: Duration;
  /** Tries before a message is a dead letter. @default five: they outlast a short fault and not a bad message */
  readonly tries?: number;
}

const TRIES = 5;

export const workQueue = (
  scope: Construct,
  id: string,
  { timeout, deadLetters, comesAgainAfter, tries = TRIES, ...options }: WorkQueueOptions,
): Queue =>
  new Queue(scope, id, {
    ...optionsOf(options),
    visibilityTimeout: comesAgainAfter ?? Duration.seconds(6 * timeout.toSeconds()),
    deadLetterQueue: { queue: deadLetters, maxReceiveCount: tries },
  });

/** SQS keeps what its reader cannot take: the mapping of a queue has no destination of its own. */
export const acknowledgeQueueSource = (reader: IConstruct): void =>
  acknowledge(reader, 'Serverless-LambdaEventSourceMappingDestination', 'The queue has dead letters: a destination is for streams.');
