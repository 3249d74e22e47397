// What is wrong with rules that compile: those that cannot fire, those that fire on everything, those that say too little.
import { isCategory } from './attack-tags.ts';
import { casesOf } from './case.ts';
import { predicateOf } from './evaluate.ts';
import {
  ACTIONS_WITHOUT_EVENT,
  DATED_LAMBDA_EVENTS,
  EVENTS_WITHOUT_ACTION,
  OMITTED_LAMBDA_FIELDS,
  SOURCES_WITH_OTHER_NAMES,
  withoutDate,
} from './event-names.ts';
import { EVERYDAY_CALL } from './everyday-record.ts';
import { type Expression, leavesOf } from './expression.ts';
import { isForService, LOG_SERVICES } from './matcher.ts';
import { newFieldSlots, newRecordView } from './record-view.ts';
import type { CorrelationRule, DetectionRule, FilterRule, LoadedRules, RuleProblem } from './rule.ts';
import { plainText } from './wildcard.ts';

type Fault = readonly [reason: string, line?: number];

/** Values without wildcards that a field is compared with, each with its line. */
const literalsOf = (detection: Expression, field: string): readonly (readonly [string, number])[] =>
  leavesOf(detection).flatMap(([leaf]): (readonly [string, number])[] => {
    if (leaf.kind !== 'field' || leaf.field !== field || leaf.test.kind !== 'text') return [];
    const text = plainText(leaf.test.pieces);
    return text === undefined ? [] : [[text, leaf.line]];
  });

/** Whether the rule can only be about Lambda's own API: it names that source, or no source at all. */
const isAboutLambda = (detection: Expression): boolean => {
  const sources = literalsOf(detection, 'eventSource').map(([text]) => text.toLowerCase());
  return sources.length === 0 || sources.includes('lambda.amazonaws.com');
};

/** Without `actions` no name is known to be wrong. A rule that names no source may mean any service. */
const isUnknown = (name: string, detection: Expression, actions: ReadonlySet<string> | undefined): boolean =>
  actions !== undefined &&
  !actions.has(withoutDate(name)) &&
  !EVENTS_WITHOUT_ACTION.has(name) &&
  !literalsOf(detection, 'eventSource').some(([source]) => SOURCES_WITH_OTHER_NAMES.has(source.toLowerCase()));

const eventNameFaults = (rule: DetectionRule, actions: ReadonlySet<string> | undefined): readonly Fault[] => {
  const { detection } = rule;
  if (!isForService(rule, 'cloudtrail')) return [];
  const literals = literalsOf(detection, 'eventName');
  const isLambda = isAboutLambda(detection);
  return literals.flatMap(([name, line]): Fault[] => {
    const folded = name.toLowerCase();
    if (ACTIONS_WITHOUT_EVENT.has(folded)) {
      const instead = ACTIONS_WITHOUT_EVENT.get(folded);
      return [[`no CloudTrail record has the eventName \`${name}\`${instead === undefined ? '' : `: look for \`${instead}\``}`, line]];
    }
    if (name === '' || name.includes(' ')) return [[`no CloudTrail record has the eventName \`${name}\``, line]];
    if (isUnknown(folded, detection, actions)) return [[`no service has a call named \`${name}\``, line]];
    const dated = DATED_LAMBDA_EVENTS.get(folded);
    const isCovered = literals.some(([other]) => other !== name && withoutDate(other).toLowerCase() === folded);
    return isLambda && dated !== undefined && !isCovered
      ? [[`Lambda writes \`${dated}\`: use \`eventName|startswith: ${name}\``, line]]
      : [];
  });
};

const omittedFieldFaults = ({ detection }: DetectionRule): readonly Fault[] => {
  const namesLambda = leavesOf(detection).some(
    ([leaf]) =>
      leaf.kind === 'field' &&
      leaf.test.kind === 'text' &&
      leaf.test.pieces.some(
        (piece) =>
          typeof piece === 'string' &&
          ((leaf.field === 'eventSource' && piece.toLowerCase().includes('lambda.amazonaws')) ||
            (leaf.field === 'eventName' && DATED_LAMBDA_EVENTS.has(withoutDate(piece).toLowerCase()))),
      ),
  );
  if (!namesLambda || !isAboutLambda(detection)) return [];
  return leavesOf(detection).flatMap(([leaf]): Fault[] => {
    if (leaf.kind !== 'field' && leaf.kind !== 'exists') return [];
    const name = leaf.field.toLowerCase();
    const isOmitted = OMITTED_LAMBDA_FIELDS.some((omitted) => name === omitted || name.startsWith(`${omitted}.`));
    return isOmitted ? [[`CloudTrail leaves \`${leaf.field}\` out of Lambda's records`, leaf.line]] : [];
  });
};

