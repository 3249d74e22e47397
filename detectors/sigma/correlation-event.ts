// What correlations count: one match of a rule, one firing of a correlation, or one finding of another detector.
import type { Activity } from '../model/activity.ts';
import type { Finding } from '../model/finding.ts';
import { type FunctionId, functionLabel, functionParts, type RecordId, recordId } from '../model/identity.ts';
import { textField } from '../model/json.ts';
import { type Instant, instantOf } from '../model/time.ts';
import { type ActivityFacts, activityFacts } from './activity-facts.ts';
import { type FieldReader, fieldReaders } from './field-reader.ts';
import type { Derivations } from './record-view.ts';
import type { DetectionRule } from './rule.ts';
import { ruleFindingId } from './rule-findings.ts';

/** Values by field name. The names are one list for all events of a rule: of some rules an event is kept for every request. */
export interface EventFields {
  readonly names: readonly string[];
  /** In the order of the names. */
  readonly values: readonly (readonly string[])[];
}

const NONE: readonly string[] = [];

export const fieldOfEvent = ({ names, values }: EventFields, name: string): readonly string[] => {
  const place = names.indexOf(name);
  return place === -1 ? NONE : (values[place] ?? NONE);
};

export const eventFields = (entries: readonly (readonly [string, readonly string[]])[]): EventFields => ({
  names: entries.map(([name]) => name),
  values: entries.map(([, values]) => values),
});

export const entriesOfFields = ({ names, values }: EventFields): readonly (readonly [string, readonly string[]])[] =>
  names.map((name, place) => [name, values[place] ?? NONE]);

export interface CorrelationEvent {
  /** Id of the rule, correlation or detector. */
  readonly rule: string;
  /** The same event again has the same id. */
  readonly id: string;
  readonly time: Instant;
  /** Those that correlations ask for. */
  readonly fields: EventFields;
  /** Id of the finding it belongs to, when there is one. */
  readonly finding: string | undefined;
  readonly evidence: readonly RecordId[];
  readonly functions: readonly string[];
  readonly principals: readonly string[];
  readonly accessKeys: readonly string[];
  readonly addresses: readonly string[];
  readonly account: string;
  readonly region: string;
}

/** Values of one field in one record that a correlation looks at: each makes a group of its own. */
const MOST_VALUES = 16;
/** A group-by value is an identity; longer ones are cut, so that an event stays small. */
const LONGEST_VALUE = 512;

/** The id that ties the lines of one invocation together, where the record or its line tells it. */
const requestOf = (activity: Activity): string => {
  switch (activity.kind) {
    case 'log-line':
    case 'http-request':
    case 'invocation':
      return activity.requestId ?? '';
    // A case's record comes without its reading.
    case 'api-call':
      return textField(activity.record, 'requestId') ?? '';
    case 'connection':
    case 'dns-query':
    case 'usage':
      return '';
  }
};

/** Names a correlation may group by whatever the record is of; the function without account and region, which not every source tells. */
const COMMON_FIELDS: Readonly<Record<string, (facts: ActivityFacts, activity: Activity) => string>> = {
  'lapwing.function': ({ function: subject }) => (subject === undefined ? '' : functionParts(subject).name),
  'lapwing.principal': ({ principal }) => principal,
  'lapwing.account': ({ account }) => account,
  'lapwing.region': ({ region }) => region,
  'lapwing.address': ({ address }) => address,
  'lapwing.accessKey': ({ accessKey }) => accessKey,
  'lapwing.request': (_, activity) => requestOf(activity),
};

/** Lists that many events have alike, made once: the same few functions and clients come again and again. */
const LISTS_KEPT = 4_096;

const keptLists = <Key>(make: (key: Key) => readonly string[]): ((key: Key) => readonly string[]) => {
  const kept = new Map<Key, readonly string[]>();
  return (key) => {
    const known = kept.get(key);
    if (known !== undefined) return known;
    const list = make(key);
    if (kept.size >= LISTS_KEPT) kept.clear();
    kept.set(key, list);
    return list;
  };
};

