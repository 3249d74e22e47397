// What makes two records the same one, wherever they came from.
import type { Activity, LogService } from '../detectors/model/activity.ts';
import { type HashBeginning, hash53, hashBeginning, PiecewiseHash } from '../detectors/model/hash.ts';
import { LOG_SERVICES } from '../detectors/sigma/matcher.ts';

/** Ids are unique in their service only. */
const BEGINNINGS = new Map(LOG_SERVICES.map((service) => [service, hashBeginning(`${service}|`)]));
export const idBeginning = (service: LogService): HashBeginning => BEGINNINGS.get(service) ?? hashBeginning(`${service}|`);

const hash = new PiecewiseHash();

/**
 * Hashes AWS's own id where there is one. The end of an invocation is told by its request, time and duration: a log group read as
 * a subscription and as an export gives it once (a retry has the request id, but not the time). A record that is known by
 * its place only (its id begins with `place`) is the same when its text is: another log may come to the same place, a rotated file or
 * stdin.
 */
export const hashIdentity = (activity: Activity, place: string, text: string, into: Uint32Array): void => {
  hash.begin(idBeginning(activity.service));
  if (activity.kind === 'invocation' && activity.requestId !== undefined) {
    hash.text(activity.requestId);
    hash.text(' ');
    hash.number(activity.time);
    hash.text(' ');
    hash.number(activity.durationMs);
  } else {
    hash.text(activity.id);
    if (activity.id.startsWith(place)) hash.text(` ${hash53(text)}`);
  }
  hash.end(into);
};
