// Matches of rules to findings: one for a rule, a function, a principal and a day (UTC).
//
// What arrives twice, or in another order, or in other batches, changes nothing. Attackers choose names, so each rule
// keeps the groups of smallest hash, and one group more for all the others.
import type { Activity } from '../model/activity.ts';
import type { Finding } from '../model/finding.ts';
import { hash53, stableId } from '../model/hash.ts';
import { functionLabel } from '../model/identity.ts';
import type { Settings } from '../model/settings.ts';
import { DAY_MS, isoOf, startOf } from '../model/time.ts';
import { activityFacts } from './activity-facts.ts';
import { type FieldReader, fieldReaders } from './field-reader.ts';
import { addToGroup, type MatchGroup, mergeGroups, newMatchGroup } from './match-group.ts';
import { type Derivations, NO_DERIVATIONS } from './record-view.ts';
import type { DetectionRule } from './rule.ts';
import { ruleScore } from './rule-score.ts';
import { expectedWords, observedWords, quietWords, timesWords } from './rule-words.ts';
import { distinctCount, sampledTexts } from './sample.ts';

interface MatchesOfRule {
  readonly rule: DetectionRule;
  readonly fields: ReadonlyMap<string, FieldReader>;
  readonly groups: Map<string, MatchGroup>;
  /** Groups whose key hashes to this or above are counted together in `others`. */
  ceiling: number;
  others: MatchGroup | undefined;
}

export interface RuleMatches {
  readonly derivations: Derivations;
  readonly byRule: Map<string, MatchesOfRule>;
}

/** Findings of one rule that anybody could look at, and at a few kilobytes each a few megabytes. */
export const MOST_GROUPS = 2_000;

/** One past the largest hash53. */
const NO_CEILING = 2 ** 53;

/** Without `fields`, what names a CloudTrail record. */
const DEFAULT_FIELDS = ['eventSource', 'eventName', 'errorCode'];

/** `derivations` are those of the matcher: a rule may list derived fields among its `fields`. */
export const newRuleMatches = (derivations: Derivations = NO_DERIVATIONS): RuleMatches => ({ derivations, byRule: new Map() });

const matchesOf = (matches: RuleMatches, rule: DetectionRule): MatchesOfRule => {
  const known = matches.byRule.get(rule.id);
  if (known !== undefined) return known;
  const fields = fieldReaders(rule.fields.length > 0 ? rule.fields : DEFAULT_FIELDS, matches.derivations);
  const mine: MatchesOfRule = { rule, fields, groups: new Map(), ceiling: NO_CEILING, others: undefined };
  matches.byRule.set(rule.id, mine);
  return mine;
};

const othersOf = (mine: MatchesOfRule, like: MatchGroup): MatchGroup => {
  mine.others ??= newMatchGroup('', '', like.last);
  return mine.others;
};

/** Moves the groups of largest hash to the others until the limit is kept. */
const trim = (mine: MatchesOfRule): void => {
  const hashes = [...mine.groups.keys()].map((key) => [hash53(key), key] as const).sort((one, other) => one[0] - other[0]);
  mine.ceiling = Math.min(mine.ceiling, hashes[MOST_GROUPS]?.[0] ?? NO_CEILING);
  for (const [hash, key] of hashes) {
    const group = mine.groups.get(key);
    if (hash < mine.ceiling || group === undefined) continue;
    mergeGroups(othersOf(mine, group), group);
    mine.groups.delete(key);
  }
};

/** The id that the finding of this match will have: correlations name it as a part. */
export const ruleFindingId = (rule: DetectionRule, activity: Activity): string => {
  const { function: subject, principal } = activityFacts(activity);
  return findingId(rule, subject === undefined ? '' : functionLabel(subject), principal, dayOf(activity));
};

const dayOf = (activity: Activity): string => isoOf(startOf(activity.time, DAY_MS)).slice(0, 10);

const findingId = (rule: DetectionRule, functionName: string, principal: string, day: string): string =>
  stableId('rule', rule.id, functionName, principal, day);

