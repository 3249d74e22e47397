// Entry of the function that runs every minute: assesses what is closed, learns what is settled.

import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Context } from 'aws-lambda';
import { rulesFrom } from '../../detectors/aws/rules-text.ts';
import type { Instant } from '../../detectors/model/time.ts';
import { METRIC_NAMESPACE, METRICS, RULES_FILE } from '../names.ts';
import { dynamoTable } from '../state/dynamo-table.ts';
import { sqsQueue } from '../state/sqs-queue.ts';
import { detect } from './detect.ts';
import type { DetectContext } from './detect-context.ts';
import { readBeside, readConfigBeside, variablesOf } from './environment.ts';

const variables = variablesOf('detect');
const logger = new Logger({ serviceName: 'detect' });
const metrics = new Metrics({ namespace: METRIC_NAMESPACE, serviceName: 'detect' });
const database = new DynamoDBClient();
const count = (name: string, value: number): void => {
  if (value > 0) metrics.addMetric(name, MetricUnit.Count, value);
};

const context: DetectContext = {
  partials: dynamoTable(database, variables.PARTIALS_TABLE),
  baselines: dynamoTable(database, variables.BASELINES_TABLE),
  findings: sqsQueue(new SQSClient(), variables.FINDINGS_QUEUE),
  tally: {
    assessed: (functions, lateWindows) => {
      count(METRICS.functionsAssessed, functions);
      count(METRICS.lateWindows, lateWindows);
    },
    unreadable: (function_, reason) => {
      logger.error('a baseline cannot be read', { function: function_, reason });
      count(METRICS.baselinesUnreadable, 1);
    },
  },
  settings: readConfigBeside().settings,
  loaded: rulesFrom(readBeside(RULES_FILE)),
  graceMs: Number(variables.GRACE_MS),
  settleMs: Number(variables.SETTLE_MS),
};

/** What one function's work may still take, with its retries of throttled requests. */
const LAST_WORK_MS = 10_000;

export const handler = async (_event: unknown, { getRemainingTimeInMillis }: Context): Promise<void> => {
  try {
    const done = await detect({ ...context, now: Date.now() as Instant }, () => getRemainingTimeInMillis() < LAST_WORK_MS);
    for (const { function: function_, error } of done.failed) logger.error('stays due', { function: function_, error: error as Error });
    count(METRICS.workLeft, done.failed.length + done.left);
  } finally {
    metrics.publishStoredMetrics();
  }
};
