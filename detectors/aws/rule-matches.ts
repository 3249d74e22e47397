// One group of one rule as the finding it stands for: as the pure path makes it of all its groups at once.
import type { Finding } from '../model/finding.ts';
import type { Settings } from '../model/settings.ts';
import type { MatchGroup } from '../sigma/match-group.ts';
import type { DetectionRule } from '../sigma/rule.ts';
import { newRuleMatches, type RuleMatches, ruleFindings } from '../sigma/rule-findings.ts';

export interface FoundGroup {
  readonly rule: DetectionRule;
  /** The finding's id; for the group of all beyond the bound, `others`. */
  readonly id: string;
  readonly group: MatchGroup;
}

const OTHERS = 'others';

/** Every group of a unit's matches. */
export const groupsOfMatches = (matches: RuleMatches): readonly FoundGroup[] =>
  [...matches.byRule.values()].flatMap(({ rule, groups, others }) => [
    ...[...groups].map(([id, group]) => ({ rule, id, group })),
    ...(others === undefined ? [] : [{ rule, id: OTHERS, group: others }]),
  ]);

const NO_CEILING = 2 ** 53;

export const findingOfGroup = ({ rule, id, group }: FoundGroup, settings: Settings): readonly Finding[] => {
  const isOthers = id === OTHERS;
  const one = newRuleMatches();
  one.byRule.set(rule.id, {
    rule,
    fields: new Map(),
    groups: new Map(isOthers ? [] : [[id, group]]),
    ceiling: NO_CEILING,
    others: isOthers ? group : undefined,
  });
  return ruleFindings(one, settings);
};
