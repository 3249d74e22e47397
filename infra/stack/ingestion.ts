// Logs → the ingest function: which doors there are, and how each is retried.
import { Duration } from 'aws-cdk-lib';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Stream } from 'aws-cdk-lib/aws-kinesis';
import { StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { KinesisEventSource, SqsDlq, SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledgeResource } from './acknowledgements.ts';
import type { Files } from './files.ts';
import { type Members, memberEvents, memberLogs } from './members.ts';
import { OwnFunction } from './own-function.ts';
import { acknowledgeQueueSource, lastQueue, workQueue } from './queue.ts';
import {
  bucketObjects,
  cloudTrailRule,
  directDestination,
  type LogDestination,
  logStream,
  streamDestination,
  subscribeAccount,
  subscribeGroups,
} from './sources.ts';
import type { State } from './state.ts';

export interface IngestionProps {
  readonly logGroups: 'account' | 'none' | readonly string[];
  readonly cloudTrail: 'all' | 'writes' | 'none';
  readonly buckets: readonly IBucket[];
  readonly stream: boolean;
  /** Other accounts that send here; they need the stream. */
  readonly members: Members | undefined;
  readonly graceMs: number;
  readonly retention: RetentionDays;
  readonly state: State;
  readonly findings: Queue;
  /** Takes invocations that failed for good. */
  readonly failed: Queue;
  /** Takes events that reached no target. */
  readonly undelivered: Queue;
  readonly quarantine: Queue;
  readonly files: Files;
}

/** By reckoning, a large object of a busy account (100,000 records, claimed one by one, read twice) needs a good part of it. */
const TIMEOUT = Duration.minutes(5);

/** Within the ten minutes between a window's assessment and its learning. */
const COMES_AGAIN_AFTER = Duration.minutes(6);

export class Ingestion extends Construct {
  readonly function: OwnFunction<'ingest'>;
  readonly queue: Queue;
  readonly deadLetters: Queue;
  readonly stream: Stream | undefined;
  /** Where log groups send; undefined when none is read. */
  readonly destination: LogDestination | undefined;

  constructor(scope: Construct, id: string, props: IngestionProps) {
    super(scope, id);
    const { partials } = props.state;
    this.function = new OwnFunction(this, 'Ingest', {
      service: 'ingest',
      description: 'Lapwing: reads logs, matches rules, folds what functions did',
      // Half a processor: parsing is what it does, 3 ms of a whole one for a message of 200 lines (measured).
      memoryMb: 1024,
      timeout: TIMEOUT,
      retention: props.retention,
      files: props.files.ingest,
      variables: {
        PARTIALS_TABLE: partials.tableName,
        FINDINGS_QUEUE: props.findings.queueUrl,
        QUARANTINE_QUEUE: props.quarantine.queueUrl,
        GRACE_MS: String(props.graceMs),
      },
    });
    const { lambda, role } = this.function;
    partials.grant(role, 'dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem', 'dynamodb:BatchWriteItem');
    for (const queue of [props.findings, props.quarantine]) queue.grant(role, 'sqs:SendMessage');
    // CloudWatch Logs invokes asynchronously: two more tries within minutes; what then fails is kept with its payload.
    lambda.configureAsyncInvoke({ retryAttempts: 2, maxEventAge: Duration.hours(6), onFailure: new SqsDestination(props.failed) });

    this.deadLetters = lastQueue(this, 'DeadLetters', { name: 'ingest-dead-letters' });
    this.queue = workQueue(this, 'Queue', {
      name: 'ingest',
      timeout: TIMEOUT,
      deadLetters: this.deadLetters,
      // After half an hour, six times the timeout, a window would have been learned without what was interrupted. The mapping's
      // own limit keeps messages from being taken that nobody reads yet.
      comesAgainAfter: COMES_AGAIN_AFTER,
      // An hour, as long as five tries took by the advice.
      tries: 10,
    });
    lambda.addEventSource(
      new SqsEventSource(this.queue, {
        // CloudTrail's events come one by one: gathered for five seconds they share an invocation, and rules still speak within seconds.
        batchSize: 100,
        maxBatchingWindow: Duration.seconds(5),
        reportBatchItemFailures: true,
        // A burst of the account must not take all of its concurrency: that belongs to the functions that are watched.
        maxConcurrency: 20,
      }),
    );
    acknowledgeQueueSource(lambda);
    this.stream = props.stream || props.members !== undefined ? logStream(this) : undefined;
    if (this.stream !== undefined) this.#readStream(this.stream, props);
    this.destination = props.logGroups === 'none' ? undefined : this.#subscribe(props.logGroups);
    if (props.cloudTrail !== 'none')
      cloudTrailRule(this, new SqsQueue(this.queue, { deadLetterQueue: props.undelivered }), props.cloudTrail === 'all');
    if (props.members !== undefined && this.stream !== undefined) {
      memberLogs(this, this.stream, props.members);
      memberEvents(this, props.members, this.queue, props.undelivered);
    }
    if (props.buckets.length > 0) {
      bucketObjects(this, props.buckets, this.queue, props.undelivered);
      const resources = props.buckets.map((bucket) => bucket.arnForObjects('*'));
      role.addToPolicy(new PolicyStatement({ actions: ['s3:GetObject'], resources }));
      for (const { encryptionKey } of props.buckets) encryptionKey?.grantDecrypt(role);
      for (const resource of resources)
        acknowledgeResource(
          role,
          resource,
          'Logs are objects whose names are dates and chance: any object of the buckets that were named.',
        );
    }
  }

  #subscribe(logGroups: 'account' | readonly string[]): LogDestination {
    const destination = this.stream === undefined ? directDestination(this, this.function.lambda) : streamDestination(this, this.stream);
    if (logGroups === 'account') subscribeAccount(this, destination);
    else subscribeGroups(this, destination, logGroups);
    return destination;
  }

  #readStream(stream: Stream, { failed }: IngestionProps): void {
    this.function.lambda.addEventSource(
      new KinesisEventSource(stream, {
        startingPosition: StartingPosition.TRIM_HORIZON,
        // 100 messages of some hundred lines are what five seconds of a shard bring, and fit the 6 MB of an invocation.
        batchSize: 100,
        maxBatchingWindow: Duration.seconds(5),
        // Two readers a shard: partials do not mind their order.
        parallelizationFactor: 2,
        // A record that kills the function is found by halves; one that fails by itself is told by the response.
        bisectBatchOnError: true,
        reportBatchItemFailures: true,
        // Without these a bad record stops its shard until it expires. Ten tries, with the source's pauses, outlast a short fault; a day
        // leaves two of the stream's three to read again what was given up.
        retryAttempts: 10,
        maxRecordAge: Duration.days(1),
        onFailure: new SqsDlq(failed),
      }),
    );
  }
}
