// Links → groups: what is linked, directly or through others, belongs together, as long as the whole stays a size one can tell.
import { DAY_MS } from '../../detectors/model/time.ts';
import type { Link, Node } from './links.ts';

/**
 * A noisy function would chain day to day for ever. Three days hold a night attack and the two days after it, within which most
 * of the follow-up comes; what goes on longer is told as a next story.
 */
export const STORY_SPAN_MS = 3 * DAY_MS;

/** More parts than this nobody reads, and a story must fit in a message. */
export const STORY_PARTS = 100;

interface Group {
  readonly members: number[];
  startMs: number;
  lastMs: number;
}

/** Groups of places in `nodes`, each in time order. Links must be in time order: stories then fill from their beginning. */
export const groupByLinks = (nodes: readonly Node[], links: readonly Link[]): readonly (readonly number[])[] => {
  const groupOf: Group[] = nodes.map(({ startMs }, place) => ({ members: [place], startMs, lastMs: startMs }));
  for (const { earlier, later } of links) {
    const one = groupOf[earlier];
    const other = groupOf[later];
    if (one === undefined || other === undefined || one === other) continue;
    const startMs = Math.min(one.startMs, other.startMs);
    const lastMs = Math.max(one.lastMs, other.lastMs);
    if (lastMs - startMs > STORY_SPAN_MS || one.members.length + other.members.length > STORY_PARTS) continue;
    const [large, small] = one.members.length >= other.members.length ? [one, other] : [other, one];
    for (const member of small.members) groupOf[member] = large;
    large.members.push(...small.members);
    large.startMs = startMs;
    large.lastMs = lastMs;
  }
  return [...new Set(groupOf)].map(({ members }) => members.sort((one, other) => one - other));
};
