// Entry of the function that tells people and machines.

import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SNSClient } from '@aws-sdk/client-sns';
import type { SQSEvent } from 'aws-lambda';
import type { Instant } from '../../detectors/model/time.ts';
import { METRIC_NAMESPACE, METRICS } from '../names.ts';
import { dynamoTable } from '../state/dynamo-table.ts';
import { eventBus } from '../state/event-bus.ts';
import { snsTopic } from '../state/sns-topic.ts';
import type { AlertContext } from './alert-context.ts';
import { alertMessages } from './alert-messages.ts';
import { readConfigBeside, variablesOf } from './environment.ts';

const variables = variablesOf('alert');
const metrics = new Metrics({ namespace: METRIC_NAMESPACE, serviceName: 'alert' });
const logger = new Logger({ serviceName: 'alert' });
const database = new DynamoDBClient();

/**
 * The client's own retries, with exponential backoff and jitter. Two failures in a row end a channel's turn (deliver.ts): with these
 * limits three dead channels take less than the function's minute, and what they did not take is owed.
 */
const patient = { maxAttempts: 3, requestHandler: { connectionTimeout: 1000, requestTimeout: 2000, throwOnRequestTimeout: true } };
const notifications = new SNSClient(patient);

const context: AlertContext = {
  ...readConfigBeside(),
  findings: dynamoTable(database, variables.FINDINGS_TABLE),
  baselines: dynamoTable(database, variables.BASELINES_TABLE),
  topic: snsTopic(notifications, variables.TOPIC),
  chat: variables.CHAT_TOPIC === '' ? undefined : snsTopic(notifications, variables.CHAT_TOPIC),
  bus: eventBus(new EventBridgeClient(patient), variables.EVENT_BUS),
  tally: {
    told: (mails) => {
      if (mails > 0) metrics.addMetric(METRICS.mailsSent, MetricUnit.Count, mails);
    },
    failed: (channel, count, reason) => {
      metrics.addMetric(METRICS.deliveriesFailed, MetricUnit.Count, count);
      logger.error('a channel did not take word', { channel, count, reason });
    },
    canaries: (count) => {
      metrics.addMetric(METRICS.canariesFound, MetricUnit.Count, count);
    },
  },
  environment: variables.ENVIRONMENT,
  projectUrl: variables.PROJECT_URL === '' ? undefined : variables.PROJECT_URL,
  now: () => Date.now() as Instant,
};

/** A batch is told of as a whole, so it fails as a whole: the queue keeps its order and brings it again. */
export const handler = async ({ Records }: SQSEvent): Promise<void> => {
  try {
    await alertMessages(
      Records.map(({ body }) => body),
      context,
    );
  } finally {
    metrics.publishStoredMetrics();
  }
};
