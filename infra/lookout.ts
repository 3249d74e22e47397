// Watches the watch from another region or account: an alarm there when Lapwing is no longer heard of. In a stack of its own:
// `new LapwingLookout(this, 'Lookout', { email: 'team@example.org', account: '111122223333' })`.
import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { CfnEventBusPolicy, EventBus, type EventPattern, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { LOOKOUT_BUS, PREFIX } from './names.ts';
import { ownService } from './stack/account.ts';
import { acknowledge } from './stack/acknowledgements.ts';
import { CANARY_FOUND, RUN_SUCCEEDED } from './stack/heartbeat.ts';
import { lastQueue, passingQueue } from './stack/queue.ts';

export interface LapwingLookoutProps {
  /** Who is told. Each address gets a mail to confirm. */
  readonly email: string | readonly string[];
  /** The account of the Lapwing that names this place as its `lookout`. */
  readonly account: string;
}

interface Beat {
  readonly name: string;
  readonly pattern: EventPattern;
  /** Without one for so long, somebody is told. */
  readonly periods: { readonly each: Duration; readonly count: number };
  readonly says: string;
}

const BEATS: readonly Beat[] = [
  {
    name: 'detect',
    pattern: RUN_SUCCEEDED,
    // One is sent each minute; a region's hiccup is no news.
    periods: { each: Duration.minutes(5), count: 3 },
    says: 'For a quarter of an hour Lapwing’s detector was not heard of.',
  },
  {
    name: 'canary',
    pattern: CANARY_FOUND,
    periods: { each: Duration.hours(1), count: 2 },
    says: 'For two hours Lapwing’s canary was not heard of: its logs are not read, or its findings not told.',
  },
];

export class LapwingLookout extends Construct {
  /** Subscribe what else should hear that Lapwing has fallen silent. */
  readonly topic: Topic;

  constructor(scope: Construct, id: string, { email, account }: LapwingLookoutProps) {
    super(scope, id);
    const stack = Stack.of(this);
    const bus = new EventBus(this, 'Bus', { eventBusName: LOOKOUT_BUS, description: 'Heartbeats of Lapwing' });
    new CfnEventBusPolicy(this, 'Watched', {
      eventBusName: bus.eventBusName,
      statementId: 'Watched',
      statement: { Effect: 'Allow', Principal: { AWS: account }, Action: 'events:PutEvents', Resource: bus.eventBusArn },
    });
    const undelivered = lastQueue(this, 'Undelivered', { name: 'lookout-undelivered' });
    // No key of a customer's: whoever takes the key away must be heard of here.
    this.topic = new Topic(this, 'Silence', { topicName: `${PREFIX}-lookout`, displayName: 'Lapwing lookout', enforceSSL: true });
    const alarms = stack.formatArn({
      service: 'cloudwatch',
      resource: 'alarm',
      resourceName: `${PREFIX}-lookout-*`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [ownService(this, 'cloudwatch', alarms)],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
      }),
    );
    for (const address of typeof email === 'string' ? [email] : email)
      this.topic.addSubscription(new EmailSubscription(address, { deadLetterQueue: undelivered }));
    for (const beat of BEATS) this.#listen(bus, beat, account);
  }

  /** Beats fall into a queue that forgets them; that they came is counted by SQS. */
  #listen(bus: EventBus, { name, pattern, periods, says }: Beat, account: string): void {
    const queue = passingQueue(this, `${name}-beats`, { name: `lookout-${name}` });
    const rule = new Rule(this, `${name}-rule`, {
      ruleName: `${PREFIX}-lookout-${name}`,
      description: 'Heartbeats of Lapwing',
      eventBus: bus,
      eventPattern: { ...pattern, account: [account] },
      targets: [new SqsQueue(queue)],
    });
    acknowledge(rule, 'Serverless-EventBusDLQ', 'A beat that is lost is told of here: it is the alarm.');
    new Alarm(this, `${name}-alarm`, {
      alarmName: `${PREFIX}-lookout-${name}`,
      alarmDescription: `${says}\n\nRunbook: runbooks/pipeline.md#lookout-${name}`,
      metric: queue.metricNumberOfMessagesSent({ period: periods.each, statistic: Stats.SUM }),
      threshold: 1,
      evaluationPeriods: periods.count,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.BREACHING,
    }).addAlarmAction(new SnsAction(this.topic));
  }
}
