// One page that answers: is it running, does it keep up, what did it find?
import { Duration } from 'aws-cdk-lib';
import { AlarmStatusWidget, Dashboard, GraphWidget, Stats, TextWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { METRICS, PREFIX } from '../names.ts';
import { type Alarms, ownMetric, type Watched } from './alarms.ts';

const HALF = 12;

export class HealthBoard extends Construct {
  constructor(scope: Construct, id: string, alarms: Alarms, { ingest, detect, alert, ingestQueue, findingsQueue }: Watched) {
    super(scope, id);
    const board = new Dashboard(this, 'Dashboard', { dashboardName: PREFIX, defaultInterval: Duration.days(1) });
    const graph = (title: string, left: GraphWidget['leftMetrics'] | readonly ReturnType<typeof ownMetric>[]): GraphWidget =>
      new GraphWidget({ title, left: [...(left ?? [])], width: HALF, height: 6 });
    board.addWidgets(
      new TextWidget({
        markdown: '# Lapwing\nWhat to do when an alarm is red: `runbooks/pipeline.md`, in the section of its name.',
        width: 2 * HALF,
        height: 2,
      }),
    );
    board.addWidgets(new AlarmStatusWidget({ title: 'Alarms', alarms: [...alarms.alarms], width: 2 * HALF, height: 4 }));
    board.addWidgets(
      graph('Records read, and not readable', [ownMetric('ingest', METRICS.recordsRead), ownMetric('ingest', METRICS.recordsQuarantined)]),
      graph('Alerts sent', [ownMetric('alert', METRICS.mailsSent)]),
    );
    board.addWidgets(
      graph('Waiting, in seconds', [
        ingestQueue.metricApproximateAgeOfOldestMessage({ label: 'records' }),
        findingsQueue.metricApproximateAgeOfOldestMessage({ label: 'findings' }),
      ]),
      graph('Functions assessed, windows late, work left', [
        ownMetric('detect', METRICS.functionsAssessed),
        ownMetric('detect', METRICS.lateWindows),
        ownMetric('detect', METRICS.workLeft),
      ]),
    );
    board.addWidgets(
      graph(
        'Duration, slowest in a hundred',
        [ingest, detect, alert].map((lambda) => lambda.metricDuration({ statistic: Stats.p(99), label: lambda.node.scope?.node.id ?? '' })),
      ),
      graph(
        'Errors',
        [ingest, detect, alert].map((lambda) => lambda.metricErrors({ label: lambda.node.scope?.node.id ?? '' })),
      ),
    );
  }
}