/** Fields that hold objects; other engines write those as `{layers=[…]}`, and rules made for them look for that. */
const OBJECTS = ['requestparameters', 'responseelements', 'additionaleventdata', 'useridentity', 'serviceeventdetails'];

const objectTextFaults = ({ detection }: DetectionRule): readonly Fault[] =>
  leavesOf(detection).flatMap(([leaf]): Fault[] => {
    if (leaf.kind !== 'field' || leaf.test.kind !== 'text' || !OBJECTS.includes(leaf.field.toLowerCase())) return [];
    const name = leaf.test.pieces.map((piece) => (typeof piece === 'string' ? /^\W*(\w+)=/.exec(piece)?.[1] : undefined)).find(Boolean);
    return name === undefined ? [] : [[`an object is compared as JSON, which has no \`${name}=\`: look for \`"${name}":\``, leaf.line]];
  });

const breadthFaults = (rule: DetectionRule): readonly Fault[] => {
  const slots = newFieldSlots();
  const predicate = predicateOf(rule.detection, slots);
  const view = newRecordView(slots, new Map());
  const matches = (record: typeof EVERYDAY_CALL): boolean => {
    view.begin('cloudtrail', record);
    return predicate(view);
  };
  if (matches({})) return [['matches a record that has nothing in it: it only says what must be missing']];
  return isForService(rule, 'cloudtrail') && matches(EVERYDAY_CALL)
    ? [["matches an everyday call: a function's GetItem on its own table, with its own role"]]
    : [];
};

const wordFaults = (rule: DetectionRule | CorrelationRule): readonly Fault[] => {
  const faults: Fault[] = [];
  const category = rule.custom.get('category');
  if (category !== undefined && !(typeof category === 'string' && isCategory(category)))
    faults.push([`unknown category \`${String(category).slice(0, 40)}\``]);
  if (rule.attacks.length === 0) faults.push(['no ATT&CK tags that pair a tactic with a technique']);
  if (rule.falsePositives.length === 0) faults.push(['no falsepositives']);
  if (rule.description === '') faults.push(['no description']);
  return faults;
};

const caseFaults = (rule: DetectionRule | CorrelationRule): readonly Fault[] => {
  const cases = casesOf(rule);
  if (cases.includes(undefined)) return [['a case without name, match (true or false) and record or records']];
  if (!cases.some((one) => one?.match)) return [['no case that it must match']];
  return cases.some((one) => one?.match === false) ? [] : [['no look-alike case that it must not match']];
};

const ruleFaults = (rule: DetectionRule, actions: ReadonlySet<string> | undefined): readonly Fault[] => [
  ...(LOG_SERVICES.some((service) => isForService(rule, service)) ? [] : [['no records of this logsource are read'] as const]),
  ...eventNameFaults(rule, actions),
  ...omittedFieldFaults(rule),
  ...objectTextFaults(rule),
  ...breadthFaults(rule),
  ...wordFaults(rule),
  ...caseFaults(rule),
];

const filterFaults = (filter: FilterRule, rules: readonly DetectionRule[]): readonly Fault[] => {
  const unknown = filter.rules.filter((name) => name !== 'any' && !rules.some((rule) => [rule.id, rule.uuid, rule.name].includes(name)));
  const faults = unknown.map((name): Fault => [`filters \`${name}\`, which is no rule`]);
  const excludes = leavesOf(filter.expression).some(([, positive]) => !positive);
  if (!excludes) faults.push(['keeps only what it describes; to exclude it, begin the condition with `not`']);
  return faults;
};

/**
 * Problems of what was loaded, by file and line. Those that kept files from loading are in `loaded.problems`. `actions` are
 * the names of AWS's actions in lower case; without them event names are held against none.
 */
export const lintRules = (loaded: LoadedRules, actions?: ReadonlySet<string>): readonly RuleProblem[] => {
  const problems: RuleProblem[] = [];
  const add = ({ file, line }: { readonly file: string; readonly line: number }, faults: readonly Fault[]): void => {
    for (const [reason, at] of faults) problems.push({ file, line: at ?? line, column: 1, reason });
  };
  for (const rule of loaded.rules) add(rule, ruleFaults(rule, actions));
  for (const correlation of loaded.correlations) add(correlation, [...wordFaults(correlation), ...caseFaults(correlation)]);
  for (const filter of loaded.filters) add(filter, filterFaults(filter, loaded.rules));
  return problems.sort((one, other) => (one.file < other.file ? -1 : one.file > other.file ? 1 : one.line - other.line));
};
