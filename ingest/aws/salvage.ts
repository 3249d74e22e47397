// What can still be had of a gzip file that is damaged, cut off, or goes on with something else: all that comes before the damage.
import { createGunzip } from 'node:zlib';
import { FILE_INFLATED_BYTES_UNCHECKED } from '../decode/limits.ts';

/** zlib gives nothing of the piece in which it meets damage: that piece is read again in smaller ones, down to bytes. */
const PIECE_BYTES = [4096, 64, 1] as const;

interface Inflated {
  readonly bytes: Buffer;
  /** Where the piece with the damage begins; undefined: there was none. */
  readonly damagedAt: number | undefined;
}

/** `finer`: from where on the pieces are of the next size, and of the next. */
const pieceEnd = (at: number, finer: readonly number[]): number => {
  let level = 0;
  while (level < finer.length && at >= (finer[level] ?? 0)) level++;
  return Math.min(at + (PIECE_BYTES[level] ?? 1), finer[level] ?? Number.POSITIVE_INFINITY);
};

const inflate = async (zipped: Buffer, finer: readonly number[]): Promise<Inflated> => {
  const gunzip = createGunzip();
  const inflated: Buffer[] = [];
  let size = 0;
  let damaged = false;
  gunzip.on('data', (chunk: Buffer) => {
    inflated.push(chunk);
    size += chunk.length;
  });
  // After damage the callback of a write never comes.
  const damage = new Promise<void>((resolve) => {
    gunzip.on('error', () => {
      damaged = true;
      resolve();
    });
  });
  let begun = 0;
  for (let at = 0; at < zipped.length && !damaged && size < FILE_INFLATED_BYTES_UNCHECKED; ) {
    begun = at;
    const piece = zipped.subarray(at, pieceEnd(at, finer));
    at += piece.length;
    await Promise.race([new Promise((resolve) => gunzip.write(piece, resolve)), damage]);
  }
  gunzip.destroy();
  return { bytes: Buffer.concat(inflated), damagedAt: damaged ? begun : undefined };
};

export const salvage = async (zipped: Buffer): Promise<Buffer> => {
  const finer: number[] = [];
  for (;;) {
    const { bytes, damagedAt } = await inflate(zipped, finer);
    if (damagedAt === undefined || finer.length === PIECE_BYTES.length - 1) return bytes;
    finer.push(damagedAt);
  }
};
