// The template as it is synthesised, applied to an emulated account, and an incident played in at its front door.
import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DeleteTableCommand, DescribeTimeToLiveCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, GetQueueAttributesCommand, ListQueuesCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { renderEmail } from '../../alerts/render/email.ts';
import { newsAmong, type Told } from '../../alerts/triage/to-tell.ts';
import type { Finding } from '../../detectors/model/finding.ts';
import { CANARY_DETAIL_TYPE, functionNameOf, PREFIX } from '../../infra/names.ts';
import { makeFunction } from './automation-account.ts';
import { NOT_APPLICABLE } from './cloud/apply.ts';
import { ACCOUNT_ID, type Cloud, type Mail, openCloud, REGION } from './cloud/cloud.ts';
import { INCIDENT_AFTER_MS, INCIDENT_END_MS, incident, PLAY_MS, playStart, VICTIM } from './cloud/incident.ts';
import { latenciesOf, latencyTable, quantile, totalOf } from './cloud/latency.ts';
import { type Played, play } from './cloud/play.ts';
import { scanned } from './cloud/scanned.ts';
import { asText, keptFindings, stored } from './cloud/stored.ts';
import { learnQuickly, type Synthesised, synthesise } from './cloud/synthesise.ts';

const MINUTE_MS = 60_000;
/** In the emulated account. */
const functionArn = (name: string): string => `arn:aws:lambda:${REGION}:${ACCOUNT_ID}:function:${name}`;
const BUCKET = 'flow-logs-of-somebody';
const START_MS = playStart(Date.now());
/** After the last record: windows are settled 23 minutes after their end, and a silence is told within the hour. */
const REST_MS = 40 * MINUTE_MS;
/** A quiet machine plays it in two minutes; one that nine others share in a quarter of an hour. */
const SLOWEST_MS = 30 * MINUTE_MS;

/** The topic of alerts; automations ask on one of their own. */
const ALERTS = 'lapwing-alerts';
const alerts = (): readonly Mail[] => cloud.mails.filter(({ topic }) => topic === ALERTS);

let synthesised: Synthesised;
let cloud: Cloud;
let played: Played;
/** Mails, each with the findings as they were kept when it went. */
const told: { readonly mail: Mail; readonly known: ReadonlyMap<string, Finding>; readonly before: readonly Told[] }[] = [];
/** A subscriber that is a machine. */
let machine = '';

beforeAll(async () => {
  synthesised = learnQuickly(
    synthesise((stack) => ({
      buckets: [Bucket.fromBucketName(stack, 'FlowLogs', BUCKET)],
      response: { approvers: [`arn:aws:iam::${ACCOUNT_ID}:role/OnCall`] },
    })),
  );
  cloud = await openCloud(synthesised, { startMs: START_MS });
  const { call } = cloud.runner;
  await makeFunction(cloud.runner, VICTIM);
  await call('s3', 'CreateBucket', { Bucket: BUCKET, CreateBucketConfiguration: { LocationConstraint: REGION } });
  await call('s3', 'PutBucketNotificationConfiguration', { Bucket: BUCKET, NotificationConfiguration: { EventBridgeConfiguration: {} } });
  const { QueueUrl = '' } = await cloud.clients.queues.send(new CreateQueueCommand({ QueueName: 'machine' }));
  machine = QueueUrl;
  await cloud.clients.topics.send(
    new SubscribeCommand({
      TopicArn: `arn:aws:sns:${REGION}:${ACCOUNT_ID}:lapwing-alerts`,
      Protocol: 'sqs',
      Endpoint: `arn:aws:sqs:${REGION}:${ACCOUNT_ID}:machine`,
    }),
  );
  cloud.onMail = async (mail) => {
    if (mail.topic !== ALERTS) return;
    const items = (await stored(cloud, 'lapwing-findings')).filter(({ pk }) => pk.startsWith('told|'));
    const before = items.map(({ body }) => JSON.parse(body) as Told).filter(({ channel }) => channel === 'mail');
    told.push({ mail, before, known: new Map((await keptFindings(cloud)).map((finding) => [finding.id, finding])) });
  };
  played = play(cloud, incident(START_MS), { bucket: BUCKET, overlap: false });
}, SLOWEST_MS);

afterAll(() => cloud?.stop());

const ofType = (type: string): readonly string[] =>
  Object.entries(synthesised.template.Resources).flatMap(([id, { Type }]) => (Type === type ? [id] : []));

