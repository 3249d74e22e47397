// A month's bill of a deployment, line by line, and what managed services would take for the same account.
import { PRICES, type PriceName } from './prices.ts';
import { type Deployment, HOURS, MINUTES, type Volumes } from './volumes.ts';
import { workOf } from './work.ts';

export interface Line {
  readonly service: string;
  readonly what: string;
  readonly quantity: number;
  readonly price: PriceName;
  readonly usd: number;
}

/** Of the template, which a test counts: metrics that alarms look at, and custom metrics that are written in every hour. */
export const ALARM_METRICS = 19;
export const CUSTOM_METRICS = 3;
const LOOKOUT_ALARMS = 2;

/** Tables, queues and topics under the key; each keeps a data key for five minutes and then asks again. */
const KEYED = 7;

/** Mails in a month: alerts, digests and a few of health. */
const MAILS = 60;

const line = (service: string, what: string, quantity: number, price: PriceName): Line => ({
  service,
  what,
  quantity,
  price,
  usd: quantity * PRICES[price].usd,
});

export const billOf = (volumes: Volumes, deployment: Deployment): readonly Line[] => {
  const work = workOf(volumes);
  const beats = deployment.lookout ? HOURS * 61 : HOURS;
  const lines = [
    line('Lambda', 'invocations', work.invocations, 'lambdaRequest'),
    line('Lambda', 'time', work.gbSeconds, 'lambdaGbSecond'),
    line('DynamoDB', 'writes', work.writes, 'dynamoWrite'),
    line('DynamoDB', 'reads', work.reads, 'dynamoRead'),
    line('DynamoDB', 'stored', work.storedGb, 'dynamoStorage'),
    line('DynamoDB', 'recovery to any second', work.storedGb, 'dynamoRecovery'),
    line('SQS', 'records waiting, and asking whether there are any', work.standardRequests, 'sqsStandard'),
    line('SQS', 'findings waiting, and asking whether there are any', work.fifoRequests, 'sqsFifo'),
    line('EventBridge', 'canaries and heartbeats', beats, 'eventBridgeCustom'),
    line('SNS', 'mails', MAILS, 'snsEmail'),
    line('CloudWatch', 'alarms', ALARM_METRICS + (deployment.lookout ? LOOKOUT_ALARMS : 0), 'cloudWatchAlarm'),
    line('CloudWatch', 'metrics of our own', CUSTOM_METRICS, 'cloudWatchMetric'),
    line('CloudWatch', 'logs of our own', work.ownLogGb, 'cloudWatchLogs'),
    line('CloudWatch', 'dashboard', deployment.paysDashboard ? 1 : 0, 'cloudWatchDashboard'),
    line('S3', 'objects read', volumes.objects, 's3Get'),
    line('Kinesis', 'stream', deployment.stream ? HOURS : 0, 'kinesisStream'),
    line('Kinesis', 'in', deployment.stream ? volumes.logGb : 0, 'kinesisIn'),
    line('Kinesis', 'out', deployment.stream ? volumes.logGb : 0, 'kinesisOut'),
    line('KMS', 'key', deployment.key ? 1 : 0, 'kmsKey'),
    line('KMS', 'requests', deployment.key ? KEYED * (MINUTES / 5) : 0, 'kmsRequest'),
  ];
  return lines.filter(({ quantity }) => quantity > 0);
};

export interface Alternative extends Line {
  /** What it looks at and what it does not, in a few words. */
  readonly sees: string;
}

/** Invocations, errors and duration of each function, and an alarm on a band is paid as three metrics. */
const BAND_METRICS = 3 * 3;

export const alternativesTo = ({ functions, trailEvents }: Volumes): readonly Alternative[] => [
  { ...line('GuardDuty', 'management events', trailEvents, 'guardDutyManagement'), sees: 'API calls; a function’s logs not' },
  {
    ...line('CloudTrail Insights', 'call rate and error rate', trailEvents * 2, 'cloudTrailInsights'),
    sees: 'how many API calls there are, not which',
  },
  {
    ...line('CloudWatch anomaly detection', 'three alarms a function', functions * BAND_METRICS, 'cloudWatchAlarm'),
    sees: 'invocations, errors, duration; no logs, no calls',
  },
];

/** Asked for, and not found in a form that a volume of logs can be priced by. */
export const UNPRICED: readonly string[] = [
  'GuardDuty Lambda Protection: paid by GB of network logs, which no log of a function tells; its price was not found',
];

export const totalOf = (lines: readonly Line[]): number => lines.reduce((sum, { usd }) => sum + usd, 0);
