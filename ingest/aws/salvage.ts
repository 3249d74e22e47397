// What can still be had of a gzip file that is cut off, has a wrong checksum, or goes on with something else.
import { constants, inflateRawSync } from 'node:zlib';
import { FILE_INFLATED_BYTES_UNCHECKED } from '../decode/limits.ts';

/** Flags of a gzip header (RFC 1952, 2.3.1). */
const HEADER_CRC = 2;
const EXTRA = 4;
const NAME = 8;
const COMMENT = 16;
const FIXED_HEADER_BYTES = 10;

const headerBytes = (zipped: Buffer): number => {
  const flags = zipped[3] ?? 0;
  let at = FIXED_HEADER_BYTES;
  if ((flags & EXTRA) !== 0) at += 2 + (zipped[at] ?? 0) + 256 * (zipped[at + 1] ?? 0);
  for (const text of [NAME, COMMENT]) if ((flags & text) !== 0) at = zipped.indexOf(0, at) + 1 || zipped.length;
  return (flags & HEADER_CRC) !== 0 ? at + 2 : at;
};

/** The first member's bytes as far as they inflate; empty when nothing does. */
export const salvage = (zipped: Buffer): Buffer => {
  try {
    return inflateRawSync(zipped.subarray(headerBytes(zipped)), {
      finishFlush: constants.Z_SYNC_FLUSH,
      maxOutputLength: FILE_INFLATED_BYTES_UNCHECKED,
    });
  } catch {
    return Buffer.alloc(0);
  }
};
