// base64 + gzip payloads to text, never more than a ceiling of it: 200 kB of gzip can hold 200 MB of zeros.
import { gunzipSync } from 'node:zlib';
import type { Inflated } from '../decode/source.ts';

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** Plain base64 text is given back as it is: Firehose records and tests carry it without gzip. */
export const inflate = (base64: string, limit: number): Inflated => {
  // Node decodes anything without an error, so what is not base64 must be told before.
  if (!BASE64.test(base64)) return { kind: 'bad-base64' };
  const bytes = Buffer.from(base64, 'base64');
  if (!isGzip(bytes)) {
    return bytes.length > limit ? { kind: 'too-large', limit } : { kind: 'text', text: bytes.toString('utf8') };
  }
  try {
    return { kind: 'text', text: gunzipSync(bytes, { maxOutputLength: limit }).toString('utf8') };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    return code === 'ERR_BUFFER_TOO_LARGE' ? { kind: 'too-large', limit } : { kind: 'bad-gzip' };
  }
};
