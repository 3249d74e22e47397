// An account of AWS on this machine: an emulator of its APIs, the functions of a synthesised template under AWS's runtime client, and
// what AWS carries from one to the other.
import { CloudWatchLogsClient, CreateLogStreamCommand, PutLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { ListSubscriptionsByTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { parse } from 'yaml';
import type { AutomationDocument } from '../../../runbooks/automation/document.ts';
import { type Run as AutomationRun, openRunner, type Runner } from '../automation-runner.ts';
import { startMoto } from '../moto.ts';
import type { ApiCall } from './api-call.ts';
import { type Applied, applyTemplate } from './apply.ts';
import { Clock } from './clock.ts';
import { type AutomationParameters, deliverEvents, deliverTick, type PutEntry } from './event-targets.ts';
import { type Front, openFront } from './front.ts';
import { FunctionHost } from './function-host.ts';
import { type Invocations, openInvocations } from './invocations.ts';
import type { Statement } from './policy-check.ts';
import { pumpQueue } from './queue-pump.ts';
import { runtimeClient } from './runtime-client.ts';
import { newServices, type Services } from './services.ts';
import { pumpStream, type StreamRecord } from './stream-pump.ts';
import { type Put, pumpSubscriptions } from './subscription-pump.ts';
import type { Synthesised } from './synthesise.ts';
import { Timeline } from './timeline.ts';

/** The emulator's only account. */
export const ACCOUNT_ID = '123456789012';
export const REGION = 'eu-central-1';

export interface Mail {
  readonly atMs: number;
  /** The topic's name. */
  readonly topic: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** What a subscriber that is a machine gets. */
  readonly json: string;
}

export interface SeenCall extends ApiCall {
  readonly atMs: number;
}

export interface Clients {
  readonly tables: DynamoDBClient;
  readonly queues: SQSClient;
  readonly topics: SNSClient;
  readonly bus: EventBridgeClient;
  readonly logs: CloudWatchLogsClient;
  readonly objects: S3Client;
}

export interface Cloud {
  readonly clock: Clock;
  readonly timeline: Timeline;
  readonly front: Front;
  readonly clients: Clients;
  readonly services: Services;
  readonly hosts: ReadonlyMap<string, FunctionHost>;
  readonly invocations: Invocations;
  readonly runner: Runner;
  readonly applied: Applied;
  readonly mails: readonly Mail[];
  /** What functions asked of AWS and got, in the account's time. */
  readonly calls: readonly SeenCall[];
  /** Messages of subscriptions, as text. */
  readonly messages: readonly string[];
  /** When each log event came, by its id. */
  readonly arrivals: ReadonlyMap<string, number>;
  readonly automations: { readonly document: string; readonly parameters: AutomationParameters; readonly run: AutomationRun }[];
  /** How batches of queues are cut; all of a batch at once unless a test says otherwise. */
  cut: (messages: number) => number;
  /** Whether a source brings this message once more, five minutes later. */
  comesAgain: () => boolean;
  /** Told of each mail before the function that sent it knows that it went. */
  onMail: (mail: Mail) => Promise<void>;
  /** Whether whoever is asked approves of an automation. */
  approves: boolean;
  readonly stop: () => Promise<void>;
}

export interface CloudOptions {
  readonly startMs: number;
  /** The second of each minute at which the schedule runs. */
  readonly tickMs?: number;
}

const MINUTE_MS = 60_000;
const COMES_AGAIN_AFTER_MS = 5 * MINUTE_MS;

export const openCloud = async (synthesised: Synthesised, { startMs, tickMs = 30_000 }: CloudOptions): Promise<Cloud> => {
  const runtime = runtimeClient();
  const moto = await startMoto();
  const front = await openFront(moto.endpoint, ACCOUNT_ID);
  const options = { endpoint: front.endpoint, region: REGION, credentials: { accessKeyId: 'testing', secretAccessKey: 'testing' } };
  const clients: Clients = {
    tables: new DynamoDBClient(options),
    queues: new SQSClient(options),
    topics: new SNSClient(options),
    bus: new EventBridgeClient(options),
    logs: new CloudWatchLogsClient(options),
    objects: new S3Client({ ...options, forcePathStyle: true }),
  };
  const clock = new Clock(startMs);
  const timeline = new Timeline(clock);
  const services = newServices();
  const runner = openRunner(front.endpoint, REGION);
  const applied = await applyTemplate(synthesised.template, {
    call: runner.call as never,
    services,
    accountId: ACCOUNT_ID,
    region: REGION,
    assembly: synthesised.folder,
  });

  const hosts = new Map<string, FunctionHost>();
  for (const spec of services.functions.values()) {
    hosts.set(spec.name, new FunctionHost(spec, { clock, endpoint: front.endpoint, region: REGION, runtime }));
    front.roles.set(spec.role, await statementsOf(runner, spec.role));
  }
  front.kill = (role) => {
    for (const host of hosts.values()) if (host.spec.role === role) host.kill();
  };

  const urlOf = (arn: string): string => `${front.endpoint}/${ACCOUNT_ID}/${arn.split(':').at(-1)}`;
  const sendTo = async (arn: string, body: string, group?: string): Promise<void> => {
    const order = group === undefined ? {} : { MessageGroupId: group };
    await clients.queues.send(new SendMessageCommand({ QueueUrl: urlOf(arn), MessageBody: body, ...order }));
  };
  const calls: SeenCall[] = [];
  const mails: Mail[] = [];
  const messages: string[] = [];
  const arrivals = new Map<string, number>();
  const streams = new Map<string, ((record: StreamRecord) => void)[]>();
  const automations: Cloud['automations'] = [];

  const invocations = openInvocations({ services, hosts, timeline, accountId: ACCOUNT_ID, keepLines: lineKeeper(front, clock), sendTo });
  const onPut = pumpSubscriptions({
    logs: clients.logs,
    services,
    invocations,
    accountId: ACCOUNT_ID,
    region: REGION,
    intoStream: async (arn, partition, data) => {
      const StreamName = arn.split('/').at(-1) ?? '';
      const { ShardId, SequenceNumber } = await runner.call('kinesis', 'PutRecord', {
        StreamName,
        PartitionKey: partition,
        Data: { base64: data.toString('base64') },
      });
      const record = { shard: String(ShardId), sequenceNumber: String(SequenceNumber), partition, data, arrivedMs: clock.now() };
      for (const take of streams.get(arn) ?? []) take(record);
    },
    onMessage: (text, ids) => {
      messages.push(text);
      for (const id of ids) arrivals.set(id, clock.now());
    },
    again: (bring) => {
      if (cloud.comesAgain()) timeline.at(clock.now() + COMES_AGAIN_AFTER_MS, bring);
    },
  });
  const onPublish = async (input: ApiCall['input']): Promise<void> => {
    const { TopicArn = '', Subject = '', Message = '', MessageStructure } = input as Readonly<Record<string, string | undefined>>;
    const bodies = (MessageStructure === 'json' ? JSON.parse(Message) : { default: Message }) as Readonly<Record<string, string>>;
    const { Subscriptions = [] } = await clients.topics.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
    for (const { Protocol, Endpoint = '' } of Subscriptions)
      if (Protocol === 'email') {
        const text = bodies['email'] ?? bodies['default'] ?? '';
        const mail = {
          atMs: clock.now(),
          topic: TopicArn.split(':').at(-1) ?? '',
          to: Endpoint,
          subject: Subject,
          text,
          json: bodies['sqs'] ?? '',
        };
        mails.push(mail);
        await cloud.onMail(mail);
      }
  };
  const runAutomation = async (document: string, parameters: AutomationParameters): Promise<void> => {
    const { Content } = await runner.call('ssm', 'GetDocument', { Name: document });
    const run = await runner.run(parse(String(Content)) as AutomationDocument, parameters, { approve: cloud.approves });
    automations.push({ document, parameters, run });
  };
  const surroundings = { services, timeline, invocations, accountId: ACCOUNT_ID, region: REGION, runAutomation, sendTo };
  front.onDone = async (call) => {
    if (front.roles.has(call.accessKeyId)) calls.push({ ...call, atMs: clock.now() });
    if (call.action === 'logs:PutLogEvents') timeline.now(() => onPut(call.input as unknown as Put));
    if (call.action === 'sns:Publish') await onPublish(call.input);
    if (call.action === 'events:PutEvents') await deliverEvents(call.input['Entries'] as readonly PutEntry[], surroundings);
  };

  const cloud: Cloud = {
    clock,
    timeline,
    front,
    clients,
    services,
    hosts,
    invocations,
    runner,
    applied,
    mails,
    calls,
    messages,
    arrivals,
    automations,
    cut: (count) => count,
    comesAgain: () => false,
    onMail: () => Promise.resolve(),
    approves: true,
    stop: async () => {
      await Promise.all([...hosts.values()].map((host) => host.stop()));
      runner.stop();
      for (const client of Object.values(clients) as readonly { readonly destroy: () => void }[]) client.destroy();
      await front.stop();
      await moto.stop();
    },
  };
  const cut = (count: number): number => cloud.cut(count);
  for (const mapping of services.mappings) {
    if (mapping.sourceArn.startsWith('arn:aws:kinesis:'))
      streams.set(mapping.sourceArn, [
        ...(streams.get(mapping.sourceArn) ?? []),
        pumpStream(mapping, { timeline, invocations, region: REGION, cut, sendTo }),
      ]);
    else await pumpQueue(mapping, { queues: clients.queues, timeline, invocations, region: REGION, urlOf, cut });
  }
  for (const target of services.targets) {
    if (target.schedule === undefined) continue;
    const everyMs = periodOf(target.schedule);
    const tick = async (): Promise<void> => {
      await deliverTick(target, surroundings);
      timeline.at((Math.floor(clock.now() / everyMs) + 1) * everyMs + tickMs, tick);
    };
    timeline.at(startMs + tickMs, tick);
  }
  return cloud;
};

/** `rate(1 minute)`, `rate(5 minutes)`, `rate(1 hour)`. */
const periodOf = (schedule: string): number => {
  const [, count, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(schedule) ?? [];
  if (count === undefined) throw new Error(`no schedule ${schedule}`);
  return Number(count) * (unit === 'minute' ? MINUTE_MS : unit === 'hour' ? 60 * MINUTE_MS : 24 * 60 * MINUTE_MS);
};

/** A role's policies as the emulator has them after the template was applied. */
const statementsOf = async ({ call }: Runner, RoleName: string): Promise<readonly Statement[]> => {
  const { PolicyNames } = await call('iam', 'ListRolePolicies', { RoleName });
  const statements: Statement[] = [];
  for (const PolicyName of PolicyNames as readonly string[]) {
    const { PolicyDocument } = await call('iam', 'GetRolePolicy', { RoleName, PolicyName });
    statements.push(...(PolicyDocument as unknown as { readonly Statement: readonly Statement[] }).Statement);
  }
  return statements;
};

/** What functions print goes into their own groups, written by their own roles, as Lambda does it. */
const lineKeeper = (front: Front, clock: Clock): ((host: FunctionHost) => Promise<void>) => {
  const kept = new Map<FunctionHost, { readonly logs: CloudWatchLogsClient; lines: number }>();
  return async (host) => {
    const { logGroup: logGroupName, role: accessKeyId } = host.spec;
    const logStreamName = 'stream';
    let mine = kept.get(host);
    if (mine === undefined) {
      const credentials = { accessKeyId, secretAccessKey: 'testing' };
      mine = { logs: new CloudWatchLogsClient({ endpoint: front.endpoint, region: REGION, credentials }), lines: 0 };
      kept.set(host, mine);
      await mine.logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
    }
    const fresh = host.lines.slice(mine.lines).filter((line) => line !== '');
    mine.lines = host.lines.length;
    if (fresh.length === 0) return;
    const timestamp = Math.floor(clock.now());
    await mine.logs.send(
      new PutLogEventsCommand({ logGroupName, logStreamName, logEvents: fresh.map((message) => ({ timestamp, message })) }),
    );
  };
};
