// Entry of the function that reads logs: from a subscription, a stream or a queue.

import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { rulesFrom } from '../../detectors/aws/rules-text.ts';
import { derivedFields } from '../../detectors/derived-fields.ts';
import type { Instant } from '../../detectors/model/time.ts';
import { buildMatcher } from '../../detectors/sigma/matcher.ts';
import { readFormats } from '../../ingest/decode/declared-format.ts';
import { METRIC_NAMESPACE, METRICS, RULES_FILE } from '../names.ts';
import { dynamoTable } from '../state/dynamo-table.ts';
import type { Objects } from '../state/ports.ts';
import { sqsQueue } from '../state/sqs-queue.ts';
import { readBeside, readConfigBeside, variablesOf } from './environment.ts';
import type { IngestContext } from './ingest-context.ts';
import { type BatchResponse, ingestEvent } from './ingest-event.ts';

const variables = variablesOf('ingest');
const logger = new Logger({ serviceName: 'ingest' });
const metrics = new Metrics({ namespace: METRIC_NAMESPACE, serviceName: 'ingest' });
const loaded = rulesFrom(readBeside(RULES_FILE));
const queues = new SQSClient();

let opened: Promise<Objects> | undefined;
/** Loaded with the first object: S3's client is half of the code, and most deployments never see an object. */
const objects = (): Promise<Objects> => {
  opened ??= import('#s3-objects').then(({ s3Objects }) => s3Objects());
  return opened;
};

const { settings, formats } = readConfigBeside();
const declared = readFormats(formats);

const context: IngestContext = {
  partials: dynamoTable(new DynamoDBClient(), variables.PARTIALS_TABLE),
  findings: sqsQueue(queues, variables.FINDINGS_QUEUE),
  quarantine: sqsQueue(queues, variables.QUARANTINE_QUEUE),
  objects: { open: async (bucket, key) => (await objects()).open(bucket, key) },
  tally: {
    folded: (count) => {
      if (count > 0) metrics.addMetric(METRICS.recordsRead, MetricUnit.Count, count);
    },
    filtered: ({ suppression, expired, hid, wouldHide, tooGrave }) =>
      logger.info('filtered', { filter: suppression, expired, hid, wouldHide, tooGrave }),
    skipped: (reason, count) => logger.info('skipped', { reason, count }),
    quarantined: (reason, count) => {
      logger.warn('quarantined', { reason, count });
      metrics.addMetric(METRICS.recordsQuarantined, MetricUnit.Count, count);
    },
  },
  settings,
  declared: declared.kind === 'formats' ? declared.formats : [],
  loaded,
  matcher: buildMatcher(loaded, derivedFields(settings), Date.now),
  region: process.env['AWS_REGION'] ?? '',
  graceMs: Number(variables.GRACE_MS),
  now: () => Date.now() as Instant,
};

export const handler = async (event: unknown): Promise<BatchResponse> => {
  try {
    return await ingestEvent(event, context, (item, error) => logger.error('goes back', { item, error: error as Error }));
  } finally {
    metrics.publishStoredMetrics();
  }
};