describe('the template', () => {
  test('is applied, each resource of it, or there is a reason why not', () => {
    expect([...cloud.applied.applied, ...cloud.applied.notApplicable].sort()).toEqual(Object.keys(synthesised.template.Resources).sort());
    const types = new Set(cloud.applied.notApplicable.map((id) => synthesised.template.Resources[id]?.Type ?? ''));
    expect([...types].sort()).toEqual(Object.keys(NOT_APPLICABLE).sort());
  });

  test('is there, as the account tells it', async () => {
    const { clients, runner } = cloud;
    const { TableNames = [] } = await clients.tables.send(new ListTablesCommand({}));
    expect(TableNames).toHaveLength(ofType('AWS::DynamoDB::Table').length);
    for (const TableName of TableNames) {
      const { TimeToLiveDescription } = await clients.tables.send(new DescribeTimeToLiveCommand({ TableName }));
      expect(TimeToLiveDescription).toMatchObject({ AttributeName: 'ttl', TimeToLiveStatus: 'ENABLED' });
    }
    const { QueueUrls = [] } = await clients.queues.send(new ListQueuesCommand({ QueueNamePrefix: PREFIX }));
    expect(QueueUrls).toHaveLength(ofType('AWS::SQS::Queue').length);
    const { logGroups = [] } = await clients.logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: '/aws/lambda/lapwing-' }));
    expect(logGroups.length).toBeGreaterThanOrEqual(cloud.services.functions.size);
    const { MetricAlarms } = await runner.call('cloudwatch', 'DescribeAlarms');
    expect(MetricAlarms).toHaveLength(ofType('AWS::CloudWatch::Alarm').length);
    const { Rules } = await runner.call('events', 'ListRules');
    expect(Rules).toHaveLength(ofType('AWS::Events::Rule').length);
    const { Topics } = await runner.call('sns', 'ListTopics');
    expect(Topics).toHaveLength(ofType('AWS::SNS::Topic').length);
  });

  test('holds each function to its role', async () => {
    const [spec] = cloud.services.functions.values();
    const asFunction = new DynamoDBClient({
      endpoint: cloud.front.endpoint,
      region: REGION,
      credentials: { accessKeyId: spec?.role ?? '', secretAccessKey: 'testing' },
    });
    await expect(asFunction.send(new DeleteTableCommand({ TableName: 'lapwing-partials' }))).rejects.toThrow(
      expect.objectContaining({ name: 'AccessDeniedException' }),
    );
    asFunction.destroy();
    cloud.front.denied.length = 0;
  });
});

describe('an account that is attacked', () => {
  test('is quiet before', { timeout: SLOWEST_MS }, async () => {
    await cloud.timeline.runUntil(START_MS + INCIDENT_AFTER_MS - MINUTE_MS);
    expect(cloud.invocations.runs.length).toBeGreaterThan(100);
    expect(alerts()).toEqual([]);
    // What is staged wakes nobody.
    expect((await keptFindings(cloud)).filter(({ stage }) => stage === 'live')).toEqual([]);
  });

  test('is told of while it is attacked, by mail, and the mail is right', { timeout: SLOWEST_MS }, async () => {
    await cloud.timeline.runUntil(START_MS + INCIDENT_END_MS);
    expect(alerts().length).toBeGreaterThan(0);
    expect(new Set(alerts().map(({ to }) => to))).toEqual(new Set(['team@example.org']));
    const last = alerts().at(-1);
    expect(last?.subject).toMatch(/^\[Lapwing CRITICAL(, was HIGH)?\] Attack on front/);
    // To the letter what is rendered from the findings as they stood at that moment.
    for (const { mail, known, before } of told) {
      const finding = JSON.parse(mail.json) as Finding;
      const parts = finding.parts.flatMap((id) => known.get(id) ?? []);
      const [news] = newsAmong([finding], before);
      const graver = news?.before === undefined ? {} : { before: news.before };
      const { subject, body } = renderEmail(finding, { parts, ...graver });
      expect({ subject: mail.subject, text: mail.text }).toEqual({ subject, text: body });
      expect(mail.text).toContain(finding.runbook);
    }
  });

  test('is told of once for each step of severity, and a machine that subscribed hears the same', async () => {
    const steps = alerts().map(({ json }) => {
      const { id, severity } = JSON.parse(json) as Finding;
      return `${id} ${severity}`;
    });
    expect(new Set(steps).size).toBe(steps.length);
    const heard: string[] = [];
    for (;;) {
      const { Messages = [] } = await cloud.clients.queues.send(
        new ReceiveMessageCommand({ QueueUrl: machine, MaxNumberOfMessages: 10, VisibilityTimeout: 3600 }),
      );
      if (Messages.length === 0) break;
      heard.push(...Messages.map(({ Body = '' }) => (JSON.parse(Body) as { readonly Message: string }).Message));
    }
    expect(heard.sort()).toEqual(
      alerts()
        .map(({ json }) => json)
        .sort(),
    );
  });

  test('is contained: what was found starts an automation, and when a person agreed the function takes no more work', async () => {
    const started = cloud.automations.filter(({ document }) => document === 'Lapwing-IsolateFunction');
    expect(started.map(({ run }) => run.status)).toEqual(started.map(() => 'Success'));
    expect(started[0]?.parameters).toMatchObject({ Function: [functionArn(VICTIM)], Approval: ['required'] });
    expect(started[0]?.run.approvals.length).toBe(1);
    const { ReservedConcurrentExecutions } = await cloud.runner.call('lambda', 'GetFunctionConcurrency', { FunctionName: VICTIM });
    expect(ReservedConcurrentExecutions).toBe(0);
  });

  test('is quiet after', { timeout: SLOWEST_MS }, async () => {
    const before = alerts().length;
    await cloud.timeline.runUntil(START_MS + PLAY_MS + REST_MS);
    expect(
      alerts()
        .slice(before)
        .map(({ subject }) => subject),
    ).toEqual([]);
  });
});

