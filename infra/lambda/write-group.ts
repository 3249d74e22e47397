// Matches of one rule by one principal at one function, added to what earlier units told, and the finding that comes of them.
import type { Revised } from '../../detectors/aws/assess-pending.ts';
import { groupFrom, mergedGroupText } from '../../detectors/aws/group-state.ts';
import { type FoundGroup, findingOfGroup } from '../../detectors/aws/rule-matches.ts';
import { updateItem } from '../state/update-item.ts';
import type { IngestContext } from './ingest-context.ts';
import { MATCHES_KEPT_MS } from './kept.ts';
import { groupKey } from './keys.ts';

export const writeGroup = async (found: FoundGroup, context: IngestContext): Promise<readonly Revised[]> => {
  const expires = context.now() + MATCHES_KEPT_MS;
  const stored = await updateItem(context.partials, groupKey(found.rule.id, found.id), (before) => ({
    body: mergedGroupText(before, found.group),
    expires,
  }));
  return findingOfGroup({ ...found, group: groupFrom(stored.body) }, context.settings).map((finding) => ({
    finding,
    revision: stored.version,
  }));
};
