// The log objects beneath `s3://bucket/prefix`: listed in the order of their keys, fetched several at once, read one by one.
import { S3Client } from '@aws-sdk/client-s3';
import { ahead } from './ahead.ts';
import type { ObjectsLane } from './checkpoint.ts';
import { CLIENT, type HistoryEdges, type RunEdges } from './edges.ts';
import { attempt } from './failure.ts';
import { type Bucket, type Fetched, fetchObject, readObject } from './fetch-object.ts';
import type { Lanes } from './lanes.ts';
import { listObjects, type StoredObject } from './list-objects.ts';
import type { HistoryHooks, Wanted } from './request.ts';

/** CloudTrail writes a small object each five minutes, region and account: waiting for each in turn is what takes the time. */
const FETCHED_AHEAD = 16;

/** Objects in a row that cannot be read before the rest is taken to be no better. */
const MOST_FAILURES_IN_A_ROW = 10;

/** Beyond this many it is no accident, and the oldest are forgotten. */
const MOST_MISSED = 1_000;

/** LastModified is AWS's clock (or the beginning of a long upload), the pass's beginning is ours. */
const CLOCK_SLACK_MS = 3_600_000;

type StorageEdges = RunEdges & Pick<HistoryEdges, 'storage'>;

export const storageClient = (): S3Client =>
  new S3Client({
    ...CLIENT,
    // A bucket lies in one region, whatever AWS_REGION says.
    followRegionRedirects: true,
    // gzip has its own checksum; S3's is of whole objects, which a read that was taken up again is not.
    responseChecksumValidation: 'WHEN_REQUIRED',
    // An emulator has no name for each bucket.
    forcePathStyle: (process.env['AWS_ENDPOINT_URL_S3'] ?? process.env['AWS_ENDPOINT_URL']) !== undefined,
  });

interface Pass {
  readonly source: string;
  readonly bucket: Bucket;
  readonly prefix: string;
  readonly wanted: Wanted;
  readonly lanes: Lanes;
  readonly hooks: HistoryHooks;
}

type PassEnd = { readonly kind: 'through'; readonly objects: number; readonly lane: ObjectsLane } | { readonly kind: 'stopped' };

/** Those that are new since the passes before, and that may hold what is wanted: nothing is written before it happened. */
async function* wantedObjects({ bucket, prefix, wanted }: Pass, lane: ObjectsLane): AsyncGenerator<StoredObject> {
  const since = wanted.since ?? Number.NEGATIVE_INFINITY;
  for (const key of lane.missed) yield { key, bytes: Number.POSITIVE_INFINITY, writtenAt: Number.POSITIVE_INFINITY };
  const writtenFrom = Math.max(since, lane.readBefore ?? Number.NEGATIVE_INFINITY) - CLOCK_SLACK_MS;
  const listing = {
    client: bucket.client,
    bucket: bucket.name,
    prefix,
    since,
    until: wanted.until ?? Number.POSITIVE_INFINITY,
    after: lane.pass === null || lane.pass.after === '' ? undefined : lane.pass.after,
    signal: bucket.signal,
  };
  for await (const object of listObjects(listing)) if (object.writtenAt >= writtenFrom) yield object;
}

