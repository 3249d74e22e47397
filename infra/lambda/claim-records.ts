// Finds out which of a unit's records are its own to count: see ingest/aws/claim.ts.

import type { Activity } from '../../detectors/model/activity.ts';
import { claim, claimPage, claimToken } from '../../ingest/aws/claim.ts';
import { inParallel } from '../../ingest/aws/history/in-parallel.ts';
import type { Unit } from '../../ingest/aws/unit.ts';
import { updateItem } from '../state/update-item.ts';
import type { IngestContext } from './ingest-context.ts';
import { CLAIMS_KEPT_MS } from './kept.ts';
import { claimKey } from './keys.ts';
import { readUnit } from './read-unit.ts';

/** By reckoning, at 5 ms a write, an object of 100,000 records is claimed in a quarter of a minute. */
const AT_ONCE = 32;

export type IsOwn = (activity: Activity) => boolean;

export const claimRecords = async (unit: Unit, context: IngestContext): Promise<IsOwn> => {
  const pages = new Map<string, Set<string>>();
  await readUnit(unit, context, {
    activity(_format, activity) {
      const page = claimPage(unit, activity);
      if (page === undefined) return;
      const tokens = pages.get(page);
      if (tokens === undefined) pages.set(page, new Set([claimToken(activity)]));
      else tokens.add(claimToken(activity));
    },
    skip: () => undefined,
    quarantine: () => undefined,
  });
  const mine = new Map<string, ReadonlySet<string>>();
  const expires = context.now() + CLAIMS_KEPT_MS;
  await inParallel([...pages], AT_ONCE, async ([page, tokens]) => {
    await updateItem(
      context.partials,
      claimKey(page),
      (before) => {
        const claimed = claim(before, unit.key, tokens);
        mine.set(page, claimed.mine);
        return { body: claimed.body, expires };
      },
      // One CloudTrail record is nearly always new; a page of a log is so only once a minute.
      unit.log === undefined ? 'likely new' : 'likely there',
    );
  });
  const taken = new Set<string>();
  return (activity) => {
    const page = claimPage(unit, activity);
    const token = claimToken(activity);
    if (page !== undefined && mine.get(page)?.has(token) !== true) return false;
    const own = `${page ?? ''} ${token}`;
    if (taken.has(own)) return false;
    taken.add(own);
    return true;
  };
};
