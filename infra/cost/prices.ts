// What AWS takes in us-east-1, in US dollars: one table, each line with AWS's own page for it. Free quantities are left out: another
// part of the account may have used them. What could not be found is not here, and `lapwing cost` says so.

/**
 * The prices were taken from public quotations of those pages, of 2026: hold a line against its page before a budget rests on it.
 * Other regions differ by a tenth or two.
 */
export const PRICED = { region: 'us-east-1', date: '2026', currency: 'USD' } as const;

export interface Price {
  readonly usd: number;
  readonly per: string;
  readonly source: string;
}

const CLOUDWATCH = 'https://aws.amazon.com/cloudwatch/pricing/';
const DYNAMODB = 'https://aws.amazon.com/dynamodb/pricing/on-demand/';
const GUARDDUTY = 'https://aws.amazon.com/guardduty/pricing/';
const KINESIS = 'https://aws.amazon.com/kinesis/data-streams/pricing/';
const LAMBDA = 'https://aws.amazon.com/lambda/pricing/';
const SNS = 'https://aws.amazon.com/sns/pricing/';
const SQS = 'https://aws.amazon.com/sqs/pricing/';

const MILLION = 1e-6;

export const PRICES = {
  lambdaGbSecond: { usd: 0.0000133334, per: 'GB-second, arm64', source: LAMBDA },
  lambdaRequest: { usd: 0.2 * MILLION, per: 'invocation', source: LAMBDA },
  dynamoWrite: { usd: 0.625 * MILLION, per: 'write request unit (1 KB)', source: DYNAMODB },
  dynamoRead: { usd: 0.125 * MILLION, per: 'read request unit (4 KB)', source: DYNAMODB },
  dynamoStorage: { usd: 0.25, per: 'GB and month', source: DYNAMODB },
  dynamoRecovery: { usd: 0.2, per: 'GB and month, point in time', source: DYNAMODB },
  sqsStandard: { usd: 0.4 * MILLION, per: 'request', source: SQS },
  sqsFifo: { usd: 0.5 * MILLION, per: 'request, first in first out', source: SQS },
  eventBridgeCustom: { usd: 1 * MILLION, per: 'event of our own', source: 'https://aws.amazon.com/eventbridge/pricing/' },
  snsEmail: { usd: 2 / 100_000, per: 'mail', source: SNS },
  s3Get: { usd: 0.0004 / 1000, per: 'GET', source: 'https://aws.amazon.com/s3/pricing/' },
  cloudWatchMetric: { usd: 0.3, per: 'custom metric and month', source: CLOUDWATCH },
  cloudWatchAlarm: { usd: 0.1, per: 'metric of an alarm and month', source: CLOUDWATCH },
  cloudWatchDashboard: { usd: 3, per: 'dashboard and month', source: CLOUDWATCH },
  cloudWatchLogs: { usd: 0.5, per: 'GB written', source: CLOUDWATCH },
  kinesisStream: { usd: 0.04, per: 'stream on demand and hour', source: KINESIS },
  kinesisIn: { usd: 0.08, per: 'GB in', source: KINESIS },
  kinesisOut: { usd: 0.04, per: 'GB out', source: KINESIS },
  kmsKey: { usd: 1, per: 'customer key and month', source: 'https://aws.amazon.com/kms/pricing/' },
  kmsRequest: { usd: 0.03 / 10_000, per: 'request', source: 'https://aws.amazon.com/kms/pricing/' },
  guardDutyManagement: { usd: 4 * MILLION, per: 'management event', source: GUARDDUTY },
  cloudTrailInsights: {
    usd: 0.35 / 100_000,
    per: 'management event and type of insight',
    source: 'https://aws.amazon.com/cloudtrail/pricing/',
  },
} as const satisfies Readonly<Record<string, Price>>;

export type PriceName = keyof typeof PRICES;
