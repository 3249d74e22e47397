// The matches of one rule by one principal at one function on one day: what a finding needs of them, however many they are.
import type { Activity } from '../model/activity.ts';
import { EVIDENCE_LIMIT } from '../model/finding.ts';
import { functionLabel, type RecordId } from '../model/identity.ts';
import type { Instant } from '../model/time.ts';
import { type ActivityFacts, deedOf } from './activity-facts.ts';
import type { FieldReader } from './field-reader.ts';
import { plainLine } from './plain-line.ts';
import { addToSample, mergeSamples, newSample, type Sample } from './sample.ts';

interface Witness {
  readonly time: Instant;
  readonly id: RecordId;
}

/** The earliest match, which the finding describes. */
interface Earliest extends Witness {
  readonly account: string;
  readonly region: string;
  /** The rule's `fields` as they stand in the record. */
  readonly values: readonly (readonly [string, string])[];
}

export interface MatchGroup {
  readonly function: string;
  readonly principal: string;
  /** Record ids, each with what was done. */
  readonly records: Sample;
  readonly functions: Sample;
  readonly principals: Sample;
  readonly accessKeys: Sample;
  readonly addresses: Sample;
  /** Earliest first, without repetition. */
  evidence: readonly Witness[];
  earliest: Earliest | undefined;
  last: Instant;
}

/** Counts are exact up to this, then within 5 % (1/√512). 4 KiB for a group that has so many matches. */
const RECORDS = 512;
/** Names of each kind that a finding lists: more do not help to follow it up. */
const NAMES = 16;

export const newMatchGroup = (functionName: string, principal: string, time: Instant): MatchGroup => ({
  function: functionName,
  principal,
  records: newSample(RECORDS),
  functions: newSample(NAMES),
  principals: newSample(NAMES),
  accessKeys: newSample(NAMES),
  addresses: newSample(NAMES),
  evidence: [],
  earliest: undefined,
  last: time,
});

const isEarlier = (one: Witness, other: Witness): boolean => one.time < other.time || (one.time === other.time && one.id < other.id);

/** Both lists as one, the earliest only. */
const earliestOf = (one: readonly Witness[], other: readonly Witness[]): readonly Witness[] => {
  const merged: Witness[] = [];
  for (const witness of [...one, ...other].sort((a, b) => (isEarlier(a, b) ? -1 : isEarlier(b, a) ? 1 : 0))) {
    if (merged.at(-1)?.id !== witness.id && merged.length < EVIDENCE_LIMIT) merged.push(witness);
  }
  return merged;
};

const observedValues = (activity: Activity, fields: ReadonlyMap<string, FieldReader>): readonly (readonly [string, string])[] =>
  [...fields].flatMap(([name, read]) => {
    const texts = read(activity.record, activity.service);
    return texts.length === 0 ? [] : [[name, plainLine(texts.slice(0, 5).join(', '))] as const];
  });

export const addToGroup = (group: MatchGroup, activity: Activity, facts: ActivityFacts, fields: ReadonlyMap<string, FieldReader>): void => {
  const { time, id } = activity;
  addToSample(group.records, id, deedOf(activity));
  for (const name of facts.functions) addToSample(group.functions, functionLabel(name));
  if (facts.principal !== '') addToSample(group.principals, facts.principal);
  if (facts.accessKey !== '') addToSample(group.accessKeys, facts.accessKey);
  if (facts.address !== '') addToSample(group.addresses, facts.address);
  const witness = { time, id };
  const latest = group.evidence.at(-1);
  if (latest === undefined || group.evidence.length < EVIDENCE_LIMIT || isEarlier(witness, latest)) {
    group.evidence = earliestOf(group.evidence, [witness]);
  }
  if (group.earliest === undefined || isEarlier(witness, group.earliest)) {
    group.earliest = { time, id, account: facts.account, region: facts.region, values: observedValues(activity, fields) };
  }
  if (time > group.last) group.last = time;
};

/** Adds `other` into `group`. */
export const mergeGroups = (group: MatchGroup, other: MatchGroup): void => {
  for (const part of ['records', 'functions', 'principals', 'accessKeys', 'addresses'] as const) mergeSamples(group[part], other[part]);
  group.evidence = earliestOf(group.evidence, other.evidence);
  if (other.earliest !== undefined && (group.earliest === undefined || isEarlier(other.earliest, group.earliest)))
    group.earliest = other.earliest;
  if (other.last > group.last) group.last = other.last;
};
