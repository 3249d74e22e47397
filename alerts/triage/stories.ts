// Findings that tell one story, joined into one finding that tells it in order: a person answers an attack, not its pieces.
import type { TacticId } from '../../detectors/model/attack.ts';
import { type Contributor, type Entities, EVIDENCE_LIMIT, type Finding } from '../../detectors/model/finding.ts';
import { stableId } from '../../detectors/model/hash.ts';
import { atLeast, type Severity, shiftSeverity, worst } from '../../detectors/model/severity.ts';
import { keyText } from './entity-keys.ts';
import { functionName, shortName } from './function-name.ts';
import { groupByLinks } from './groups.ts';
import { gravestAndLast, placeInChain, stageOf, tacticWords } from './kill-chain.ts';
import { findLinks, type Node, nodesOf } from './links.ts';
import { narrate } from './narrative.ts';
import { byTime, compareText } from './order.ts';

export const STORY_DETECTOR = 'attack-story';

/** Names a story carries of each kind: what a person may look up; the parts hold the rest. */
const ENTITY_LIMIT = 20;

/** Time, then the place in an attack: what falls into one instant is told in the order in which it makes sense. */
const inAttackOrder = (one: Finding, other: Finding): number =>
  compareText(one.time, other.time) || placeInChain(stageOf(one)) - placeInChain(stageOf(other)) || compareText(one.id, other.id);

/** Different stages of an attack that were reached, in the order of an attack. What is only worth knowing (info) reaches none. */
const stagesReached = (parts: readonly Finding[]): readonly TacticId[] =>
  [...new Set(parts.filter((part) => atLeast(part.severity, 'low')).map(stageOf))].sort(
    (one, other) => placeInChain(one) - placeInChain(other) || compareText(one, other),
  );

/**
 * The worst part, raised by one step for every two stages beyond the first. One change (a deployment, a new feature) is easily
 * seen under two tactics, so two raise nothing; each further pair needs another independent coincidence to be harmless.
 */
const storySeverity = (parts: readonly Finding[]): Severity =>
  shiftSeverity(worst(parts.map((part) => part.severity)), Math.floor((Math.max(1, stagesReached(parts).length) - 1) / 2));

/** Two detectors that saw something, one of them something that matters. What is only worth knowing is told along, and makes no story. */
const isStory = (parts: readonly Finding[]): boolean =>
  new Set(parts.filter((part) => atLeast(part.severity, 'low')).map((part) => part.detector)).size >= 2 &&
  parts.some((part) => atLeast(part.severity, 'medium'));

const union = (lists: readonly (readonly string[])[]): readonly string[] =>
  [...new Set(lists.flat())].sort(compareText).slice(0, ENTITY_LIMIT);

const entitiesOf = (parts: readonly Finding[]): Entities => ({
  functions: union(parts.map((part) => part.entities.functions)),
  principals: union(parts.map((part) => part.entities.principals)),
  accessKeys: union(parts.map((part) => part.entities.accessKeys)),
  addresses: union(parts.map((part) => part.entities.addresses)),
});

/** What the parts have in common, most common first: the reason why they were joined. */
const shared = (members: readonly Node[]): readonly Contributor[] => {
  const counts = new Map<string, number>();
  for (const key of members.flatMap((member) => member.keys.map(keyText))) counts.set(key, (counts.get(key) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => count > 1)
    .map(([name, amount]) => ({ name, amount, share: amount / members.length }))
    .sort((one, other) => other.amount - one.amount || compareText(one.name, other.name))
    .slice(0, ENTITY_LIMIT);
};

/** The value most parts have; ties go to the earliest part's. */
const mostCommon = (values: readonly (string | null)[]): string | null => {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== null && value !== '') counts.set(value, (counts.get(value) ?? 0) + 1);
  return (
    [...counts].reduce<[string, number] | undefined>(
      (best, entry) => (best === undefined || entry[1] > best[1] ? entry : best),
      undefined,
    )?.[0] ?? null
  );
};