const readThrough = async (pass: Pass, begun: ObjectsLane, fetched: AsyncGenerator<Fetched>): Promise<PassEnd> => {
  const { hooks, source, bucket } = pass;
  let lane = begun;
  let objects = 0;
  let readBytes = 0;
  let streak: string[] = [];
  const need = { action: 's3:ListBucket', resource: `arn:aws:s3:::${bucket.name}` };
  for (;;) {
    if (bucket.signal.aborted) return { kind: 'stopped' };
    const next = await attempt(need, () => fetched.next());
    if (next.kind === 'failed') {
      if (next.failure.kind !== 'aborted') hooks.failed(source, next.failure.text);
      return { kind: 'stopped' };
    }
    if (next.value.done === true) return { kind: 'through', objects, lane: { ...lane, missed: [...lane.missed, ...streak] } };
    const object = next.value.value;
    const retried = begun.missed.includes(object.key);
    const failure = await readObject(bucket, object, hooks);
    if (failure !== undefined) {
      if (failure.kind === 'aborted') return { kind: 'stopped' };
      if (failure.kind === 'account') {
        hooks.failed(source, failure.text);
        return { kind: 'stopped' };
      }
      hooks.failed(`s3://${bucket.name}/${object.key}`, failure.text);
      if (failure.kind === 'missing') lane = { ...lane, missed: lane.missed.filter((key) => key !== object.key) };
      else if (!retried) streak.push(object.key);
      if (streak.length < MOST_FAILURES_IN_A_ROW) continue;
      hooks.failed(
        source,
        `${streak.length} objects in a row could not be read, so the rest was left; when that is set right, run the same command again: it goes on there`,
      );
      return { kind: 'stopped' };
    }
    objects++;
    if (Number.isFinite(object.bytes)) readBytes += object.bytes;
    // What failed before a success is an accident of its own: passed, but kept in mind.
    const missed = [...lane.missed.filter((key) => key !== object.key), ...streak].slice(-MOST_MISSED);
    streak = [];
    lane = { ...lane, missed, pass: retried || lane.pass === null ? lane.pass : { ...lane.pass, after: object.key } };
    hooks.progress(`${source}: ${objects} objects, ${Math.round(readBytes / 1_000_000)} MB, at ${object.key}`);
    pass.lanes.setObjects(source, lane);
  }
};

/** One pass over the listing, from where `begun` says. */
const runPass = async (pass: Pass, begun: ObjectsLane): Promise<PassEnd> => {
  const fetched = ahead(wantedObjects(pass, begun), FETCHED_AHEAD, (object) => fetchObject(pass.bucket, object));
  try {
    return await readThrough(pass, begun, fetched);
  } finally {
    await fetched.return(undefined);
  }
};

const covers = (lane: ObjectsLane, since: number | null, until: number | null): boolean =>
  (lane.since === null || (since !== null && since >= lane.since)) && (lane.until === null || (until !== null && until <= lane.until));

export const readObjects = async (
  name: string,
  prefix: string,
  wanted: Wanted,
  lanes: Lanes,
  hooks: HistoryHooks,
  { storage, clock, signal }: StorageEdges,
): Promise<void> => {
  const source = `s3://${name}/${prefix}`;
  const pass: Pass = { source, bucket: { client: storage, name, signal }, prefix, wanted, lanes, hooks };
  const since = wanted.since ?? null;
  const until = wanted.until ?? null;
  const known = lanes.objects(source);
  const kept = known !== undefined && covers(known, since, until) ? known : undefined;
  const broken = kept?.pass ?? null;
  const freshPass = (readBefore: number | null, missed: readonly string[]): ObjectsLane => ({
    kind: 'objects',
    since,
    until,
    readBefore,
    pass: { began: clock.now(), after: '' },
    missed,
  });

  let ended = await runPass(
    pass,
    kept === undefined || broken === null ? freshPass(kept?.readBefore ?? null, kept?.missed ?? []) : { ...kept, since, until },
  );
  if (ended.kind === 'stopped') return;
  let { objects } = ended;
  if (broken !== null) {
    // The pass that broke had gone by places where objects may have come since it began.
    ended = await runPass(pass, freshPass(broken.began, ended.lane.missed));
    if (ended.kind === 'stopped') return;
    objects += ended.objects;
  }
  lanes.setObjects(source, { ...ended.lane, readBefore: ended.lane.pass?.began ?? ended.lane.readBefore, pass: null });
  if (objects === 0 && kept === undefined && ended.lane.missed.length === 0) {
    hooks.failed(source, 'holds no objects for the time that was asked for: check the prefix with "aws s3 ls", and --since and --until');
  }
};