const listOf = keptLists((text: string) => [text]);
const labelOf = keptLists((id: FunctionId) => [functionLabel(id)]);

const present = (text: string): readonly string[] => (text === '' ? NONE : listOf(text));

const labelsOf = (functions: readonly FunctionId[]): readonly string[] => {
  const [only] = functions;
  if (only === undefined) return NONE;
  return functions.length === 1 ? labelOf(only) : functions.map(functionLabel);
};

const valuesOf = (texts: readonly string[]): readonly string[] =>
  texts.length === 0
    ? NONE
    : texts.length === 1 && (texts[0] as string).length <= LONGEST_VALUE
      ? texts
      : [...new Set(texts.map((text) => text.slice(0, LONGEST_VALUE)))].sort().slice(0, MOST_VALUES);

type ValuesReader = (activity: Activity, facts: ActivityFacts) => readonly string[];

/** Reads the fields that correlations ask for of one rule's events. */
export interface EventReaders {
  readonly names: readonly string[];
  /** In the order of the names. */
  readonly fields: readonly ValuesReader[];
}

const valuesReader = (name: string, read: FieldReader): ValuesReader => {
  const common = Object.hasOwn(COMMON_FIELDS, name) ? COMMON_FIELDS[name] : undefined;
  return common === undefined
    ? (activity) => valuesOf(read(activity.record, activity.service))
    : (activity, facts) => present(common(facts, activity));
};

export const eventReaders = (names: Iterable<string>, derivations: Derivations): EventReaders => {
  const readers = fieldReaders(names, derivations);
  return { names: [...readers.keys()], fields: [...readers].map(([name, read]) => valuesReader(name, read)) };
};

export const eventOfMatch = (rule: DetectionRule, activity: Activity, readers: EventReaders): CorrelationEvent => {
  const facts = activityFacts(activity);
  return {
    rule: rule.id,
    id: activity.id,
    time: activity.time,
    fields: { names: readers.names, values: readers.fields.map((read) => read(activity, facts)) },
    finding: rule.referencedOnly ? undefined : ruleFindingId(rule, activity),
    evidence: [activity.id],
    functions: labelsOf(facts.functions),
    principals: present(facts.principal),
    accessKeys: present(facts.accessKey),
    addresses: present(facts.address),
    account: facts.account,
    region: facts.region,
  };
};

/** Of a match that is hidden by itself: there is no finding to name as a part. */
export const withoutFinding = (event: CorrelationEvent): CorrelationEvent => ({ ...event, finding: undefined });

const bareName = (functionName: string): string => functionName.slice(functionName.lastIndexOf(':') + 1);

/** Undefined for findings of rules and correlations, which are correlated by their matches, and for an unreadable time. */
export const eventOfFinding = (finding: Finding): CorrelationEvent | undefined => {
  const time = instantOf(Date.parse(finding.time));
  if (finding.kind === 'rule' || finding.kind === 'sequence' || time === undefined) return undefined;
  const { functions, principals, accessKeys, addresses } = finding.entities;
  const fields = eventFields([
    ['lapwing.function', valuesOf((finding.function === null ? functions : [finding.function]).map(bareName))],
    ['lapwing.principal', valuesOf(finding.principal === null ? principals : [finding.principal])],
    ['lapwing.account', present(finding.account ?? '')],
    ['lapwing.region', present(finding.region ?? '')],
    ['lapwing.address', valuesOf(addresses)],
    ['lapwing.accessKey', valuesOf(accessKeys)],
  ]);
  return {
    rule: finding.detector,
    id: recordId(finding.id),
    time,
    fields,
    finding: finding.id,
    evidence: finding.evidence,
    functions: finding.function === null ? functions : [finding.function, ...functions.filter((name) => name !== finding.function)],
    principals,
    accessKeys,
    addresses,
    account: finding.account ?? '',
    region: finding.region ?? '',
  };
};
