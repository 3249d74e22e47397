// Which parts of a story are told where there is room for a few: the gravest, one of those that say the same, in their order.
import type { Finding } from '../../detectors/model/finding.ts';
import { severityRank } from '../../detectors/model/severity.ts';

/** `parts` in the story's order. Of parts with one title the first stands for all. */
export const tellingParts = (parts: readonly Finding[], limit: number): readonly Finding[] => {
  const first = parts.filter((part, place) => parts.findIndex((other) => other.title === part.title) === place);
  const graver = first
    .map((part, place) => ({ part, place }))
    .sort((one, other) => severityRank(other.part.severity) - severityRank(one.part.severity) || one.place - other.place)
    .slice(0, limit)
    .sort((one, other) => one.place - other.place);
  return graver.map(({ part }) => part);
};
