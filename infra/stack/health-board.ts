// One page that answers, from the top: is it alive, what did it do, does it keep up, what went wrong and why.
import { Duration } from 'aws-cdk-lib';
import {
  AlarmStatusWidget,
  Color,
  Dashboard,
  GraphWidget,
  GraphWidgetView,
  type IMetric,
  type IWidget,
  LogQueryVisualizationType,
  LogQueryWidget,
  MathExpression,
  type Metric,
  SingleValueWidget,
  Stats,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { METRICS, PREFIX, type Service } from '../names.ts';
import { type Alarms, dollarsOfDay, LONGEST_WAITS, ownMetric, passes, type Watched } from './alarms.ts';
import { logGroupName } from './own-function.ts';

const WIDTH = 24;
const THIRD = WIDTH / 3;
const DAY = Duration.days(1);

/** Bad is red and only bad is; the rest is told apart by place. */
const BAD = Color.RED;
const FINE = Color.GREEN;
const PLAIN = Color.BLUE;

const figure = (title: string, metric: Metric | MathExpression, period: Duration): IWidget =>
  new SingleValueWidget({ title, metrics: [metric.with({ label: ' ', period })], width: WIDTH / 6, height: 4, sparkline: true });

interface Graph {
  readonly title: string;
  readonly unit: string;
  readonly left: readonly IMetric[];
  /** Counts that should be none: bars on an axis of their own. */
  readonly right?: readonly IMetric[];
  /** Where an alarm sounds. */
  readonly limit?: { readonly at: number; readonly says: string };
  readonly stacked?: true;
}

const graph = ({ title, unit, left, right = [], limit, stacked }: Graph): IWidget =>
  new GraphWidget({
    title,
    left: [...left],
    right: [...right],
    width: THIRD,
    height: 6,
    view: GraphWidgetView.TIME_SERIES,
    stacked: stacked === true,
    leftYAxis: { min: 0, label: unit, showUnits: false },
    rightYAxis: { min: 0, showUnits: false },
    ...(limit === undefined ? {} : { leftAnnotations: [{ value: limit.at, label: limit.says, color: BAD }] }),
  });

const drawn = (metric: Metric, label: string, color?: string): IMetric => metric.with(color === undefined ? { label } : { label, color });

export interface BoardOptions {
  readonly alarms: Alarms;
  readonly watched: Watched;
  /** Where the project's pages are, ending in `/`; empty when that is not known. */
  readonly projectUrl: string;
}

export class HealthBoard extends Construct {
  constructor(scope: Construct, id: string, { alarms, watched, projectUrl }: BoardOptions) {
    super(scope, id);
    const board = new Dashboard(this, 'Dashboard', { dashboardName: PREFIX, defaultInterval: DAY });
    board.addWidgets(
      new TextWidget({
        markdown: [
          '# Lapwing',
          `From the top: is it alive, what did it do, does it keep up, what went wrong. When an alarm is red, [the runbook](${projectUrl}runbooks/pipeline.md) has a section of its name.`,
        ].join('\n'),
        width: WIDTH,
        height: 2,
      }),
    );
    board.addWidgets(...this.#figures(watched));
    board.addWidgets(new AlarmStatusWidget({ title: 'Alarms', alarms: [...alarms.alarms], width: WIDTH, height: 5 }));
    board.addWidgets(...this.#work());
    board.addWidgets(...this.#pace(watched));
    board.addWidgets(this.#complaints());
  }

  #figures({ detect, deadLetters, ingest, partials }: Watched): readonly IWidget[] {
    const waiting = new MathExpression({
      expression: 'SUM(METRICS())',
      usingMetrics: Object.fromEntries(
        deadLetters.map(({ queue }, place) => [
          `q${place}`,
          queue.metricApproximateNumberOfMessagesVisible({ statistic: Stats.MAXIMUM, period: Duration.minutes(5) }),
        ]),
      ),
      color: BAD,
    });
    return [
      figure('Runs in the last hour (of 60)', passes(detect, Duration.hours(1)), Duration.hours(1)),
      figure('Canaries today (of 24)', ownMetric('alert', METRICS.canariesFound), DAY),
      figure('Records read today', ownMetric('ingest', METRICS.recordsRead), DAY),
      figure('Mails today', ownMetric('alert', METRICS.mailsSent), DAY),
      figure('Wait for a person', waiting, Duration.minutes(5)),
      figure('Dollars today, the larger part', dollarsOfDay(ingest, partials), DAY),
    ];
  }

  #work(): readonly IWidget[] {
    return [
      graph({
        title: 'Read',
        unit: 'records',
        left: [drawn(ownMetric('ingest', METRICS.recordsRead), 'read', PLAIN)],
        right: [drawn(ownMetric('ingest', METRICS.recordsQuarantined), 'not readable', BAD)],
      }),
      graph({
        title: 'Told',
        unit: 'mails',
        left: [drawn(ownMetric('alert', METRICS.mailsSent), 'mails', PLAIN)],
        right: [drawn(ownMetric('alert', METRICS.deliveriesFailed), 'not taken by a channel', BAD)],
      }),
      graph({
        title: 'Assessed',
        unit: 'functions',
        left: [drawn(ownMetric('detect', METRICS.functionsAssessed), 'functions', FINE)],
        right: [
          drawn(ownMetric('detect', METRICS.lateWindows), 'records after their window was learned'),
          drawn(ownMetric('detect', METRICS.workLeft), 'left for the next minute', BAD),
        ],
      }),
    ];
  }

  #pace({ ingest, detect, alert, ingestQueue, findingsQueue }: Watched): readonly IWidget[] {
    const functions = [
      ['ingest', ingest],
      ['detect', detect],
      ['alert', alert],
    ] as const satisfies readonly (readonly [Service, unknown])[];
    return [
      graph({
        title: 'Waiting',
        unit: 'seconds, the oldest',
        left: [
          drawn(ingestQueue.metricApproximateAgeOfOldestMessage(), 'records'),
          drawn(findingsQueue.metricApproximateAgeOfOldestMessage(), 'findings'),
        ],
        limit: { at: LONGEST_WAITS.findings.toSeconds(), says: 'findings wait too long' },
      }),
      graph({
        title: 'Duration, the slowest in a hundred',
        unit: 'milliseconds',
        left: functions.map(([service, lambda]) => drawn(lambda.metricDuration({ statistic: Stats.p(99) }), service)),
      }),
      graph({
        title: 'Errors',
        unit: 'invocations',
        stacked: true,
        left: functions.map(([service, lambda]) => drawn(lambda.metricErrors(), service)),
        right: [drawn(ingest.metricThrottles(), 'not let run', BAD)],
      }),
    ];
  }

  /** Read when somebody looks: half a cent for a GB of logs. */
  #complaints(): IWidget {
    return new LogQueryWidget({
      title: 'What went wrong, and how often',
      logGroupNames: [...(['ingest', 'detect', 'alert'] as const)].map(logGroupName),
      queryLines: [
        'filter level in ["ERROR", "WARN"]',
        'stats count(*) as times, latest(@timestamp) as last by service, message, coalesce(error.name, reason) as why',
        'sort times desc',
        'limit 20',
      ],
      view: LogQueryVisualizationType.TABLE,
      width: WIDTH,
      height: 6,
    });
  }
}
