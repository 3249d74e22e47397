// What the records cannot show of what a function uses: permissions that a policy made from them may lack.
import type { Remark } from './build-policy.ts';

/** Calls that a trail records only when it is told to, service by service (CloudTrail user guide, logging data events). */
const DATA_EVENTS: readonly (readonly [eventSource: string, about: string])[] = [
  ['s3.amazonaws.com', 's3 objects (GetObject, PutObject, DeleteObject…)'],
  ['dynamodb.amazonaws.com', 'dynamodb items (GetItem, PutItem, Query…)'],
  ['lambda.amazonaws.com', 'lambda invocations (InvokeFunction)'],
  ['sqs.amazonaws.com', 'sqs messages (SendMessage, ReceiveMessage…)'],
  ['sns.amazonaws.com', 'sns messages (Publish)'],
  ['kinesis.amazonaws.com', 'kinesis records (PutRecord, GetRecords…)'],
  ['events.amazonaws.com', 'events that are put (PutEvents)'],
];

const NEVER: readonly Remark[] = [
  { about: 'iam:PassRole', why: 'never recorded: whoever hands a role to a service needs it' },
  { about: 'cloudwatch:PutMetricData, xray:PutTraceSegments, execute-api:Invoke, rds-db:connect', why: 'not recorded, or not by default' },
  {
    about: 'what Lambda does with the function’s role',
    why: 'polling a queue or stream, network interfaces in a VPC and a dead-letter target need permissions of the role that the function itself never uses',
  },
  { about: 'conditions', why: 'what a key’s, bucket’s or organisation’s own policy asks for besides is not known here' },
];

/** `seen`: services of which the input has data events, whoever caused them. */
export const blindSpots = (seen: ReadonlySet<string>): readonly Remark[] => [
  ...DATA_EVENTS.filter(([eventSource]) => !seen.has(eventSource)).map(([, about]) => ({
    about,
    why: 'no data event of this service is in the input, by anybody: the trail does not record them',
  })),
  ...NEVER,
];