export const addMatch = (matches: RuleMatches, rule: DetectionRule, activity: Activity): void => {
  if (rule.referencedOnly) return;
  const mine = matchesOf(matches, rule);
  const facts = activityFacts(activity);
  const functionName = facts.function === undefined ? '' : functionLabel(facts.function);
  const key = findingId(rule, functionName, facts.principal, dayOf(activity));
  let group = mine.groups.get(key);
  if (group === undefined) {
    const fresh = newMatchGroup(functionName, facts.principal, activity.time);
    if (mine.ceiling !== NO_CEILING && hash53(key) >= mine.ceiling) group = othersOf(mine, fresh);
    else {
      group = fresh;
      mine.groups.set(key, group);
    }
  }
  addToGroup(group, activity, facts, mine.fields);
  // Trimming late saves a sort for each new group.
  if (mine.groups.size > 2 * MOST_GROUPS) trim(mine);
};

/** Adds `other` into `matches`; `other` must not be used afterwards. */
export const mergeMatches = (matches: RuleMatches, other: RuleMatches): void => {
  for (const [id, theirs] of other.byRule) {
    const mine = matches.byRule.get(id);
    if (mine === undefined) {
      matches.byRule.set(id, theirs);
      continue;
    }
    for (const [key, group] of theirs.groups) {
      const known = mine.groups.get(key);
      if (known === undefined) mine.groups.set(key, group);
      else mergeGroups(known, group);
    }
    if (theirs.others !== undefined) mergeGroups(othersOf(mine, theirs.others), theirs.others);
    trim(mine);
  }
};

/** Deeds that a finding names as contributors. */
const CONTRIBUTORS = 5;

const contributorsOf = (group: MatchGroup, count: number): Finding['explanation']['contributors'] => {
  const deeds = sampledTexts(group.records);
  const tally = new Map<string, number>();
  for (const deed of deeds) tally.set(deed, (tally.get(deed) ?? 0) + 1);
  return [...tally]
    .sort(([one, oneCount], [other, otherCount]) => otherCount - oneCount || (one < other ? -1 : 1))
    .slice(0, CONTRIBUTORS)
    .map(([name, seen]) => ({
      name,
      amount: Math.round((seen / deeds.length) * count),
      share: Math.round((seen / deeds.length) * 1000) / 1000,
    }));
};

const orNull = (text: string): string | null => (text === '' ? null : text);

const findingOf = (rule: DetectionRule, id: string, group: MatchGroup, isOthers: boolean, settings: Settings): readonly Finding[] => {
  const { earliest } = group;
  if (earliest === undefined) return [];
  const occurrences = distinctCount(group.records);
  const title = isOthers ? `${rule.title} (further functions and principals)` : rule.title;
  const times = timesWords(occurrences, occurrences <= group.records.limit);
  return [
    {
      id,
      detector: rule.id,
      kind: 'rule',
      category: rule.category,
      severity: rule.level,
      score: ruleScore(rule.level, rule.status),
      time: isoOf(earliest.time),
      window: { start: isoOf(earliest.time), end: isoOf(group.last) },
      function: orNull(group.function),
      principal: orNull(group.principal),
      account: orNull(earliest.account),
      region: orNull(earliest.region),
      attacks: rule.attacks,
      title,
      explanation: {
        expected: expectedWords(rule),
        observed: observedWords(title, earliest.values, times),
        baseline: null,
        contributors: contributorsOf(group, occurrences),
        quietIf: quietWords(rule, settings),
      },
      evidence: group.evidence.map((witness) => witness.id),
      occurrences,
      entities: {
        functions: sampledTexts(group.functions),
        principals: sampledTexts(group.principals),
        accessKeys: sampledTexts(group.accessKeys),
        addresses: sampledTexts(group.addresses),
      },
      stage: rule.stage,
      runbook: rule.runbook,
      parts: [],
    },
  ];
};

/** All findings, sorted by time, then id. */
export const ruleFindings = (matches: RuleMatches, settings: Settings): readonly Finding[] => {
  const findings: Finding[] = [];
  for (const mine of matches.byRule.values()) {
    trim(mine);
    for (const [id, group] of mine.groups) findings.push(...findingOf(mine.rule, id, group, false, settings));
    if (mine.others !== undefined)
      findings.push(...findingOf(mine.rule, stableId('rule', mine.rule.id, 'others'), mine.others, true, settings));
  }
  return findings.sort((one, other) => (one.time < other.time ? -1 : one.time > other.time ? 1 : one.id < other.id ? -1 : 1));
};
