// The partials of a function that wait to be assessed, merged by window: a pure reduction over what arrived.

import type { PendingWindow } from '../../detectors/aws/assess-pending.ts';
import type { FunctionId } from '../../detectors/model/identity.ts';
import { emptyPartial, type FunctionPartial, mergePartial, type PartialState, partialFrom } from '../../detectors/model/partial.ts';
import type { Instant } from '../../detectors/model/time.ts';
import type { Table } from '../state/table.ts';
import { partialsOf, timeText, windowOfPartial } from './keys.ts';

/** Items of one id read at once: a busy function's quarter of an hour, in a hundred megabytes at worst. */
const MOST_ITEMS = 5_000;

/** Whose partial a unit's name, as given here, tells of. */
export const unitOwner = (unit: string): FunctionId => unit.slice(unit.indexOf(' ') + 1) as FunctionId;

/** Windows that start at or after `from` and before `to`, in order. */
export const pendingWindows = async (
  partials: Table,
  members: readonly FunctionId[],
  from: Instant,
  to: Instant,
): Promise<readonly PendingWindow[]> => {
  const windows = new Map<Instant, { readonly partial: FunctionPartial; readonly units: string[] }>();
  for (const member of members) {
    for (const item of await partials.query(partialsOf(member), timeText(from), timeText(to), MOST_ITEMS)) {
      const start = windowOfPartial(item.sk);
      const window = windows.get(start) ?? { partial: emptyPartial(), units: [] };
      windows.set(start, window);
      mergePartial(window.partial, partialFrom(JSON.parse(item.body) as PartialState));
      window.units.push(`${item.sk} ${member}`);
    }
  }
  return [...windows].map(([start, window]) => ({ start, ...window })).sort((one, other) => one.start - other.start);
};
