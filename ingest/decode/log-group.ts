// What a log group's records are, by the names that AWS gives groups and streams. An application cannot choose these.
import { INSIGHTS_GROUP } from './embedded-metric.ts';

export type GroupKind =
  | 'lambda'
  | 'insights'
  | 'cloudtrail'
  | 'vpcflow'
  | 'waf'
  /** API Gateway's execution log. */
  | 'execution'
  /** Groups whose name is the user's: an access log, a resolver log, a group shared by functions, or nothing of ours. */
  | 'unknown'
  /** Groups of AWS services that say nothing of serverless applications. */
  | 'unrelated';

/** `2026/01/02/[$LATEST]0a1b…`, or `2026/01/02/NAME[$LATEST]0a1b…` in a group that functions share. */
const LAMBDA_STREAM = /^\d{4}\/\d\d\/\d\d\/([A-Za-z0-9_-]{0,64})\[[^\]]{1,64}\]/;

export const isLambdaStream = (stream: string): boolean => LAMBDA_STREAM.test(stream);

/** The function's name in a shared group's stream, else undefined. */
export const functionOfStream = (stream: string): string | undefined => LAMBDA_STREAM.exec(stream)?.[1] || undefined;

const UNRELATED_BEGINNINGS = [
  'RDSOSMetrics',
  '/aws/rds/',
  '/aws/docdb/',
  '/aws/neptune/',
  '/aws/eks/',
  '/aws/ecs/',
  '/aws/containerinsights/',
  '/aws/codebuild/',
  '/aws/codepipeline/',
  '/aws/codedeploy/',
  '/aws/kinesisfirehose/',
  '/aws/kinesis-analytics/',
  '/aws/fargate',
  '/aws/batch/',
  '/aws/glue/',
  '/aws-glue/',
  '/aws/sagemaker/',
  '/aws/elasticbeanstalk/',
  '/aws/opensearch/',
  '/aws/OpenSearchService/',
  '/aws/aes/',
  '/aws/redshift/',
  '/aws/elasticache/',
  '/aws/msk/',
  '/aws/ssm/',
  '/aws/imagebuilder/',
  '/aws/transfer/',
  '/aws/dms/',
  '/aws/directoryservice/',
  '/aws/apigateway/welcome',
];
/** One expression: every message asks. */
const UNRELATED = new RegExp(`^(?:${UNRELATED_BEGINNINGS.join('|')})`);

export const groupKind = (group: string, stream: string): GroupKind => {
  if (group.startsWith('/aws/lambda/')) return 'lambda';
  if (group === INSIGHTS_GROUP) return 'insights';
  if (stream.startsWith('eni-')) return 'vpcflow';
  if (isLambdaStream(stream)) return 'lambda';
  if (stream.includes('_CloudTrail_') || group.toLowerCase().includes('cloudtrail')) return 'cloudtrail';
  if (group.startsWith('aws-waf-logs-')) return 'waf';
  if (group.startsWith('API-Gateway-Execution-Logs_')) return 'execution';
  return UNRELATED.test(group) ? 'unrelated' : 'unknown';
};
