// The layout of the tables, in one place: which items there are, and what their keys are made of.
import { stableId } from '../../detectors/model/hash.ts';
import type { FunctionId } from '../../detectors/model/identity.ts';
import { type Instant, instantOf } from '../../detectors/model/time.ts';
import type { Key } from '../state/table.ts';

/** Milliseconds in 13 digits sort as text as they do as numbers, until 2286. */
export const timeText = (instant: number): string => String(Math.max(0, instant)).padStart(13, '0');

/** Before every key, and after: DynamoDB takes no empty text as one. */
export const BEFORE_ALL = ' ';
export const AFTER_ALL = '~';

/** A page of claims on records: see ingest/aws/claim.ts. Hashed, since a record's name may be longer than a key. */
export const claimKey = (page: string): Key => ({ pk: `claim|${stableId(page)}`, sk: '-' });

/** What one unit adds to a window of a function. */
export const partialKey = (function_: FunctionId, window: Instant, unit: string): Key => ({
  pk: partialsOf(function_),
  sk: `${timeText(window)}|${unit}`,
});
export const partialsOf = (function_: FunctionId): string => `partial|${function_}`;
export const windowOfPartial = (sk: string): Instant => Number(sk.slice(0, 13)) as Instant;

/** Which units a learned window of a function was made of. */
export const learnedKey = (function_: FunctionId, window: Instant): Key => ({ pk: `learned|${function_}`, sk: timeText(window) });

/** All matches of a rule by a principal at a function on a day. */
export const groupKey = (rule: string, id: string): Key => ({ pk: `group|${rule}`, sk: id });

/** Events that a correlation counts. */
export const slicesOf = (correlation: string, group: string): string => `sequence|${correlation}|${group}`;
export const sliceKey = (correlation: string, group: string, slice: Instant): Key => ({
  pk: slicesOf(correlation, group),
  sk: timeText(slice),
});
export const sliceCountKey = (correlation: string, group: string): Key => ({ pk: `sequence-count|${correlation}|${group}`, sk: '-' });

/** Work that waits for its time, spread over shards: DynamoDB takes 1,000 writes a second in one partition. */
export const DUE_SHARDS = 8;
export const dueShard = (shard: number): string => `due|${shard}`;
export const dueKey = (shard: number, time: Instant, function_: FunctionId, window: Instant): Key => ({
  pk: dueShard(shard),
  sk: `${timeText(time)}|${timeText(window)}|${function_}`,
});

export interface Due {
  readonly time: Instant;
  readonly window: Instant;
  readonly function: FunctionId;
}

export const dueOf = (sk: string): Due | undefined => {
  const [time = '', window = '', ...name] = sk.split('|');
  const at = instantOf(Number(time));
  return at === undefined ? undefined : { time: at, window: Number(window) as Instant, function: name.join('|') as FunctionId };
};

export const baselineKey = (function_: FunctionId): Key => ({ pk: `baseline|${function_}`, sk: '-' });

/** Every function known by its whole name: what a bare name or a session may turn out to be. */
export const NAMES = 'names';
export const nameKey = (function_: FunctionId): Key => ({ pk: NAMES, sk: function_ });

/** Findings by the day (UTC) in which they began, as the ISO date. */
export const findingsOf = (day: string): string => `finding|${day}`;
export const findingKey = (day: string, id: string): Key => ({ pk: findingsOf(day), sk: id });

/** What people were told of a finding or story that began on that day, and how grave it was then. The budget keeps them few. */
export const toldOf = (day: string): string => `told|${day}`;

/** What machines were told: of each finding, which may be as many as a storm brings, so by its id. A story is under each of its parts. */
export const eventToldKey = (kind: 'finding' | 'part', id: string): Key => ({ pk: `told-event|${kind}|${id}`, sk: '-' });

/** Findings of which a channel did not take word. */
export const OWED = 'owed';
export const owedKey = (day: string, id: string): Key => ({ pk: OWED, sk: `${day}|${id}` });

/** That the digest of that day was sent. */
export const digestKey = (day: string): Key => ({ pk: `digest|${day}`, sk: '-' });
