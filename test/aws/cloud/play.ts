// An account that is simulated, brought to the front door as AWS would: log events put to CloudWatch Logs, CloudTrail's events on the
// bus, its objects and those of flow logs in the bucket, each at the moment it would come.
import { gzipSync } from 'node:zlib';
import { CreateLogGroupCommand, CreateLogStreamCommand, PutLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { simulate } from '../../../cli/simulator/simulate.ts';
import type { SimulationOptions } from '../../../cli/simulator/simulation-options.ts';
import type { Cloud } from './cloud.ts';

/** How long after it happened AWS brings it: seconds for a log line, some twenty for CloudTrail by EventBridge, minutes for objects. */
const LOG_DELAY_MS = 4_000;
const TRAIL_DELAY_MS = 20_000;
const OBJECT_DELAY_MS = 5 * 60_000;
/** CloudTrail may bring an event twice, under the same id. */
const EVENT_AGAIN_AFTER_MS = 3 * 60_000;

interface Message {
  readonly messageType: string;
  readonly logGroup: string;
  readonly logStream: string;
  readonly logEvents: readonly { readonly timestamp: number; readonly message: string }[];
}

export interface TrailRecord {
  readonly eventID: string;
  readonly eventTime: string;
  readonly eventSource: string;
  readonly eventCategory?: string;
}

export interface PlayOptions {
  /** Flow logs, and CloudTrail's files where `overlap` asks for them. */
  readonly bucket: string | undefined;
  /** CloudTrail's records come in their files too. */
  readonly overlap: boolean;
}

export interface Played {
  readonly endMs: number;
  /** When each record of CloudTrail was given to the bus, by its id. */
  readonly arrivals: ReadonlyMap<string, number>;
  readonly trail: readonly TrailRecord[];
  /** Flow logs by `s3://bucket/key`. */
  readonly objects: ReadonlyMap<string, string>;
}

/** Puts everything on the account's timeline. Only what is due until a moment is played by `timeline.runUntil`. */
export const play = (cloud: Cloud, simulation: SimulationOptions, { bucket, overlap }: PlayOptions): Played => {
  const { clients, timeline } = cloud;
  const known = new Set<string>();
  const arrivals = new Map<string, number>();
  const trail: TrailRecord[] = [];
  const objects = new Map<string, string>();

  const putLogs = async ({ logGroup: logGroupName, logStream: logStreamName, logEvents }: Message): Promise<void> => {
    if (!known.has(logGroupName)) await clients.logs.send(new CreateLogGroupCommand({ logGroupName }));
    known.add(logGroupName);
    const stream = `${logGroupName} ${logStreamName}`;
    if (!known.has(stream)) await clients.logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
    known.add(stream);
    await clients.logs.send(
      new PutLogEventsCommand({
        logGroupName,
        logStreamName,
        logEvents: logEvents.map(({ timestamp, message }) => ({ timestamp, message })),
      }),
    );
  };
  const putEvent = async (record: TrailRecord): Promise<void> => {
    if (!arrivals.has(record.eventID)) arrivals.set(record.eventID, timeline.clock.now());
    const Source = `aws.${record.eventSource.split('.')[0]}`;
    await clients.bus.send(
      new PutEventsCommand({ Entries: [{ Source, DetailType: 'AWS API Call via CloudTrail', Detail: JSON.stringify(record) }] }),
    );
  };
  const putObject = async (Key: string, text: string): Promise<void> => {
    await clients.objects.send(new PutObjectCommand({ Bucket: bucket, Key: `${Key}.gz`, Body: gzipSync(text) }));
  };

  let endMs = simulation.startMs + simulation.days * 86_400_000;
  const at = (atMs: number, work: () => Promise<void>): void => {
    timeline.at(atMs, work);
    endMs = Math.max(endMs, atMs);
  };
  for (const { path, text } of simulate(simulation)) {
    if (path.endsWith('.jsonl')) {
      for (const line of text.trimEnd().split('\n')) {
        const message = JSON.parse(line) as Message;
        const last = Math.max(...message.logEvents.map(({ timestamp }) => timestamp));
        if (message.messageType === 'DATA_MESSAGE') at(last + LOG_DELAY_MS, () => putLogs(message));
      }
      continue;
    }
    const { Records } = path.includes('/CloudTrail/')
      ? (JSON.parse(text) as { readonly Records: readonly TrailRecord[] })
      : { Records: [] as readonly TrailRecord[] };
    trail.push(...Records);
    for (const record of Records) {
      const atMs = Date.parse(record.eventTime) + TRAIL_DELAY_MS;
      at(atMs, () => putEvent(record));
      if (cloud.comesAgain()) at(atMs + EVENT_AGAIN_AFTER_MS, () => putEvent(record));
    }
    if (bucket === undefined || (Records.length > 0 && !overlap)) continue;
    if (Records.length === 0) objects.set(`s3://${bucket}/${path}.gz`, text);
    const last = Math.max(simulation.startMs, ...Records.map(({ eventTime }) => Date.parse(eventTime)), flowEnd(text));
    at(last + OBJECT_DELAY_MS, () => putObject(path, text));
  }
  return { endMs, arrivals, trail, objects };
};

/** The last second that a flow log's lines tell of, in milliseconds. */
const flowEnd = (text: string): number => {
  if (!text.startsWith('version ')) return 0;
  const lines = text.trimEnd().split('\n').slice(1);
  return Math.max(0, ...lines.map((line) => Number(line.split(' ')[11]) * 1000).filter(Number.isFinite));
};
