// Findings → people and machines: the queue that keeps them in order, the function, the topic.
import { Duration, Stack } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { EVENT_SOURCE, PREFIX } from '../names.ts';
import type { Files } from './files.ts';
import { letRoleUse } from './key-policy.ts';
import { OwnFunction } from './own-function.ts';
import { acknowledgeQueueSource, lastQueue, workQueue } from './queue.ts';
import type { State } from './state.ts';

export interface AlertingProps {
  readonly emails: readonly string[];
  readonly environment: string;
  readonly projectUrl: string;
  readonly key: IKey | undefined;
  /** Takes what SNS could not deliver. */
  readonly undelivered: Queue;
  readonly retention: RetentionDays;
  readonly state: State;
  readonly files: Files;
}

const TIMEOUT = Duration.minutes(1);

export class Alerting extends Construct {
  /** First in, first out, one group: one reader at a time, so that two findings of one attack make one story and not two. */
  readonly queue: Queue;
  readonly deadLetters: Queue;
  readonly topic: Topic;
  readonly #props: AlertingProps;

  constructor(scope: Construct, id: string, props: AlertingProps) {
    super(scope, id);
    const { key } = props;
    this.#props = props;
    this.deadLetters = lastQueue(this, 'DeadLetters', { name: 'findings-dead-letters.fifo', key });
    this.queue = workQueue(this, 'Findings', { name: 'findings.fifo', timeout: TIMEOUT, deadLetters: this.deadLetters, key });
    this.topic = new Topic(this, 'Alerts', {
      topicName: `${PREFIX}-alerts`,
      displayName: 'Lapwing',
      enforceSSL: true,
      ...(key === undefined ? {} : { masterKey: key }),
    });
    for (const email of props.emails) this.topic.addSubscription(new EmailSubscription(email, { deadLetterQueue: props.undelivered }));
  }

  /** The function comes after what sends to its queue, so that the stack reads as the path. */
  addFunction(): OwnFunction<'alert'> {
    const { state, retention, files, environment, projectUrl, key } = this.#props;
    const bus = EventBus.fromEventBusName(this, 'Bus', 'default');
    const own = new OwnFunction(this, 'Alert', {
      service: 'alert',
      description: 'Lapwing: joins findings into stories and tells people',
      memoryMb: 512,
      timeout: TIMEOUT,
      retention,
      files: files.alert,
      variables: {
        FINDINGS_TABLE: state.findings.tableName,
        BASELINES_TABLE: state.baselines.tableName,
        TOPIC: this.topic.topicArn,
        EVENT_BUS: bus.eventBusName,
        ENVIRONMENT: environment,
        PROJECT_URL: projectUrl,
      },
    });
    state.findings.grant(own.role, 'dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem', 'dynamodb:BatchWriteItem');
    state.baselines.grant(own.role, 'dynamodb:Query');
    own.role.addToPolicy(new PolicyStatement({ actions: ['sns:Publish'], resources: [this.topic.topicArn] }));
    own.role.addToPolicy(
      new PolicyStatement({
        actions: ['events:PutEvents'],
        resources: [Stack.of(this).formatArn({ service: 'events', resource: 'event-bus', resourceName: bus.eventBusName })],
        conditions: { StringEquals: { 'events:source': EVENT_SOURCE } },
      }),
    );
    if (key !== undefined) letRoleUse(key, own.role);
    // No waiting for a batch: an alert should leave at once. A batch fails as a whole and comes again in its order.
    own.lambda.addEventSource(new SqsEventSource(this.queue, { batchSize: 10 }));
    acknowledgeQueueSource(own.lambda);
    return own;
  }
}
