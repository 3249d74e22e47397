// What matching costs a CloudTrail record, with few rules and with many: the cost must not grow with their number.
import type { JsonObject } from '../../detectors/model/json.ts';
import { loadRules, type RuleFile } from '../../detectors/sigma/load.ts';
import { buildMatcher, type Matcher } from '../../detectors/sigma/matcher.ts';

/** Event names in made-up but ordinary proportions: reads of data and logs, some listing, a write now and then. */
const CALLS = [
  ['dynamodb.amazonaws.com', 'GetItem'],
  ['dynamodb.amazonaws.com', 'Query'],
  ['s3.amazonaws.com', 'GetObject'],
  ['s3.amazonaws.com', 'PutObject'],
  ['kms.amazonaws.com', 'Decrypt'],
  ['sts.amazonaws.com', 'AssumeRole'],
  ['logs.amazonaws.com', 'CreateLogStream'],
  ['lambda.amazonaws.com', 'GetFunction20150331v2'],
  ['ec2.amazonaws.com', 'DescribeInstances'],
  ['sqs.amazonaws.com', 'ReceiveMessage'],
] as const;

const recordOf = (place: number): JsonObject => {
  const [eventSource, eventName] = CALLS[place % CALLS.length] ?? CALLS[0];
  return {
    eventVersion: '1.11',
    userIdentity: {
      type: 'AssumedRole',
      principalId: `AROAEXAMPLE:function-${place % 40}`,
      arn: `arn:aws:sts::111122223333:assumed-role/role-${place % 40}/function-${place % 40}`,
      accountId: '111122223333',
      accessKeyId: `ASIA${place % 400}`,
      sessionContext: { sessionIssuer: { type: 'Role', arn: `arn:aws:iam::111122223333:role/role-${place % 40}` } },
    },
    eventTime: '2026-01-14T10:00:00Z',
    eventSource,
    eventName,
    awsRegion: 'eu-west-1',
    sourceIPAddress: `198.51.100.${place % 250}`,
    userAgent: `aws-sdk-js/3.${place % 100}.0 ua/2.1 os/linux lang/js md/nodejs#24.0.0 exec-env/AWS_Lambda_nodejs24.x`,
    requestParameters: { name: `item-${place}` },
    responseElements: null,
    eventID: `00000000-0000-4000-8000-${String(place).padStart(12, '0')}`,
    readOnly: true,
    recipientAccountId: '111122223333',
  };
};

/** Of every fifteen rules: eleven on operations, one each on a user agent, an error, an ARN and a request parameter. */
const ruleOf = (place: number): RuleFile => {
  const detections = [
    `{userAgent|contains: tool-${place}}`,
    `{errorCode: 'Fault${place}'}`,
    `{userIdentity.arn|contains: 'assumed-role/intruder-${place}'}`,
    `{requestParameters.policyName|startswith: Admin${place}}`,
  ];
  const detection =
    detections[place % 15] ?? `{eventSource: service-${place % 50}.amazonaws.com, eventName|startswith: [Update${place}, Delete${place}]}`;
  const text = `title: Rule ${place}\nlogsource: {product: aws, service: cloudtrail}\ndetection:\n  selection: ${detection}\n  condition: selection`;
  return { path: `rule-${place}.yml`, text };
};

const TEXTS = Array.from({ length: 10_000 }, (_, place) => JSON.stringify(recordOf(place)));
const ROUNDS = 20;

const matcherOf = (count: number): Matcher => {
  const loaded = loadRules(
    Array.from({ length: count }, (_, place) => ruleOf(place)),
    new Map(),
  );
  if (loaded.problems.length > 0 || loaded.rules.length !== count) throw new Error(JSON.stringify(loaded.problems));
  return buildMatcher(loaded);
};

const nanosecondsPerRecord = (matcher: Matcher): number => {
  // Parsed anew, as from a trail: strings that were looked up before have their hash, which new ones have not.
  const records = TEXTS.map((text) => JSON.parse(text) as JsonObject);
  const start = performance.now();
  let matched = 0;
  for (const record of records) matched += matcher.match('cloudtrail', record).length;
  if (matched > 0) throw new Error('a record matched: this measures records that match no rule');
  return ((performance.now() - start) * 1e6) / records.length;
};

// In turns, and the fastest of each: what the machine does beside this only adds.
const [fewRules, manyRules] = [matcherOf(15), matcherOf(150)];
let few = Number.POSITIVE_INFINITY;
let many = Number.POSITIVE_INFINITY;
for (let round = 0; round < ROUNDS; round++) {
  few = Math.min(few, nanosecondsPerRecord(fewRules));
  many = Math.min(many, nanosecondsPerRecord(manyRules));
}
const ratio = many / few;
console.log(`15 rules:  ${few.toFixed(0)} ns a record`);
console.log(`150 rules: ${many.toFixed(0)} ns a record`);
console.log(`ratio:     ${ratio.toFixed(2)} (must be at most 1.3)`);
if (ratio > 1.3) process.exitCode = 1;
