// A stream of bytes, gzip or not, to items: recognised by content, inflated within a ceiling, damage told and survived.
import { evenPieces } from './even-pieces.ts';
import { type InflateFailure, type InflateStream, inflateStream } from './inflate-stream.ts';
import type { ItemSink, Splitter } from './item-sink.ts';
import { splitItems } from './items.ts';

/** What Lapwing's own streams come in. */
const ZIPPED_PIECE_BYTES = 256 * 1024;

const isGzip = (chunk: Buffer): boolean => chunk[0] === 0x1f && chunk[1] === 0x8b;

/** Two bytes tell gzip, and a pipe may give one at first. Empty at the end of the stream. */
const firstBytes = async (chunks: AsyncIterator<Buffer>): Promise<Buffer> => {
  let head: Buffer = Buffer.alloc(0);
  while (head.length < 2) {
    const next = await chunks.next();
    if (next.done === true) break;
    head = head.length === 0 ? next.value : Buffer.concat([head, next.value]);
  }
  return head;
};

/** What a Firehose that compresses makes of messages that CloudWatch Logs has zipped already: gzip in gzip, and no deeper. */
const inflatedTwice = (splitter: Splitter) => {
  let inner: InflateStream | undefined;
  let begun = false;
  let waiting: Buffer[] = [];
  return {
    take(bytes: Buffer): void {
      if (!begun && isGzip(bytes)) inner = inflateStream((inflated) => splitter.push(inflated));
      begun = true;
      if (inner === undefined) splitter.push(bytes);
      else waiting.push(Buffer.from(bytes));
    },
    /** Zipped bytes wait no longer than for the piece that they came out of. */
    async settle(): Promise<void> {
      const pieces = waiting;
      waiting = [];
      for (const piece of pieces) await inner?.write(piece);
    },
    end: async (): Promise<InflateFailure | undefined> => inner?.end(),
  };
};

const readZipped = async (head: Buffer, chunks: AsyncIterator<Buffer>, splitter: Splitter): Promise<InflateFailure | undefined> => {
  const inside = inflatedTwice(splitter);
  const outer = inflateStream(inside.take);
  for await (const piece of evenPieces(head, chunks, ZIPPED_PIECE_BYTES)) {
    if (outer.failed) break;
    await outer.write(piece);
    await inside.settle();
  }
  const failure = await outer.end();
  await inside.settle();
  return (await inside.end()) ?? failure;
};

/** Reads the whole stream. What cannot be read is told to the sink; only the stream's own errors are thrown. */
export const readItems = async (stream: AsyncIterable<Buffer>, sink: ItemSink): Promise<void> => {
  const chunks = stream[Symbol.asyncIterator]();
  const splitter = splitItems(sink);
  const head = await firstBytes(chunks);
  if (!isGzip(head)) {
    splitter.push(head);
    for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) splitter.push(next.value);
    splitter.end();
    return;
  }
  const failure = await readZipped(head, chunks, splitter);
  // What was inflated before the damage is kept; only then is the damage told, as one record more.
  splitter.end();
  if (failure !== undefined) sink.broken(failure.reason, 0, failure.detail);
};
