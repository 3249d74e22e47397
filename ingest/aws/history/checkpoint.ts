// How far each log was read: a plain JSON value that the caller keeps, and that a later run goes on from.
import { field, isObject, type Json, numberField, textField } from '../../../detectors/model/json.ts';
import type { Span } from './spans.ts';

/** What is known of one log: a log group, an account's event history, a bucket's prefix. */
export type Lane =
  /** Read through in these spans of time, long enough after them that nothing more should arrive. */
  { readonly kind: 'spans'; readonly spans: readonly Span[] } | ObjectsLane;

/** A pass over a listing of objects. Keys come in one order, but new ones may appear anywhere in it: hence the times. */
export interface ObjectsLane {
  readonly kind: 'objects';
  /** What was asked for; null for no bound. A wider wish starts anew. */
  readonly since: number | null;
  readonly until: number | null;
  /** Objects written before this were all read by earlier passes; null when there was none. */
  readonly readBefore: number | null;
  /** When the pass under way began, and the last key it has done; null when none is under way. */
  readonly pass: { readonly began: number; readonly after: string } | null;
  /** Objects that could not be read, to be tried again. */
  readonly missed: readonly string[];
}

export interface Checkpoint {
  readonly version: 1;
  /** By the log's full name: account and region in it, so that one value serves many sources. */
  readonly lanes: readonly (readonly [name: string, lane: Lane])[];
}

const orNull = (value: Json | undefined, key: string): number | null => numberField(value, key) ?? null;

const spanFrom = (value: Json): Span | undefined => {
  const from = numberField(value, 'from');
  const until = numberField(value, 'until');
  return from === undefined || until === undefined ? undefined : { from, until };
};

const listAt = (value: Json, key: string): readonly Json[] => {
  const list = field(value, key);
  return Array.isArray(list) ? list : [];
};

const laneFrom = (value: Json | undefined): Lane | undefined => {
  if (!isObject(value)) return undefined;
  if (value['kind'] === 'spans') return { kind: 'spans', spans: listAt(value, 'spans').flatMap((span) => spanFrom(span) ?? []) };
  if (value['kind'] !== 'objects') return undefined;
  const began = numberField(value['pass'], 'began');
  const after = textField(value['pass'], 'after');
  return {
    kind: 'objects',
    since: orNull(value, 'since'),
    until: orNull(value, 'until'),
    readBefore: orNull(value, 'readBefore'),
    pass: began === undefined || after === undefined ? null : { began, after },
    missed: listAt(value, 'missed').filter((key) => typeof key === 'string'),
  };
};

export const checkpointText = (checkpoint: Checkpoint): string => JSON.stringify(checkpoint);

/** Undefined for what is no checkpoint of this version: the history is then read anew, and nothing is lost. */
export const checkpointFrom = (text: string): Checkpoint | undefined => {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
  if (numberField(value, 'version') !== 1) return undefined;
  const lanes: (readonly [string, Lane])[] = [];
  for (const entry of listAt(value, 'lanes')) {
    const [name, content] = Array.isArray(entry) ? entry : [];
    const lane = laneFrom(content);
    if (typeof name === 'string' && lane !== undefined) lanes.push([name, lane]);
  }
  return { version: 1, lanes };
};
