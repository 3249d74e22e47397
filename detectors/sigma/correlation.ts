// A Sigma correlation document, its references still as written.
import { parseCondition } from './condition.ts';
import type { Expression } from './expression.ts';
import { headerOf } from './header.ts';
import { type Located, type LocatedMap, textOf, textsOf } from './located.ts';
import type { Report } from './report.ts';
import { CORRELATION_TYPES, type CorrelationRule, type CorrelationType, THRESHOLD_OPERATORS, type Threshold } from './rule.ts';

/** A correlation whose `rules` and `aliases` name rules by id, uuid or name, as the file does. */
export type UnresolvedCorrelation = Omit<CorrelationRule, 'referencedOnly'>;

/** Seconds of each unit, pySigma's: a month and a year are means of the Gregorian calendar. */
const UNIT_SECONDS: ReadonlyMap<string, number> = new Map([
  ['s', 1],
  ['m', 60],
  ['h', 3_600],
  ['d', 86_400],
  ['w', 604_800],
  ['M', 2_629_746],
  ['y', 31_556_952],
]);

/** A threshold of counting must be reachable with the events that a correlation keeps of one timespan. */
const LARGEST_COUNT = 10_000;

const timespanOf = (text: string | undefined): number | undefined => {
  const [, count, unit] = /^(\d{1,6})([smhdwMy])$/.exec(text ?? '') ?? [];
  const seconds = Number(count) * (UNIT_SECONDS.get(unit ?? '') ?? 0);
  return seconds > 0 ? seconds * 1000 : undefined;
};

const isCorrelationType = (text: string): text is CorrelationType => (CORRELATION_TYPES as readonly string[]).includes(text);

interface CountCondition {
  readonly thresholds: readonly Threshold[];
  readonly valueFields: readonly string[];
  readonly percentile: number;
}

const countCondition = (section: LocatedMap, type: CorrelationType, report: Report): CountCondition | undefined => {
  const thresholds: Threshold[] = [];
  for (const [key, value] of section.entries) {
    if (key === 'field' || key === 'percentile') continue;
    const operator = THRESHOLD_OPERATORS.find((known) => known === key);
    if (operator === undefined) return report(value.at, `unknown condition \`${key.slice(0, 40)}\``);
    const amount = Number(textOf(value) ?? Number.NaN);
    if (!Number.isFinite(amount)) return report(value.at, `\`${key}\` takes a number`);
    if (!type.startsWith('value_') && amount > LARGEST_COUNT) return report(value.at, `counts above ${LARGEST_COUNT} are not kept`);
    thresholds.push({ operator, amount });
  }
  if (thresholds.length === 0) return report(section.at, 'a condition without gt, gte, lt, lte, eq or neq');
  const percentile = section.entries.get('percentile');
  const share = percentile === undefined ? 50 : Number(textOf(percentile) ?? Number.NaN);
  if (!(share >= 0 && share <= 100)) return report(section.at, 'percentile takes a number from 0 to 100');
  return { thresholds, valueFields: textsOf(section.entries.get('field')), percentile: share };
};

/** pySigma's extended condition, `rule_a and not rule_b`: leaves say that a rule has matched. */
const expressionOf = (condition: Located, references: readonly string[], report: Report): Expression | undefined => {
  const text = textOf(condition) ?? '';
  const words = references.length > 0 ? references : text.split(/[\s()]+/).filter((word) => word !== '' && !/^(and|or|not)$/i.test(word));
  const leaves = words.map((name): [string, Expression] => [name, { kind: 'exists', field: name, wanted: true, line: condition.at.line }]);
  return parseCondition(text, new Map(leaves), condition.at, report)?.expression;
};

const aliasesOf = (section: Located | undefined, report: Report): ReadonlyMap<string, ReadonlyMap<string, string>> | undefined => {
  const aliases = new Map<string, ReadonlyMap<string, string>>();
  if (section === undefined) return aliases;
  if (section.kind !== 'map') return report(section.at, 'aliases are a map');
  for (const [alias, fields] of section.entries) {
    if (fields.kind !== 'map') return report(fields.at, `alias \`${alias.slice(0, 40)}\` is no map from rules to fields`);
    aliases.set(alias, new Map([...fields.entries].map(([rule, field]) => [rule, textOf(field) ?? ''])));
  }
  return aliases;
};

const isTrue = (value: Located | undefined): boolean => value?.kind === 'scalar' && value.value === true;

export const correlationOf = (map: LocatedMap, file: string, ownsFile: boolean, report: Report): UnresolvedCorrelation | undefined => {
  const header = headerOf(map, file, ownsFile, report);
  const section = map.entries.get('correlation');
  if (header === undefined || section?.kind !== 'map') return header === undefined ? undefined : report(map.at, 'correlation is no map');
  const get = (key: string) => section.entries.get(key);
  const type = textOf(get('type')) ?? '';
  if (!isCorrelationType(type)) return report(get('type')?.at ?? section.at, `unknown correlation type \`${type.slice(0, 40)}\``);
  const isTemporal = type === 'temporal' || type === 'temporal_ordered';
  const condition = get('condition');
  let rules = textsOf(get('rules'));
  const timespanMs = timespanOf(textOf(get('timespan')));
  if (timespanMs === undefined) return report(get('timespan')?.at ?? section.at, 'no timespan like `10m`');
  const aliases = aliasesOf(get('aliases'), report);
  if (aliases === undefined) return undefined;

  let expression: Expression | undefined;
  let counted: CountCondition | undefined = { thresholds: [{ operator: 'gte', amount: rules.length }], valueFields: [], percentile: 50 };
  if (condition?.kind === 'scalar') {
    if (type !== 'temporal') return report(condition.at, 'a condition in words needs the type `temporal`');
    expression = expressionOf(condition, rules, report);
    if (expression === undefined) return undefined;
    if (rules.length === 0) rules = namesIn(expression);
  } else if (condition?.kind === 'map') counted = countCondition(condition, type, report);
  else if (!isTemporal) return report(section.at, `no condition, which \`${type}\` needs`);
  if (counted === undefined) return undefined;
  if (rules.length === 0) return report(section.at, 'no rules');
  if (type.startsWith('value_') && counted.valueFields.length === 0)
    return report(condition?.at ?? section.at, `no field, which \`${type}\` needs`);
  return {
    kind: 'correlation',
    ...header,
    type,
    rules,
    groupBy: textsOf(get('group-by')),
    timespanMs,
    ...counted,
    percentile: type === 'value_median' ? 50 : counted.percentile,
    expression,
    // The specification's text has it in the document, its schema and pySigma in the section.
    generate: isTrue(get('generate')) || isTrue(map.entries.get('generate')),
    aliases,
  };
};

const namesIn = (expression: Expression): readonly string[] => {
  switch (expression.kind) {
    case 'all':
    case 'any':
      return [...new Set(expression.of.flatMap(namesIn))];
    case 'not':
      return namesIn(expression.of);
    case 'exists':
      return [expression.field];
    case 'field':
    case 'like-field':
    case 'keyword':
      return [];
  }
};
