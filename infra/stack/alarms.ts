// The pipeline's own alarms: each tells a person by a topic of its own, and names its section in runbooks/pipeline.md.
import { Duration, Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, Metric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { METRIC_NAMESPACE, METRICS, PREFIX, type Service } from '../names.ts';

export interface Watched {
  readonly ingest: LambdaFunction;
  readonly detect: LambdaFunction;
  readonly alert: LambdaFunction;
  readonly ingestQueue: Queue;
  readonly findingsQueue: Queue;
  /** Whatever is in one of these, a person has to look at. */
  readonly deadLetters: readonly { readonly section: string; readonly queue: Queue; readonly says: string }[];
  readonly alerts: Topic;
  /** Iterator age of the stream, if there is one. */
  readonly streamAge: IMetric | undefined;
}

export interface AlarmsProps {
  readonly emails: readonly string[];
  readonly key: IKey | undefined;
  /** Takes what SNS could not deliver. */
  readonly undelivered: Queue;
  readonly watched: Watched;
}

interface AlarmSpec {
  /** The section's heading in runbooks/pipeline.md, and the alarm's name after the prefix. */
  readonly section: string;
  readonly says: string;
  readonly metric: IMetric;
  readonly threshold: number;
  readonly periods: number;
  readonly missing: TreatMissingData;
  readonly below?: true;
}

const FIVE_MINUTES = Duration.minutes(5);
const QUIET = TreatMissingData.NOT_BREACHING;

export const ownMetric = (service: Service, metricName: string, period: Duration = FIVE_MINUTES): Metric =>
  new Metric({ namespace: METRIC_NAMESPACE, metricName, dimensionsMap: { service }, statistic: Stats.SUM, period });

const specsOf = ({ ingest, detect, alert, ingestQueue, findingsQueue, deadLetters, alerts, streamAge }: Watched): readonly AlarmSpec[] => [
  {
    section: 'heartbeat',
    says: 'The detector did not run for five minutes: nothing is assessed.',
    // Missing data is the alarm: it also sounds when the schedule, the function or the metric itself was taken away.
    metric: detect.metricInvocations({ period: FIVE_MINUTES, statistic: Stats.SUM }),
    threshold: 1,
    periods: 1,
    missing: TreatMissingData.BREACHING,
    below: true,
  },
  {
    section: 'no-logs',
    says: 'No log has reached Lapwing for six hours.',
    metric: ingest.metricInvocations({ period: Duration.hours(6), statistic: Stats.SUM }),
    threshold: 1,
    periods: 1,
    missing: TreatMissingData.BREACHING,
    below: true,
  },
  ...deadLetters.map(({ section, queue, says }) => ({
    section,
    says,
    metric: queue.metricApproximateNumberOfMessagesVisible({ period: FIVE_MINUTES, statistic: Stats.MAXIMUM }),
    threshold: 1,
    periods: 1,
    missing: QUIET,
  })),
  {
    section: 'ingest-behind',
    says: 'Records wait for ten minutes before they are read: windows will be assessed without them.',
    metric: ingestQueue.metricApproximateAgeOfOldestMessage({ period: FIVE_MINUTES, statistic: Stats.MAXIMUM }),
    threshold: Duration.minutes(10).toSeconds(),
    periods: 1,
    missing: QUIET,
  },
  {
    section: 'alerts-behind',
    says: 'Findings wait for five minutes before anybody is told.',
    metric: findingsQueue.metricApproximateAgeOfOldestMessage({ period: FIVE_MINUTES, statistic: Stats.MAXIMUM }),
    threshold: FIVE_MINUTES.toSeconds(),
    periods: 1,
    missing: QUIET,
  },
  {
    section: 'detect-behind',
    says: 'Functions were left unassessed for a quarter of an hour.',
    metric: ownMetric('detect', METRICS.workLeft),
    threshold: 1,
    periods: 3,
    missing: QUIET,
  },
  {
    section: 'throttled',
    says: 'Lapwing is not let run: the account is at its limit, or somebody took its concurrency.',
    metric: ingest.metricThrottles({ period: FIVE_MINUTES, statistic: Stats.SUM }),
    threshold: 1,
    periods: 3,
    missing: QUIET,
  },
  {
    section: 'alert-errors',
    says: 'Findings could not be told of, and are tried again.',
    metric: alert.metricErrors({ period: FIVE_MINUTES, statistic: Stats.SUM }),
    threshold: 1,
    periods: 2,
    missing: QUIET,
  },
  {
    section: 'channel-failing',
    says: 'Alerts could not be handed over to SNS or EventBridge: they are kept, and tried again every five minutes.',
    metric: ownMetric('alert', METRICS.deliveriesFailed),
    threshold: 1,
    periods: 1,
    missing: QUIET,
  },
  {
    section: 'baseline-unreadable',
    says: 'A function’s baseline cannot be read: its behaviour is not assessed.',
    metric: ownMetric('detect', METRICS.baselinesUnreadable),
    threshold: 1,
    periods: 1,
    missing: QUIET,
  },
  {
    section: 'unreadable-records',
    says: 'A hundred records in an hour could not be read: a format has changed, or somebody feeds rubbish.',
    // One odd line is everyday; a hundred are a change.
    metric: ownMetric('ingest', METRICS.recordsQuarantined, Duration.hours(1)),
    threshold: 100,
    periods: 1,
    missing: QUIET,
  },
  {
    section: 'mail-undelivered',
    says: 'SNS could not deliver an alert.',
    metric: alerts.metricNumberOfNotificationsFailed({ period: FIVE_MINUTES, statistic: Stats.SUM }),
    threshold: 1,
    periods: 1,
    missing: QUIET,
  },
  ...(streamAge === undefined
    ? []
    : [
        {
          section: 'stream-behind',
          says: 'The stream is read ten minutes late: windows will be assessed without what waits in it.',
          metric: streamAge,
          threshold: Duration.minutes(10).toMilliseconds(),
          periods: 1,
          missing: QUIET,
        },
      ]),
];

export class Alarms extends Construct {
  readonly topic: Topic;
  readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string, { emails, key, undelivered, watched }: AlarmsProps) {
    super(scope, id);
    // Apart from the alerts' topic: whoever empties that one is heard here.
    this.topic = new Topic(this, 'Health', {
      topicName: `${PREFIX}-health`,
      displayName: 'Lapwing health',
      enforceSSL: true,
      ...(key === undefined ? {} : { masterKey: key }),
    });
    // A topic with a policy of its own has lost the default one, by which the account's alarms may publish.
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    for (const email of emails) this.topic.addSubscription(new EmailSubscription(email, { deadLetterQueue: undelivered }));
    this.alarms = specsOf(watched).map(({ section, says, metric, threshold, periods, missing, below }) => {
      const alarm = new Alarm(this, section, {
        alarmName: `${PREFIX}-${section}`,
        alarmDescription: `${says}\n\nRunbook: runbooks/pipeline.md#${section}`,
        metric,
        threshold,
        evaluationPeriods: periods,
        comparisonOperator: below === true ? ComparisonOperator.LESS_THAN_THRESHOLD : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        treatMissingData: missing,
      });
      alarm.addAlarmAction(new SnsAction(this.topic));
      return alarm;
    });
  }
}
