// Entry of the function that tells people and machines.

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
import { alert } from './alert.ts';
import type { AlertContext } from './alert-context.ts';
import { readConfigBeside, variablesOf } from './environment.ts';
import { unpackFindings } from './finding-message.ts';

const variables = variablesOf('alert');
const metrics = new Metrics({ namespace: METRIC_NAMESPACE, serviceName: 'alert' });
const database = new DynamoDBClient();

const context: AlertContext = {
  ...readConfigBeside(),
  findings: dynamoTable(database, variables.FINDINGS_TABLE),
  baselines: dynamoTable(database, variables.BASELINES_TABLE),
  topic: snsTopic(new SNSClient(), variables.TOPIC),
  bus: eventBus(new EventBridgeClient(), variables.EVENT_BUS),
  tally: {
    told: (mails) => {
      if (mails > 0) metrics.addMetric(METRICS.mailsSent, MetricUnit.Count, mails);
    },
  },
  environment: variables.ENVIRONMENT,
  projectUrl: variables.PROJECT_URL === '' ? undefined : variables.PROJECT_URL,
  now: () => Date.now() as Instant,
};

/** A batch is told of as a whole, so it fails as a whole: the queue keeps its order and brings it again. */
export const handler = async ({ Records }: SQSEvent): Promise<void> => {
  try {
    await alert(
      Records.flatMap(({ body }) => unpackFindings(body)),
      context,
    );
  } finally {
    metrics.publishStoredMetrics();
  }
};
