// A rule's match group as text and back: the state from which a finding is made anew whenever a unit adds to it. Merging the
// same matches again changes nothing, so a group is updated by read, merge and conditional write.
import type { Instant } from '../model/time.ts';
import { type MatchGroup, mergeGroups, newMatchGroup } from '../sigma/match-group.ts';
import { distinctCount, type Sample } from '../sigma/sample.ts';

const SAMPLES = ['records', 'functions', 'principals', 'accessKeys', 'addresses'] as const;

type SampleState = readonly [ceiling: number, kept: readonly (readonly [number, string])[]];

interface GroupState {
  readonly function: string;
  readonly principal: string;
  readonly last: number;
  readonly earliest: NonNullable<MatchGroup['earliest']> | null;
  readonly evidence: MatchGroup['evidence'];
  readonly samples: readonly SampleState[];
}

const sampleState = (sample: Sample): SampleState => {
  // Counting also drops what is beyond the limit: the text is then the same whatever the order of arrival.
  distinctCount(sample);
  return [sample.ceiling, [...sample.kept].sort(([one], [other]) => one - other)];
};

const groupText = (group: MatchGroup): string => {
  const state: GroupState = {
    function: group.function,
    principal: group.principal,
    last: group.last,
    earliest: group.earliest ?? null,
    evidence: group.evidence,
    samples: SAMPLES.map((name) => sampleState(group[name])),
  };
  return JSON.stringify(state);
};

export const groupFrom = (text: string): MatchGroup => {
  const state = JSON.parse(text) as GroupState;
  const group = newMatchGroup(state.function, state.principal, state.last as Instant);
  SAMPLES.forEach((name, place) => {
    const [ceiling, kept] = state.samples[place] ?? [0, []];
    group[name].ceiling = ceiling;
    for (const [hash, remembered] of kept) group[name].kept.set(hash, remembered);
  });
  group.earliest = state.earliest ?? undefined;
  group.evidence = state.evidence;
  return group;
};

/** The stored group with the matches of `group` in it; `group` is left as it was. */
export const mergedGroupText = (before: string | undefined, group: MatchGroup): string => {
  const own = groupText(group);
  if (before === undefined) return own;
  const merged = groupFrom(before);
  mergeGroups(merged, groupFrom(own));
  return groupText(merged);
};
