// A simulated account's logs as AWS would bring them to the pipeline: when each arrives, and through which doors.
import { gzipSync } from 'node:zlib';
import { simulate } from '../../../cli/simulator/simulate.ts';
import type { SimulationOptions } from '../../../cli/simulator/simulation-options.ts';

/** One thing that a source brings, and brings again until it is accepted. */
export interface Parcel {
  readonly identifier: string;
  readonly arrivesMs: number;
  readonly by: 'invocation' | 'stream' | 'queue';
  /** Its part of an event: a subscription payload, a stream's record, a queue's message. */
  readonly content: string;
}

export interface Sources {
  readonly parcels: readonly Parcel[];
  readonly objects: ReadonlyMap<string, string>;
  readonly startMs: number;
  readonly endMs: number;
}

const BUCKET = 'trail-bucket';

const zipped = (text: string): string => gzipSync(text, { level: 1 }).toString('base64');

const noticeOf = (key: string, text: string): string =>
  JSON.stringify({
    Records: [
      {
        eventSource: 'aws:s3',
        eventName: 'ObjectCreated:Put',
        s3: { bucket: { name: BUCKET }, object: { key: encodeURIComponent(key).replaceAll('%2F', '/'), eTag: String(text.length) } },
      },
    ],
  });

interface Message {
  readonly logEvents: readonly { readonly timestamp: number }[];
}
interface Trail {
  readonly Records: readonly { readonly eventID: string; readonly eventTime: string }[];
}

/** `overlap`: CloudTrail's records come as events and in their objects, and every third log message through a stream as well. */
export const sourcesOf = (options: SimulationOptions, overlap: boolean): Sources => {
  const parcels: Parcel[] = [];
  const objects = new Map<string, string>();
  const logMessage = (line: string): void => {
    const number = parcels.length;
    const arrivesMs = Math.max(...(JSON.parse(line) as Message).logEvents.map(({ timestamp }) => timestamp)) + 4_000;
    const content = zipped(line);
    parcels.push({ identifier: `log-${number}`, arrivesMs, by: 'invocation', content });
    if (overlap && number % 3 === 0) parcels.push({ identifier: `stream-${number}`, arrivesMs, by: 'stream', content });
  };
  const trailFile = (path: string, text: string): void => {
    const { Records } = JSON.parse(text) as Trail;
    for (const record of Records)
      parcels.push({
        identifier: record.eventID,
        arrivesMs: Date.parse(record.eventTime) + 20_000,
        by: 'queue',
        content: JSON.stringify({ source: 'aws.lambda', 'detail-type': 'AWS API Call via CloudTrail', detail: record }),
      });
    const last = Math.max(...Records.map(({ eventTime }) => Date.parse(eventTime)));
    if (overlap) objectFile(path, text, last);
  };
  const objectFile = (path: string, text: string, lastMs: number): void => {
    objects.set(`${BUCKET}/${path}`, text);
    parcels.push({ identifier: path, arrivesMs: lastMs + 30_000, by: 'queue', content: noticeOf(path, text) });
  };
  for (const { path, text } of simulate(options)) {
    if (path.endsWith('.jsonl')) for (const line of text.trimEnd().split('\n')) logMessage(line);
    else if (text.startsWith('{"Records"')) trailFile(path, text);
  }
  parcels.sort((one, other) => one.arrivesMs - other.arrivesMs || (one.identifier < other.identifier ? -1 : 1));
  return { parcels, objects, startMs: options.startMs, endMs: options.startMs + options.days * 86_400_000 };
};

/** The event that brings parcels of one door. */
export const eventOf = (parcels: readonly Parcel[]): unknown => {
  const [first] = parcels;
  if (first?.by === 'invocation') return { awslogs: { data: first.content } };
  return {
    Records: parcels.map(({ by, identifier, content }) =>
      by === 'stream'
        ? { eventSource: 'aws:kinesis', kinesis: { sequenceNumber: identifier, data: content } }
        : { eventSource: 'aws:sqs', messageId: identifier, body: content },
    ),
  };
};
