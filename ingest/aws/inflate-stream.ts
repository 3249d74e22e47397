// One gzip stream, fed piece by piece, to the bytes in it: under a ceiling, and with all that comes before damage.
import { createGunzip } from 'node:zlib';
import { FILE_INFLATE_RATIO, FILE_INFLATED_BYTES_UNCHECKED, SALVAGED_BYTES } from '../decode/limits.ts';
import { salvage } from './salvage.ts';

/** zlib's default of 16 kB costs half the speed (measured: 217 against 500 MB/s at 256 kB). */
const INFLATE_CHUNK_BYTES = 256 * 1024;

export interface InflateFailure {
  readonly reason: 'too-large' | 'bad-gzip';
  readonly detail: string;
}

export interface InflateStream {
  /** Resolves when more may be written. After a failure nothing more is taken. */
  write(piece: Buffer): Promise<void>;
  readonly failed: boolean;
  /** No more pieces: what went wrong, if anything did. */
  end(): Promise<InflateFailure | undefined>;
}

/** Once zlib has filled a piece of memory it takes another: the collector would let dozens pile up that nobody reads any more. */
const freeIfFull = ({ buffer, byteOffset, length }: Buffer): void => {
  if (buffer.byteLength === INFLATE_CHUNK_BYTES && byteOffset + length === INFLATE_CHUNK_BYTES && buffer instanceof ArrayBuffer)
    buffer.transfer(0);
};

/** `onBytes` is given what inflates, in order, on loan: when it returns the bytes may be gone. */
export const inflateStream = (onBytes: (bytes: Buffer) => void): InflateStream => {
  const gunzip = createGunzip({ chunkSize: INFLATE_CHUNK_BYTES });
  let zippedBytes = 0;
  let inflatedBytes = 0;
  let failure: InflateFailure | undefined;
  let held: Buffer[] = [];
  const finished = new Promise<void>((resolve) => {
    gunzip.on('data', (bytes: Buffer) => {
      if (failure !== undefined) return;
      inflatedBytes += bytes.length;
      if (inflatedBytes > FILE_INFLATED_BYTES_UNCHECKED && inflatedBytes > zippedBytes * FILE_INFLATE_RATIO) {
        failure = { reason: 'too-large', detail: `inflates more than ${FILE_INFLATE_RATIO} times` };
        gunzip.destroy();
        resolve();
        return;
      }
      onBytes(bytes);
      freeIfFull(bytes);
    });
    gunzip.on('end', resolve);
    gunzip.on('error', (error) => {
      failure ??= { reason: 'bad-gzip', detail: error.message };
      resolve();
    });
  });
  return {
    async write(piece) {
      if (failure !== undefined) return;
      zippedBytes += piece.length;
      if (zippedBytes <= SALVAGED_BYTES) held.push(piece);
      else held = [];
      if (!gunzip.write(piece)) await Promise.race([new Promise((resolve) => gunzip.once('drain', resolve)), finished]);
    },
    get failed() {
      return failure !== undefined;
    },
    async end() {
      gunzip.end();
      await finished;
      if (failure?.reason === 'bad-gzip' && zippedBytes <= SALVAGED_BYTES) {
        const whole = await salvage(Buffer.concat(held));
        if (whole.length > inflatedBytes) onBytes(whole.subarray(inflatedBytes));
      }
      return failure;
    },
  };
};
