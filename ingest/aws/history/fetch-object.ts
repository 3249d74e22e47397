// One object to items: small ones are fetched before their turn and held, large ones are read as they come.
import type { S3Client } from '@aws-sdk/client-s3';
import { readItems } from '../open-bytes.ts';
import { type Attempt, attempt, type Failure } from './failure.ts';
import type { StoredObject } from './list-objects.ts';
import { BytesBroken, objectBytes } from './object-bytes.ts';
import { ownerOf } from './object-place.ts';
import type { HistoryHooks } from './request.ts';

/** Larger objects are not held. CloudTrail's are some kilobytes; with 16 at once (see objects.ts) this comes to 64 MiB. */
const HELD_BYTES = 4 * 1024 * 1024;

export interface Bucket {
  readonly client: S3Client;
  readonly name: string;
  readonly signal: AbortSignal;
}

export interface Fetched {
  readonly key: string;
  readonly bytes: number;
  /** Undefined: too large to hold. */
  readonly held: readonly Buffer[] | undefined;
  readonly failure: Failure | undefined;
}

const collect = async (chunks: AsyncIterable<Buffer>): Promise<readonly Buffer[]> => {
  const collected: Buffer[] = [];
  for await (const chunk of chunks) collected.push(chunk);
  return collected;
};

async function* each(chunks: readonly Buffer[]): AsyncGenerator<Buffer> {
  yield* chunks;
}

const bytesOf = ({ client, name, signal }: Bucket, key: string): AsyncGenerator<Buffer> =>
  objectBytes({ client, bucket: name, key, signal });

const gettingBytes = <Value>(bucket: Bucket, key: string, work: () => Promise<Value>): Promise<Attempt<Value>> =>
  attempt({ action: 's3:GetObject', resource: `arn:aws:s3:::${bucket.name}/${key}` }, async () => {
    try {
      return await work();
    } catch (error) {
      throw error instanceof BytesBroken ? error.cause : error;
    }
  });

/** Never rejects for what AWS or the network do. */
export const fetchObject = async (bucket: Bucket, { key, bytes }: StoredObject): Promise<Fetched> => {
  if (bytes > HELD_BYTES) return { key, bytes, held: undefined, failure: undefined };
  const got = await gettingBytes(bucket, key, () => collect(bytesOf(bucket, key)));
  return got.kind === 'done' ? { key, bytes, held: got.value, failure: undefined } : { key, bytes, held: undefined, failure: got.failure };
};

export const readObject = async (bucket: Bucket, { key, held, failure }: Fetched, hooks: HistoryHooks): Promise<Failure | undefined> => {
  if (failure !== undefined) return failure;
  const sink = hooks.open({ name: `s3://${bucket.name}/${key}`, ...ownerOf(key) });
  const read = await gettingBytes(bucket, key, () => readItems(held === undefined ? bytesOf(bucket, key) : each(held), sink));
  sink.end();
  return read.kind === 'failed' ? read.failure : undefined;
};
