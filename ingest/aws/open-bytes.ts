// A stream of bytes, gzip or not, to items: recognised by content, inflated within a ceiling, damage told and survived.
import { createGunzip } from 'node:zlib';
import { FILE_INFLATE_RATIO, FILE_INFLATED_BYTES_UNCHECKED, SALVAGED_BYTES } from '../decode/limits.ts';
import { evenPieces } from './even-pieces.ts';
import type { ItemSink } from './item-sink.ts';
import { splitItems } from './items.ts';
import { salvage } from './salvage.ts';

/** zlib's default of 16 kB costs half the speed (measured: 217 against 500 MB/s at 256 kB). */
const INFLATE_CHUNK_BYTES = 256 * 1024;

/** What Lapwing's own streams come in. */
const ZIPPED_PIECE_BYTES = 256 * 1024;

const TOO_MUCH = 'inflates';

const isGzip = (chunk: Buffer): boolean => chunk[0] === 0x1f && chunk[1] === 0x8b;

/** Bytes given to the callback as they are inflated; resolves with what went wrong, if anything did. */
const inflateStream = async (first: Buffer, rest: AsyncIterator<Buffer>, onBytes: (bytes: Buffer) => void): Promise<string | undefined> => {
  const gunzip = createGunzip({ chunkSize: INFLATE_CHUNK_BYTES });
  let zippedBytes = 0;
  let inflatedBytes = 0;
  let failure: string | undefined;
  const held: Buffer[] = [];
  const finished = new Promise<void>((resolve) => {
    gunzip.on('data', (bytes: Buffer) => {
      if (failure !== undefined) return;
      inflatedBytes += bytes.length;
      if (inflatedBytes > FILE_INFLATED_BYTES_UNCHECKED && inflatedBytes > zippedBytes * FILE_INFLATE_RATIO) {
        failure = `${TOO_MUCH} more than ${FILE_INFLATE_RATIO} times`;
        gunzip.destroy();
        resolve();
        return;
      }
      onBytes(bytes);
    });
    gunzip.on('end', resolve);
    gunzip.on('error', (error) => {
      failure ??= error.message;
      resolve();
    });
  });
  const write = async (chunk: Buffer): Promise<void> => {
    zippedBytes += chunk.length;
    if (zippedBytes <= SALVAGED_BYTES) held.push(chunk);
    if (!gunzip.write(chunk)) await Promise.race([new Promise((resolve) => gunzip.once('drain', resolve)), finished]);
  };
  for await (const piece of evenPieces(first, rest, ZIPPED_PIECE_BYTES)) {
    if (failure !== undefined) break;
    await write(piece);
  }
  gunzip.end();
  await finished;
  if (failure !== undefined && !failure.startsWith(TOO_MUCH) && zippedBytes <= SALVAGED_BYTES) {
    const whole = await salvage(Buffer.concat(held));
    if (whole.length > inflatedBytes) onBytes(whole.subarray(inflatedBytes));
  }
  return failure;
};

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
  const failure = await inflateStream(head, chunks, (bytes) => splitter.push(bytes));
  if (failure === undefined) {
    splitter.end();
    return;
  }
  // What was inflated before the damage is kept; only then is the damage told, as one record more.
  splitter.end();
  sink.broken(failure.startsWith(TOO_MUCH) ? 'too-large' : 'bad-gzip', 0, failure);
};
