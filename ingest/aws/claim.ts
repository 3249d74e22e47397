// Which unit of delivery a record belongs to, when several bring it: the first that claimed it, for ever.
//
// A claim page holds the records of one stretch of one log (or one CloudTrail record), by unit, in the order in which units
// came. A unit that comes again finds its own claim and gets the same records: so what is written under a unit's key is always
// the same, and a record is in one unit only, however sources overlap.
import type { Activity } from '../../detectors/model/activity.ts';
import { hash53 } from '../../detectors/model/hash.ts';
import { MINUTE_MS, startOf } from '../../detectors/model/time.ts';
import type { Unit } from './unit.ts';

/** DynamoDB's item holds 400 kB. Beyond this a page takes no more claims: some 20,000 lines a minute of one stream. */
const PAGE_CHARACTERS = 240_000;

type Entry = readonly [unit: string, records: string];

export interface Claimed {
  readonly body: string;
  /** Records of the unit, as tokens. */
  readonly mine: ReadonlySet<string>;
  /** The page was full: the unit's records are taken for its own, and overlap with other sources goes unseen. */
  readonly unchecked: boolean;
}

export const claimToken = (activity: Activity): string => hash53(`${activity.service}|${activity.id}`).toString(36);

/** Undefined: the record has no name that another unit could know it by. */
export const claimPage = (unit: Unit, activity: Activity): string | undefined => {
  if (activity.service === 'cloudtrail') return `${activity.service}|${activity.id}`;
  return unit.log === undefined ? undefined : `${unit.log}|${startOf(activity.time, MINUTE_MS)}`;
};

const tokensOf = (text: string): readonly string[] => (text === '' ? [] : text.split(' '));

export const claim = (before: string | undefined, unit: string, records: ReadonlySet<string>): Claimed => {
  const entries = before === undefined ? [] : (JSON.parse(before) as readonly Entry[]);
  const known = entries.find(([owner]) => owner === unit);
  if (known !== undefined) return { body: before ?? '', mine: new Set(tokensOf(known[1])), unchecked: false };
  const taken = new Set(entries.flatMap(([, tokens]) => tokensOf(tokens)));
  const mine = [...records].filter((token) => !taken.has(token)).sort();
  const entry: Entry = [unit, mine.join(' ')];
  const body = JSON.stringify([...entries, entry]);
  if (body.length > PAGE_CHARACTERS) return { body: before ?? '[]', mine: new Set(mine), unchecked: true };
  return { body, mine: new Set(mine), unchecked: false };
};
