// Which records were taken already, whichever copy of their log they come from.
//
// A log event has an id in CloudWatch's subscriptions and answers, and none in its exports. What both tell is whose log it is,
// the time to the millisecond and the first line of the message. A function may well write the same line twice in a
// millisecond, so they are counted: what has ids holds as many as it has ids, an export as many as stand in it, and together
// they come to the larger number, in whatever order they are read. Lambda's own lines name their request and come once.
import type { Activity } from '../detectors/model/activity.ts';
import { hash64, hashBeginning } from '../detectors/model/hash.ts';
import type { Instant } from '../detectors/model/time.ts';
import { markKind } from '../ingest/runs/run-mark.ts';
import { hashIdentity, idBeginning } from './record-identity.ts';
import type { SeenRecords } from './store/seen-records.ts';

/** Alike in one millisecond; beyond, an export's lines are taken for one more copy. */
const MOST_ALIKE = 1_000;

export interface KnownRecords {
  /** Notes the record; false when it was noted before. `item` is what it was read from, `text` the log event's own, where it was one. */
  isNew(activity: Activity, item: string, text: string | undefined): boolean;
}

const BLANK = 32;

/** Where the first line ends, without the blanks at its end: exports leave those out. */
const firstLineEnd = (text: string): number => {
  const found = text.indexOf('\n');
  let end = found === -1 ? text.length : found;
  while (end > 0 && text.charCodeAt(end - 1) <= BLANK) end--;
  return end;
};

const nameOf = ({ function: owner }: Activity): string => (owner === undefined ? '' : owner.slice(owner.lastIndexOf(':') + 1));

/** How a line came to be noted: with an id, or from an export. */
const TOLD = 1;
const EXPORTED = 2;

/** Spread numbers over all 32 bits (the multipliers of MurmurHash3's finaliser, public domain). */
const spreadHigh = (number: number): number => {
  const mixed = Math.imul(number ^ (number >>> 16), 0x85ebca6b);
  return mixed ^ (mixed >>> 13);
};
const spreadLow = (number: number): number => {
  const mixed = Math.imul(number ^ (number >>> 16), 0xc2b2ae35);
  return mixed ^ (mixed >>> 13);
};

/** Of one source. */
export const knownRecords = (seen: SeenRecords, source: string): KnownRecords => {
  /** What ids begin with that are only a place in the source. */
  const place = `${source}:`;
  /** Lines of the last millisecond, with how many there were. */
  const alike = new Map<number, number>();
  let lastTime: Instant | undefined;
  let wasNew = true;
  /** The line that is looked at, hashed with its function's name and its time. */
  const line = new Uint32Array(2);
  const identity = new Uint32Array(2);
  let lastOwner: Activity['function'];
  let beginning = hashBeginning('\u0000');

  const hashLine = (activity: Activity, text: string): void => {
    if (activity.function !== lastOwner) {
      lastOwner = activity.function;
      beginning = hashBeginning(`${nameOf(activity)}\u0000`);
    }
    hash64(text, line, beginning, firstLineEnd(text));
    const { time } = activity;
    line[0] = spreadHigh((line[0] as number) ^ (time | 0));
    line[1] = spreadLow((line[1] as number) ^ Math.floor(time / 4096));
  };
  const high = (way: number, ordinal: number): number => spreadHigh((line[0] as number) + 2 * ordinal + way);
  const low = (way: number, ordinal: number): number => spreadLow((line[1] as number) + 2 * ordinal + way);
  const note = (way: number, ordinal: number, time: Instant): boolean => seen.addMark(high(way, ordinal), low(way, ordinal), time);
  const isNoted = (way: number, ordinal: number, time: Instant): boolean => seen.hasMark(high(way, ordinal), low(way, ordinal), time);

  /** Told by an id: the next of its like. */
  const isNewWithId = (time: Instant): boolean => {
    for (let ordinal = 1; ordinal <= MOST_ALIKE; ordinal++) if (note(TOLD, ordinal, time)) return !isNoted(EXPORTED, ordinal, time);
    return true;
  };

  /** Told by its place only: as many as there are of its like in this source. */
  const isNewInExport = (time: Instant): boolean => {
    // To clear an empty map makes it anew.
    if (time !== lastTime && alike.size > 0) alike.clear();
    lastTime = time;
    const like = 4294967296 * ((line[0] as number) & 0x1fffff) + (line[1] as number);
    const ordinal = (alike.get(like) ?? 0) + 1;
    if (ordinal <= MOST_ALIKE) alike.set(like, ordinal);
    return !isNoted(TOLD, ordinal, time) && note(EXPORTED, ordinal, time);
  };

  return {
    isNew(activity, item, text) {
      const { time } = activity;
      // Further lines of an exported message are what their first line is.
      if (activity.kind === 'log-line' && activity.continues === true) return wasNew;
      const isRun = activity.kind === 'invocation' && activity.requestId !== undefined;
      if (text === undefined || isRun) {
        hashIdentity(activity, place, item, identity);
        wasNew = seen.addMark(identity[0] as number, identity[1] as number, time);
        return wasNew;
      }
      if (activity.kind === 'log-line' && markKind(activity) !== undefined) {
        // Lambda tells once that a request began or ended: the line says as much as an id. A state kept by an earlier version may
        // know it as exported.
        hashLine(activity, text);
        wasNew = note(TOLD, 1, time) && !isNoted(EXPORTED, 1, time);
      } else if (activity.id.startsWith(place)) {
        hashLine(activity, text);
        wasNew = isNewInExport(time);
      } else {
        wasNew = seen.add(activity.id, time, idBeginning(activity.service));
        if (wasNew) {
          hashLine(activity, text);
          wasNew = isNewWithId(time);
        }
      }
      return wasNew;
    },
  };
};
