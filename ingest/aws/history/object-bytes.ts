// An object's bytes as one stream, whatever breaks on the way: a lost connection is taken up again where it broke.
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';

interface ObjectAddress {
  readonly client: S3Client;
  readonly bucket: string;
  readonly key: string;
  readonly signal: AbortSignal;
}

/** Connections lost in a row without a byte between them before the object is given up. */
const MOST_BREAKS = 3;

/** Thrown when the bytes stop coming for good: what AWS or the network said is its cause. */
export class BytesBroken extends Error {
  override readonly name = 'BytesBroken';
}

const isStream = (body: unknown): body is AsyncIterable<Buffer> =>
  typeof body === 'object' && body !== null && Symbol.asyncIterator in body;

/** Throws BytesBroken, and nothing else. */
export async function* objectBytes({ client, bucket, key, signal }: ObjectAddress): AsyncGenerator<Buffer> {
  let offset = 0;
  let version: string | undefined;
  let breaks = 0;
  for (;;) {
    try {
      const again = offset === 0 ? {} : { Range: `bytes=${offset}-`, ...(version === undefined ? {} : { IfMatch: version }) };
      const answer = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key, ...again }), { abortSignal: signal });
      version ??= answer.ETag;
      if (!isStream(answer.Body)) return;
      try {
        for await (const chunk of answer.Body) {
          offset += chunk.length;
          breaks = 0;
          yield chunk;
        }
        return;
      } catch (error) {
        breaks++;
        if (signal.aborted || breaks >= MOST_BREAKS) throw error;
      }
    } catch (error) {
      throw new BytesBroken('the object could not be read', { cause: error });
    }
  }
}
