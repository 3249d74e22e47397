// The pipeline's own alarms: each tells a person by a topic of its own, and names its section in runbooks/pipeline.md.
import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, MathExpression, Metric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { PRICES } from '../cost/prices.ts';
import { METRIC_NAMESPACE, METRICS, PREFIX, type Service } from '../names.ts';
import { ownService } from './account.ts';

export interface Watched {
  readonly ingest: LambdaFunction;
  readonly detect: LambdaFunction;
  readonly alert: LambdaFunction;
  readonly ingestQueue: Queue;
  readonly findingsQueue: Queue;
  /** The table that most is written to. */
  readonly partials: Table;
  /** US dollars a month. */
  readonly budgetUsd: number;
  /** Whatever is in one of these, a person has to look at. */
  readonly deadLetters: readonly { readonly section: string; readonly queue: Queue; readonly says: string }[];
  readonly alerts: Topic;
  /** Rules by which records come, each with the alarm that misses them. */
  readonly doors: readonly { readonly section: string; readonly rule: string; readonly says: string }[];
  /** Whether the canary's log is read. */
  readonly hasCanary: boolean;
  /** Iterator age of the stream, if there is one. */
  readonly streamAge: IMetric | undefined;
}

export interface AlarmsProps {
  readonly emails: readonly string[];
  /** Takes what SNS could not deliver. */
  readonly undelivered: Queue;
  readonly specs: readonly AlarmSpec[];
}

