// The objects beneath a prefix, in the order of their keys, folders of other days and of no logs passed over unlisted.
import { paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import { datedFolder, holdsNoLogs, mayHold } from './object-place.ts';

export interface StoredObject {
  readonly key: string;
  readonly bytes: number;
  readonly writtenAt: number;
}

interface Listing {
  readonly client: S3Client;
  readonly bucket: string;
  readonly prefix: string;
  readonly since: number;
  readonly until: number;
  /** Only keys after this one. */
  readonly after: string | undefined;
  readonly signal: AbortSignal;
}

/** AWS's own layouts nest up to eleven folders (WAF). Deeper ones are listed flat, so that nobody's tree costs a request a leaf. */
const DEEPEST_FOLDER = 16;

/** S3 sorts by bytes of UTF-8, which is not JavaScript's order of text. */
const compareKeys = (one: string, other: string): number => Buffer.compare(Buffer.from(one), Buffer.from(other));

const isFolder = (prefix: string): boolean => prefix === '' || prefix.endsWith('/');

/**
 * Where the listing of a level goes on after a key. A key inside one of the level's folders stands for the folder, which
 * must be listed once more; the folder's name without its slash sorts before everything in it.
 */
const startOfLevel = (prefix: string, after: string): string => {
  const slash = after.startsWith(prefix) ? after.indexOf('/', prefix.length) : -1;
  return slash === -1 ? after : after.slice(0, slash);
};

/** Throws the SDK's errors. */
export async function* listObjects(listing: Listing, prefix = listing.prefix, depth = 0): AsyncGenerator<StoredObject> {
  const { client, bucket, after, since, until, signal } = listing;
  if (holdsNoLogs(prefix)) return;
  const dated = isFolder(prefix) ? datedFolder(prefix) : undefined;
  if (dated !== undefined && !mayHold(dated, since, until)) return;
  const flat = dated?.precision === 'day' || depth >= DEEPEST_FOLDER;
  const start = after === undefined || flat ? after : startOfLevel(prefix, after);
  const pages = paginateListObjectsV2(
    { client, stopOnSameToken: true },
    { Bucket: bucket, Prefix: prefix, ...(flat ? {} : { Delimiter: '/' }), ...(start === undefined ? {} : { StartAfter: start }) },
    { abortSignal: signal },
  );
  for await (const { Contents: contents = [], CommonPrefixes: folders = [] } of pages) {
    const entries = [
      ...contents.map((object) => ({ key: object.Key ?? '', object })),
      ...folders.map((folder) => ({ key: folder.Prefix ?? '', object: undefined })),
    ].sort((one, other) => compareKeys(one.key, other.key));
    for (const { key, object } of entries) {
      if (object === undefined) {
        // A folder that `after` lies in goes on; one that lies before it is done.
        if (after === undefined || after.startsWith(key) || compareKeys(key, after) > 0) yield* listObjects(listing, key, depth + 1);
      } else if (!key.endsWith('/') && !holdsNoLogs(key) && (after === undefined || compareKeys(key, after) > 0)) {
        yield { key, bytes: object.Size ?? 0, writtenAt: object.LastModified?.getTime() ?? Number.POSITIVE_INFINITY };
      }
    }
  }
}
