// Which records were taken already, whichever copy of their log they come from.
//
// A log event has an id in CloudWatch's subscriptions and answers, and none in its exports. What both tell is whose log it is,
// the time to the millisecond and the first line of the message. A function may well write the same line twice in a
// millisecond, so they are counted: what has ids holds as many as it has ids, an export as many as stand in it, and together
// they come to the larger number, in whatever order they are read.
import type { Activity } from '../detectors/model/activity.ts';
import { hash53 } from '../detectors/model/hash.ts';
import type { Instant } from '../detectors/model/time.ts';
import { idBeginning, identityOf } from './record-identity.ts';
import type { SeenRecords } from './store/seen-records.ts';

/** Alike in one millisecond; beyond, an export's lines are taken for one more copy. */
const MOST_ALIKE = 1_000;

export interface KnownRecords {
  /** Notes the record; false when it was noted before. `item` is what it was read from, `text` the log event's own, where it was one. */
  isNew(activity: Activity, item: string, text: string | undefined): boolean;
}

const firstLine = (text: string): string => {
  const end = text.indexOf('\n');
  return (end === -1 ? text : text.slice(0, end)).trimEnd();
};

const nameOf = ({ function: owner }: Activity): string => (owner === undefined ? '' : owner.slice(owner.lastIndexOf(':') + 1));

/** Of one source. */
export const knownRecords = (seen: SeenRecords, source: string): KnownRecords => {
  /** Lines of the last millisecond, with how many there were. */
  const alike = new Map<number, number>();
  let lastTime: Instant | undefined;
  let wasNew = true;

  /** Told by an id: the next of its like. */
  const isNewWithId = (digest: number, time: Instant): boolean => {
    for (let ordinal = 1; ordinal <= MOST_ALIKE; ordinal++) {
      if (seen.add(`${digest} told ${ordinal}`, time)) return !seen.has(`${digest} exported ${ordinal}`, time);
    }
    return true;
  };

  /** Told by its place only: as many as there are of its like in this source. */
  const isNewInExport = (digest: number, time: Instant): boolean => {
    if (time !== lastTime) alike.clear();
    lastTime = time;
    const ordinal = (alike.get(digest) ?? 0) + 1;
    if (ordinal <= MOST_ALIKE) alike.set(digest, ordinal);
    return !seen.has(`${digest} told ${ordinal}`, time) && seen.add(`${digest} exported ${ordinal}`, time);
  };

  return {
    isNew(activity, item, text) {
      const { time } = activity;
      // Further lines of an exported message are what their first line is.
      if (activity.kind === 'log-line' && activity.continues === true) return wasNew;
      const hasPlaceOnly = activity.id.startsWith(`${source}:`);
      const isRun = activity.kind === 'invocation' && activity.requestId !== undefined;
      if (text === undefined || isRun) {
        wasNew = seen.add(identityOf(activity, source, item), time, idBeginning(activity.service));
        return wasNew;
      }
      const digest = hash53(`${nameOf(activity)} ${time} ${firstLine(text)}`);
      if (hasPlaceOnly) wasNew = isNewInExport(digest, time);
      else wasNew = seen.add(activity.id, time, idBeginning(activity.service)) && isNewWithId(digest, time);
      return wasNew;
    },
  };
};