export interface AlarmSpec {
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
/** Of the oldest message of a queue, before somebody is told. */
export const LONGEST_WAITS = { records: Duration.minutes(10), findings: FIVE_MINUTES } as const;
const QUIET = TreatMissingData.NOT_BREACHING;

export const ownMetric = (service: Service, metricName: string, period: Duration = FIVE_MINUTES): Metric =>
  new Metric({ namespace: METRIC_NAMESPACE, metricName, dimensionsMap: { service }, statistic: Stats.SUM, period });

const SIX_HOURS = Duration.hours(6);

/** An invocation that failed is none. Missing data is the alarm: it also sounds when the schedule or the function was taken away. */
export const passes = (lambda: LambdaFunction, period: Duration = FIVE_MINUTES): MathExpression =>
  new MathExpression({
    expression: 'FILL(invocations, 0) - FILL(errors, 0)',
    label: 'passes',
    usingMetrics: {
      invocations: lambda.metricInvocations({ period, statistic: Stats.SUM }),
      errors: lambda.metricErrors({ period, statistic: Stats.SUM }),
    },
    period,
  });

/** The dearest two of all that grows with the account's volume: the reader's time, and what it writes. */
export const dollarsOfDay = (ingest: LambdaFunction, partials: Table): MathExpression => {
  const period = Duration.days(1);
  // A GB of memory, so its milliseconds are thousandths of GB-seconds. Metric math takes no exponents: prices of millions, divided.
  const ofMillions = (usd: number): string => (usd * 1e6).toFixed(6);
  return new MathExpression({
    expression: `(FILL(time, 0) / 1000 * ${ofMillions(PRICES.lambdaGbSecond.usd)} + FILL(writes, 0) * ${ofMillions(PRICES.dynamoWrite.usd)}) / 1000000`,
    label: 'dollars a day',
    usingMetrics: {
      time: ingest.metricDuration({ period, statistic: Stats.SUM }),
      writes: partials.metricConsumedWriteCapacityUnits({ period, statistic: Stats.SUM }),
    },
    period,
  });
};

/** A busy day is no news; twice what the month allows for is. */
const DAYS_SHARE = 2 / 30;

const ruleMetric = (RuleName: string): IMetric =>
  new Metric({
    namespace: 'AWS/Events',
    metricName: 'MatchedEvents',
    dimensionsMap: { RuleName },
    statistic: Stats.SUM,
    period: SIX_HOURS,
  });

/** Six hours without an event that it matches. */
export const silenceOfRule = ({ section, rule, says }: Watched['doors'][number]): AlarmSpec => ({
  section,
  says,
  metric: ruleMetric(rule),
  threshold: 1,
  periods: 1,
  missing: TreatMissingData.BREACHING,
  below: true,
});

export const deadLettersIn = ({ section, queue, says }: Watched['deadLetters'][number]): AlarmSpec => ({
  section,
  says,
  metric: queue.metricApproximateNumberOfMessagesVisible({ period: FIVE_MINUTES, statistic: Stats.MAXIMUM }),
  threshold: 1,
  periods: 1,
  missing: QUIET,
});

export const specsOf = (watched: Watched): readonly AlarmSpec[] => [...aliveSpecs(watched), ...troubleSpecs(watched)];

/** What should always be there. Its absence is the alarm. */
const aliveSpecs = ({ detect, doors, hasCanary }: Watched): readonly AlarmSpec[] => [
  {
    section: 'heartbeat',
    says: 'The detector did not get through a run in five minutes: nothing is assessed.',
    metric: passes(detect),
    threshold: 1,
    periods: 1,
    missing: TreatMissingData.BREACHING,
    below: true,
  },
  ...(hasCanary
    ? [
        {
          section: 'canary',
          says: 'For two hours the canary’s attack did not come out as a finding: logs are not read, or findings not told.',
          metric: ownMetric('alert', METRICS.canariesFound, Duration.hours(1)),
          threshold: 1,
          periods: 2,
          missing: TreatMissingData.BREACHING,
          below: true as const,
        },
      ]
    : []),
  ...doors.map(silenceOfRule),
];

const troubleSpecs = ({
  budgetUsd,
  partials,
  ingest,
  alert,
  ingestQueue,
  findingsQueue,
  deadLetters,
  alerts,
  streamAge,
}: Watched): readonly AlarmSpec[] => [
  ...deadLetters.map(deadLettersIn),
  {
    section: 'ingest-behind',
    says: 'Records wait for ten minutes before they are read: windows will be assessed without them.',
    metric: ingestQueue.metricApproximateAgeOfOldestMessage({ period: FIVE_MINUTES, statistic: Stats.MAXIMUM }),
    threshold: LONGEST_WAITS.records.toSeconds(),
    periods: 1,
    missing: QUIET,
  },
  {
    section: 'alerts-behind',
    says: 'Findings wait for five minutes before anybody is told.',
    metric: findingsQueue.metricApproximateAgeOfOldestMessage({ period: FIVE_MINUTES, statistic: Stats.MAXIMUM }),
    threshold: LONGEST_WAITS.findings.toSeconds(),
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
    section: 'spending',
    says: 'Lapwing’s work of one day cost twice what a month’s budget allows for.',
    metric: dollarsOfDay(ingest, partials),
    threshold: budgetUsd * DAYS_SHARE,
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

  constructor(scope: Construct, id: string, { emails, undelivered, specs }: AlarmsProps) {
    super(scope, id);
    // Apart from the alerts' topic: whoever empties that one is heard here. Never with the customer's key: whoever takes the key away
    // is heard here too, and there is nothing in it but the names of alarms.
    this.topic = new Topic(this, 'Health', {
      topicName: `${PREFIX}-health`,
      displayName: 'Lapwing health',
      enforceSSL: true,
    });
    // A topic with a policy of its own has lost the default one, by which the account's alarms may publish.
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [
          ownService(
            this,
            'cloudwatch',
            Stack.of(this).formatArn({
              service: 'cloudwatch',
              resource: 'alarm',
              resourceName: `${PREFIX}-*`,
              arnFormat: ArnFormat.COLON_RESOURCE_NAME,
            }),
          ),
        ],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
      }),
    );
    for (const email of emails) this.topic.addSubscription(new EmailSubscription(email, { deadLetterQueue: undelivered }));
    this.alarms = specs.map(({ section, says, metric, threshold, periods, missing, below }) => {
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
