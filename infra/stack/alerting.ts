// Findings → people and machines: the queue that keeps them in order, the function, the topic.
import { Duration, Stack } from 'aws-cdk-lib';
import { EventBus, EventField, Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { EVENTS_TARGET_QUEUE_SAME_ACCOUNT } from 'aws-cdk-lib/cx-api';
import { Construct } from 'constructs';
import { EVENT_SOURCE } from '../../alerts/render/event.ts';
import { TICK } from '../lambda/finding-message.ts';
import { OWED } from '../lambda/keys.ts';
import { PREFIX } from '../names.ts';
import type { Files } from './files.ts';
import { letRoleUse } from './key-policy.ts';
import { OwnFunction } from './own-function.ts';
import { acknowledgeQueueSource, lastQueue, workQueue } from './queue.ts';
import type { State } from './state.ts';

export interface AlertingProps {
  readonly emails: readonly string[];
  readonly environment: string;
  readonly projectUrl: string;
  /** Whether there is a topic for chat applications. */
  readonly chat: boolean;
  readonly key: IKey | undefined;
  /** Takes what SNS could not deliver. */
  readonly undelivered: Queue;
  readonly retention: RetentionDays;
  readonly state: State;
  readonly files: Files;
}

/** Three channels that take nothing are given up within it (alert.lambda.ts), and what they did not take is owed. */
const TIMEOUT = Duration.minutes(1);

export class Alerting extends Construct {
  /** First in, first out, one group: one reader at a time, so that two findings of one attack make one story and not two. */
  readonly queue: Queue;
  readonly deadLetters: Queue;
  readonly topic: Topic;
  /** Its messages are in the form that Amazon Q Developer takes, and nobody else. */
  readonly chat: Topic | undefined;
  readonly #props: AlertingProps;

  constructor(scope: Construct, id: string, props: AlertingProps) {
    super(scope, id);
    const { key } = props;
    this.#props = props;
    // Else a queue with a key of its own takes messages from EventBridge for any account.
    this.node.setContext(EVENTS_TARGET_QUEUE_SAME_ACCOUNT, true);
    this.deadLetters = lastQueue(this, 'DeadLetters', { name: 'findings-dead-letters.fifo', key });
    this.queue = workQueue(this, 'Findings', { name: 'findings.fifo', timeout: TIMEOUT, deadLetters: this.deadLetters, key });
    const topic = (name: string, suffix: string): Topic =>
      new Topic(this, name, {
        topicName: `${PREFIX}-${suffix}`,
        displayName: 'Lapwing',
        enforceSSL: true,
        ...(key === undefined ? {} : { masterKey: key }),
      });
    this.topic = topic('Alerts', 'alerts');
    this.chat = props.chat ? topic('Chat', 'chat') : undefined;
    for (const email of props.emails) this.topic.addSubscription(new EmailSubscription(email, { deadLetterQueue: props.undelivered }));
  }

  /** The function comes after what sends to its queue, so that the stack reads as the path. */
  addFunction(): OwnFunction<'alert'> {
    const { state, retention, files, environment, projectUrl, key } = this.#props;
    const bus = EventBus.fromEventBusName(this, 'Bus', 'default');
    const own = new OwnFunction(this, 'Alert', {
      service: 'alert',
      description: 'Lapwing: joins findings into stories and tells people',
      // It waits for others most of the time; the findings of three days, read to tell a story, fit well.
      memoryMb: 512,
      timeout: TIMEOUT,
      retention,
      files: files.alert,
      variables: {
        FINDINGS_TABLE: state.findings.tableName,
        BASELINES_TABLE: state.baselines.tableName,
        TOPIC: this.topic.topicArn,
        CHAT_TOPIC: this.chat?.topicArn ?? '',
        EVENT_BUS: bus.eventBusName,
        ENVIRONMENT: environment,
        PROJECT_URL: projectUrl,
      },
    });
    state.findings.grant(own.role, 'dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem', 'dynamodb:BatchWriteItem');
    // What is owed is settled. Findings are evidence: nobody deletes them.
    own.role.addToPolicy(
      new PolicyStatement({
        actions: ['dynamodb:DeleteItem'],
        resources: [state.findings.tableArn],
        conditions: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [OWED] }, Null: { 'dynamodb:LeadingKeys': 'false' } },
      }),
    );
    state.baselines.grant(own.role, 'dynamodb:Query');
    const topics = [this.topic, ...(this.chat === undefined ? [] : [this.chat])];
    own.role.addToPolicy(new PolicyStatement({ actions: ['sns:Publish'], resources: topics.map(({ topicArn }) => topicArn) }));
    own.role.addToPolicy(
      new PolicyStatement({
        actions: ['events:PutEvents'],
        resources: [Stack.of(this).formatArn({ service: 'events', resource: 'event-bus', resourceName: bus.eventBusName })],
        // Of each event of a request, and of every request: without the second, one that names none would pass.
        conditions: { 'ForAllValues:StringEquals': { 'events:source': EVENT_SOURCE }, Null: { 'events:source': 'false' } },
      }),
    );
    if (key !== undefined) letRoleUse(key, own.role);
    // No waiting for a batch: an alert should leave at once. A batch fails as a whole and comes again in its order.
    own.lambda.addEventSource(new SqsEventSource(this.queue, { batchSize: 10 }));
    acknowledgeQueueSource(own.lambda);
    this.#tick();
    return own;
  }

  /** Through the queue, so that whoever is told again and whoever is told anew are told by one reader. */
  #tick(): void {
    const rule = new Rule(this, 'Tick', {
      ruleName: `${PREFIX}-alerts-tick`,
      description: 'Has Lapwing tell what a channel did not take, and send the day’s digest',
      schedule: Schedule.rate(Duration.minutes(5)),
    });
    rule.addTarget(
      new SqsQueue(this.queue, {
        messageGroupId: 'findings',
        // The time makes it a message of its own: the queue takes the same text for the same message within five minutes.
        message: RuleTargetInput.fromObject({ kind: TICK, at: EventField.time }),
        deadLetterQueue: this.#props.undelivered,
      }),
    );
  }
}
