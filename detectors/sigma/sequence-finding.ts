// Episodes of a correlation as findings: one for a group and a day (UTC).
import type { Attack } from '../model/attack.ts';
import { EVIDENCE_LIMIT, type Finding } from '../model/finding.ts';
import { stableId } from '../model/hash.ts';
import { DAY_MS, isoOf, startOf } from '../model/time.ts';
import { keptAtEachEnd } from './correlation-cells.ts';
import type { CorrelationEvent } from './correlation-event.ts';
import type { Episode } from './correlation-window.ts';
import { plainLine } from './plain-line.ts';
import type { CorrelationRule, RuleHeader } from './rule.ts';
import { ruleScore } from './rule-score.ts';
import { expectedWords, timesWords } from './rule-words.ts';

/** Parts and names that a person can still follow up. */
const MOST_PARTS = 50;
const MOST_NAMES = 16;

const firsts = <Value>(values: Iterable<Value>, limit: number): readonly Value[] => [...new Set(values)].slice(0, limit);

export const sequenceId = (correlation: CorrelationRule, group: readonly string[], episode: Episode): string =>
  stableId('sequence', correlation.id, ...group, dayOf(episode));

const dayOf = ({ entries, firing }: Episode): string => isoOf(startOf((entries[0] ?? firing).event.time, DAY_MS)).slice(0, 10);

/** Rules that took part, most frequent first. */
const tallyOf = (events: readonly CorrelationEvent[]): readonly (readonly [string, number])[] => {
  const tally = new Map<string, number>();
  for (const { rule } of events) tally.set(rule, (tally.get(rule) ?? 0) + 1);
  return [...tally].sort(([one, oneCount], [other, otherCount]) => otherCount - oneCount || (one < other ? -1 : 1));
};

/** The correlation's own ATT&CK tags, else those of its rules. */
const attacksOf = (correlation: CorrelationRule, known: ReadonlyMap<string, RuleHeader>): readonly Attack[] => {
  if (correlation.attacks.length > 0) return correlation.attacks;
  const all = correlation.rules.flatMap((id) => known.get(id)?.attacks ?? []);
  const keys = all.map(({ tactic, technique }) => `${tactic} ${technique}`);
  return all.filter((_, place) => keys.indexOf(keys[place] ?? '') === place);
};

/** `episodes` are of one group and one day, in order of time. */
export const sequenceFinding = (
  correlation: CorrelationRule,
  group: readonly string[],
  episodes: readonly [Episode, ...Episode[]],
  known: ReadonlyMap<string, RuleHeader>,
): Finding => {
  const events = [...new Set(episodes.flatMap((episode) => episode.entries.map((entry) => entry.event)))];
  const tally = tallyOf(events);
  const atLeast = 2 * keptAtEachEnd(correlation);
  // Beyond what is kept of a stretch, events were there that are not counted here.
  const times = (count: number): string => (count < atLeast ? timesWords(count, true) : `at least ${count} times`);
  const instants = events.map((event) => event.time);
  const start = isoOf(instants.reduce((one, other) => (other < one ? other : one)));
  const end = isoOf(instants.reduce((one, other) => (other > one ? other : one)));
  const titleOf = (id: string): string => known.get(id)?.title ?? id;
  const byGroup = correlation.groupBy.map((field, place) => `${field} is ${plainLine(group[place] ?? '')}`).join(', ');
  const counts = tally.map(([rule, count]) => `"${titleOf(rule)}" ${times(count)}`).join(', ');
  const first = <Key extends 'functions' | 'principals'>(key: Key): string | null =>
    events.find((event) => event[key].length > 0)?.[key][0] ?? null;
  const firstText = (key: 'account' | 'region'): string | null => events.find((event) => event[key] !== '')?.[key] ?? null;
  return {
    id: sequenceId(correlation, group, episodes[0]),
    detector: correlation.id,
    kind: 'sequence',
    category: correlation.category,
    severity: correlation.level,
    score: ruleScore(correlation.level, correlation.status),
    time: start,
    window: { start, end },
    function: first('functions'),
    principal: first('principals'),
    account: firstText('account'),
    region: firstText('region'),
    attacks: attacksOf(correlation, known),
    title: correlation.title,
    explanation: {
      expected: expectedWords(correlation),
      observed: `${correlation.title}: ${counts}, from ${start} to ${end}${byGroup === '' ? '' : `, where ${byGroup}`}.`,
      baseline: null,
      contributors: tally
        .slice(0, MOST_NAMES)
        .map(([name, amount]) => ({ name, amount, share: Math.round((amount / events.length) * 1000) / 1000 })),
      quietIf: `Quiet if its rules do not match together, or if a suppression names \`${correlation.id}\`.`,
    },
    evidence: firsts(
      events.flatMap((event) => event.evidence),
      EVIDENCE_LIMIT,
    ),
    occurrences: events.length,
    entities: {
      functions: firsts(
        events.flatMap((event) => event.functions),
        MOST_NAMES,
      ),
      principals: firsts(
        events.flatMap((event) => event.principals),
        MOST_NAMES,
      ),
      accessKeys: firsts(
        events.flatMap((event) => event.accessKeys),
        MOST_NAMES,
      ),
      addresses: firsts(
        events.flatMap((event) => event.addresses),
        MOST_NAMES,
      ),
    },
    stage: correlation.stage,
    runbook: correlation.runbook,
    parts: firsts(
      events.flatMap((event) => (event.finding === undefined ? [] : [event.finding])),
      MOST_PARTS,
    ),
  };
};
