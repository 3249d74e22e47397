// CloudWatch Logs as an account-wide subscription delivers it: one DATA_MESSAGE per log stream and batch, one a line.
import { MINUTE_MS, SECOND_MS } from '../calendar.ts';
import { eventBatch, logEventId } from '../identifiers.ts';
import { seeded } from '../random.ts';

export interface LogLine {
  readonly timeMs: number;
  readonly group: string;
  readonly stream: string;
  readonly message: string;
}

interface Batch {
  readonly group: string;
  readonly stream: string;
  readonly lines: LogLine[];
}

/** Lambda and CloudWatch Logs gather the lines of a stream for some time before they send them on. */
const BATCH_MS = 40 * SECOND_MS;
/** PutLogEvents takes 10,000 events and 1 MiB; forwarders send much sooner. */
const BATCH_LINES = 200;

const batches = (lines: readonly LogLine[]): Batch[] => {
  const open = new Map<string, Batch>();
  const all: Batch[] = [];
  for (const line of lines) {
    const key = `${line.group}\n${line.stream}`;
    let batch = open.get(key);
    const first = batch?.lines[0];
    if (batch === undefined || first === undefined || line.timeMs - first.timeMs > BATCH_MS || batch.lines.length >= BATCH_LINES) {
      batch = { group: line.group, stream: line.stream, lines: [] };
      open.set(key, batch);
      all.push(batch);
    }
    batch.lines.push(line);
  }
  return all;
};

const arrivalOf = (batch: Batch, seed: number): { readonly arrivalMs: number; readonly bits: bigint } => {
  const first = batch.lines[0]?.timeMs ?? 0;
  const last = batch.lines.at(-1)?.timeMs ?? 0;
  const random = seeded(seed, `${batch.stream}@${first}`);
  const arrivalMs = last + Math.floor(random.between(0.5, 6) * SECOND_MS);
  return { arrivalMs, bits: eventBatch(random, arrivalMs) };
};

/** One line of the file for each batch, in the order in which they arrived. */
export const subscriptionText = (lines: readonly LogLine[], owner: string, seed: number): string => {
  const ordered = lines.toSorted((a, b) => a.timeMs - b.timeMs);
  return batches(ordered)
    .map((batch, index) => ({ batch, index, ...arrivalOf(batch, seed) }))
    .sort((a, b) => a.arrivalMs - b.arrivalMs || a.index - b.index)
    .map(({ batch, bits }) => {
      const events = batch.lines.map(
        (line, ordinal) =>
          `{"id":"${logEventId(line.timeMs, bits, ordinal)}","timestamp":${line.timeMs},"message":${JSON.stringify(line.message)}}`,
      );
      const group = JSON.stringify(batch.group);
      const stream = JSON.stringify(batch.stream);
      return `{"messageType":"DATA_MESSAGE","owner":"${owner}","logGroup":${group},"logStream":${stream},"subscriptionFilters":["central-logging"],"logEvents":[${events.join(',')}]}\n`;
    })
    .join('');
};

/** CloudWatch Logs asks from time to time whether the destination is alive. */
export const controlMessage = (timeMs: number): string =>
  `${JSON.stringify({
    messageType: 'CONTROL_MESSAGE',
    owner: 'CloudwatchLogs',
    logGroup: '',
    logStream: '',
    subscriptionFilters: [],
    logEvents: [{ id: '', timestamp: timeMs, message: 'CWL CONTROL MESSAGE: Checking health of destination Firehose.' }],
  })}\n`;

export const CONTROL_EVERY_MS = 12 * 60 * MINUTE_MS;
