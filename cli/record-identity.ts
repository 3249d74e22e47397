// What makes two records the same one, wherever they came from.
import type { Activity, LogService } from '../detectors/model/activity.ts';
import { type HashBeginning, hash53, hashBeginning } from '../detectors/model/hash.ts';
import { LOG_SERVICES } from '../detectors/sigma/matcher.ts';

/** Ids are unique in their service only. */
const BEGINNINGS = new Map(LOG_SERVICES.map((service) => [service, hashBeginning(`${service}|`)]));
export const idBeginning = (service: LogService): HashBeginning => BEGINNINGS.get(service) ?? hashBeginning(`${service}|`);

/**
 * AWS's own id where there is one. The end of an invocation is told by its request, time and duration: a log group read as
 * a subscription and as an export gives it once (a retry has the request id, but not the time). A record that is known by
 * its place only is the same when its text is: another log may come to the same place, a rotated file or stdin.
 */
export const identityOf = (activity: Activity, source: string, text: string): string => {
  if (activity.kind === 'invocation' && activity.requestId !== undefined) {
    return `${activity.requestId} ${activity.time} ${activity.durationMs}`;
  }
  return activity.id.startsWith(`${source}:`) ? `${activity.id} ${hash53(text)}` : activity.id;
};