const onlyOne = (values: readonly (string | null)[]): string | null => {
  const [first = null, ...others] = new Set(values.filter((value) => value !== null));
  return others.length === 0 ? first : null;
};

/** Each part's first record, then each part's second, and so on: evidence of every step before more of one. */
const evidenceOf = (parts: readonly Finding[]): Finding['evidence'] => {
  const found = new Set<Finding['evidence'][number]>();
  for (let place = 0; place < EVIDENCE_LIMIT; place++) {
    for (const part of parts) {
      const record = part.evidence[place];
      if (record !== undefined && found.size < EVIDENCE_LIMIT) found.add(record);
    }
  }
  return [...found];
};

const tell = (members: readonly Node[]): Finding => {
  const parts = members.map((member) => member.finding).sort(inAttackOrder);
  const [earliest] = parts;
  if (earliest === undefined) throw new Error('A story without parts.');
  const stages = [...new Set(parts.filter((part) => atLeast(part.severity, 'medium')).map(stageOf))].map(tacticWords);
  const where = mostCommon(parts.map((part) => (functionName(part.function) === '' ? null : part.function)));
  const who = mostCommon(parts.map((part) => part.principal));
  const ends = parts.map((part) => part.window.end).sort(compareText);
  const starts = parts.map((part) => part.window.start).sort(compareText);
  const attacks = parts.flatMap((part) => part.attacks);
  const detectors = new Set(parts.map((part) => part.detector)).size;
  const subject = where ?? who;
  return {
    // A finding is in one story at most, so its earliest part names it; what joins later leaves the name as it is.
    id: stableId(STORY_DETECTOR, earliest.id),
    detector: STORY_DETECTOR,
    kind: 'sequence',
    category: gravestAndLast(parts, earliest).category,
    severity: storySeverity(parts),
    score: Math.max(...parts.map((part) => part.score)),
    time: earliest.time,
    window: { start: starts[0] ?? earliest.window.start, end: ends.at(-1) ?? earliest.window.end },
    function: where,
    principal: who,
    account: onlyOne(parts.map((part) => part.account)),
    region: onlyOne(parts.map((part) => part.region)),
    attacks: attacks.filter(
      (attack, place) => attacks.findIndex((other) => other.tactic === attack.tactic && other.technique === attack.technique) === place,
    ),
    title: `Attack story${subject === null ? '' : ` on ${shortName(subject)}`}: ${stages.join(', ')}`,
    explanation: {
      expected: 'Findings that are chance stay apart: they share no function, principal, access key or address within a day.',
      observed: narrate(parts),
      baseline: null,
      contributors: shared(members),
      quietIf: `Fewer than two of its ${detectors} detectors had fired, or the findings had nothing specific in common. If one part is harmless, suppress that part with owner, reason and expiry: the story is told anew without it.`,
    },
    evidence: evidenceOf(parts),
    occurrences: parts.reduce((sum, part) => sum + part.occurrences, 0),
    entities: entitiesOf(parts),
    stage: 'live',
    runbook: `runbooks/${STORY_DETECTOR}.md`,
    parts: parts.map((part) => part.id),
  };
};

export interface StoryOptions {
  /** Principals and addresses (`*` as wildcard) that link nothing: known deployers, the company's own NAT addresses. */
  readonly shared?: readonly string[];
}

/**
 * Stories, oldest first; the same for every order of the findings. Each finding is part of one story at most. Staged findings
 * take no part, since a story alerts. Ids must be unique (see merge.ts).
 */
export const tellStories = (findings: readonly Finding[], options: StoryOptions = {}): readonly Finding[] => {
  const candidates = findings.filter((finding) => finding.stage === 'live' && finding.detector !== STORY_DETECTOR).sort(byTime);
  const nodes = nodesOf(candidates, options.shared ?? []);
  return groupByLinks(nodes, findLinks(nodes))
    .map((places) => places.flatMap((place) => nodes[place] ?? []))
    .filter((members) => isStory(members.map((member) => member.finding)))
    .map(tell)
    .sort(byTime);
};
