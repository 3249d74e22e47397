// What can still be had of a gzip file that is damaged, cut off, or goes on with something else: all that comes before the damage.
import { createGunzip } from 'node:zlib';
import { FILE_INFLATED_BYTES_UNCHECKED } from '../decode/limits.ts';

/** zlib gives nothing of the piece in which it meets damage: such a piece is read again byte by byte. */
const PIECE_BYTES = 4096;

interface Inflated {
  readonly bytes: Buffer;
  /** Where the piece with the damage begins; undefined: there was none. */
  readonly damagedAt: number | undefined;
}

/** In pieces up to `coarseUntil`, behind it byte by byte. */
const inflate = async (zipped: Buffer, coarseUntil: number): Promise<Inflated> => {
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
    const piece = zipped.subarray(at, at < coarseUntil ? Math.min(at + PIECE_BYTES, coarseUntil) : at + 1);
    at += piece.length;
    await Promise.race([new Promise((resolve) => gunzip.write(piece, resolve)), damage]);
  }
  gunzip.destroy();
  return { bytes: Buffer.concat(inflated), damagedAt: damaged ? begun : undefined };
};

export const salvage = async (zipped: Buffer): Promise<Buffer> => {
  const coarse = await inflate(zipped, zipped.length);
  return coarse.damagedAt === undefined ? coarse.bytes : (await inflate(zipped, coarse.damagedAt)).bytes;
};