describe('when all is over', () => {
  test('what was found is what a scan of the same records finds, to the byte', async () => {
    // The canary's finding is taken for what it is, and kept out of the findings.
    const findings = scanned(cloud, played).findings.filter(({ function: subject }) => subject !== functionArn(functionNameOf('canary')));
    const found = await keptFindings(cloud);
    expect(found.map(({ detector }) => detector)).toEqual(expect.arrayContaining(['credentials-elsewhere', 'iam-admin-policy-attached']));
    expect(asText(found)).toEqual(asText(findings));
  });

  test('every function kept to its role, answered each time, and left nothing behind', async () => {
    expect(cloud.front.broken).toEqual([]);
    expect(cloud.front.denied.map(({ accessKeyId, action, resources }) => [accessKeyId, action, resources])).toEqual([]);
    const failed = cloud.invocations.runs.filter(({ outcome }) => outcome.kind === 'failed');
    expect(failed.map(({ functionName, outcome }) => [functionName, outcome])).toEqual([]);
    const { QueueUrls = [] } = await cloud.clients.queues.send(new ListQueuesCommand({ QueueNamePrefix: PREFIX }));
    for (const QueueUrl of QueueUrls) {
      const AttributeNames = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
      const { Attributes } = await cloud.clients.queues.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...AttributeNames] }),
      );
      expect([QueueUrl, Attributes]).toEqual([QueueUrl, { ApproximateNumberOfMessages: '0', ApproximateNumberOfMessagesNotVisible: '0' }]);
    }
    expect((await stored(cloud, 'lapwing-partials')).filter(({ pk }) => pk.startsWith('due|')).map(({ body }) => body)).not.toContain('');
  });

  test('the canary came out by the other end, each time', () => {
    const sung = cloud.invocations.runs.filter(({ functionName }) => functionName === functionNameOf('canary')).length;
    const heard = cloud.calls.filter(
      ({ action, input }) => action === 'events:PutEvents' && JSON.stringify(input).includes(CANARY_DETAIL_TYPE),
    ).length;
    expect(sung).toBeGreaterThan(1);
    expect(heard).toBeGreaterThanOrEqual(sung);
  });

  test('it did not feed on itself', () => {
    const groups = new Set(cloud.messages.map((text) => (JSON.parse(text) as { readonly logGroup: string }).logGroup));
    expect([...groups]).toContain(`/aws/lambda/${VICTIM}`);
    expect([...groups].filter((group) => /lapwing-(ingest|detect|alert)/.test(group))).toEqual([]);
    for (const host of cloud.hosts.values()) expect([host.spec.name, host.lines.length > 0]).toEqual([host.spec.name, true]);
  });

  test('rules spoke within seconds, behaviours within the minute after the grace', async () => {
    const latencies = latenciesOf(cloud, new Map([...played.arrivals, ...cloud.arrivals]));
    const totals = (kind: string): readonly number[] => latencies.filter((latency) => latency.kind === kind).map(totalOf);
    console.log(latencyTable(latencies));
    expect(totals('rule').length).toBeGreaterThan(5);
    // Five seconds are the batching window; the rest is work, on a machine that may be busy.
    expect(quantile(totals('rule'), 0.99)).toBeLessThan(30_000);
    expect(totals('behaviour').length).toBeGreaterThan(0);
    // Three minutes of grace, up to one until the next run.
    expect(quantile(totals('behaviour'), 0.99)).toBeLessThan(4 * MINUTE_MS + 30_000);
  });
});
