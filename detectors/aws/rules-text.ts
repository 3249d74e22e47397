// Compiled rules as text and back, so that a function need not read a hundred YAML files each time it starts.
//
// Rules ask the same things of a record (who did it, was it refused): each different expression is written once, and is one
// object wherever it is part of another. What only a reader of the rules' files asks for stays behind.
import ipaddr from 'ipaddr.js';
import type { Expression, ValueTest } from '../sigma/expression.ts';
import { LinearRegex } from '../sigma/linear-regex.ts';
import type { CorrelationRule, DetectionRule, FilterRule, LoadedRules, RuleFilter } from '../sigma/rule.ts';

/** What rules say to their readers, and by what else filters and correlations may have named them before they were put to them. */
const UNSAID = { uuid: undefined, name: undefined, tags: [], references: [], custom: new Map(), file: '', line: 0 } as const;
type Unsaid = keyof typeof UNSAID;

/** With places in the list of expressions where expressions are; -1 stands for none. */
type Placed<Whole> = { readonly [Key in keyof Whole]: Whole[Key] extends Expression | undefined ? number : Whole[Key] };

type WrittenRule = Omit<Placed<DetectionRule>, Unsaid | 'filters'> & { readonly filters: readonly Placed<RuleFilter>[] };
type WrittenCorrelation = Omit<Placed<CorrelationRule>, Unsaid | 'aliases'> & {
  readonly aliases: readonly (readonly [string, readonly (readonly [string, string])[]])[];
};

interface WrittenRules {
  /** Parts before what they are parts of. */
  readonly expressions: readonly WrittenExpression[];
  readonly rules: readonly WrittenRule[];
  readonly correlations: readonly WrittenCorrelation[];
  readonly filters: readonly Placed<FilterRule>[];
}

type TextTest = Extract<ValueTest, { kind: 'text' }>;
type WrittenTest =
  | Exclude<ValueTest, { kind: 'regex' | 'network' }>
  | { readonly kind: 'regex'; readonly source: string; readonly flags: number }
  | { readonly kind: 'network'; readonly address: readonly number[]; readonly bits: number };

type WrittenExpression =
  /** A field compared with a text is half of what is written: short, so that a start reads less. */
  | readonly [field: string, pieces: TextTest['pieces'], cased: boolean]
  | { readonly kind: 'all' | 'any'; readonly of: readonly number[] }
  | { readonly kind: 'not'; readonly of: number }
  | { readonly kind: 'field'; readonly field: string; readonly test: WrittenTest }
  | { readonly kind: 'keyword'; readonly test: WrittenTest }
  | Extract<Expression, { kind: 'exists' | 'like-field' }>;

const writtenTest = (test: ValueTest): WrittenTest => {
  if (test.kind === 'regex') return { kind: 'regex', source: test.regex.source, flags: test.regex.flags };
  if (test.kind === 'network') return { kind: 'network', address: test.network.address.toByteArray(), bits: test.network.bits };
  return test;
};

const testFrom = (test: WrittenTest): ValueTest => {
  if (test.kind === 'regex') return { kind: 'regex', regex: new LinearRegex(test.source, test.flags) };
  if (test.kind === 'network') return { kind: 'network', network: { address: ipaddr.fromByteArray([...test.address]), bits: test.bits } };
  return test;
};

const writtenExpression = (expression: Expression, placeOf: (part: Expression) => number): WrittenExpression => {
  switch (expression.kind) {
    case 'all':
    case 'any':
      return { kind: expression.kind, of: expression.of.map(placeOf) };
    case 'not':
      return { kind: 'not', of: placeOf(expression.of) };
    case 'field': {
      const { kind, field, test } = expression;
      return test.kind === 'text' ? [field, test.pieces, test.cased] : { kind, field, test: writtenTest(test) };
    }
    case 'keyword':
      return { kind: 'keyword', test: writtenTest(expression.test) };
    case 'exists':
      return { ...expression, line: UNSAID.line };
    case 'like-field':
      return expression;
  }
};

const isTextTest = (one: WrittenExpression): one is Extract<WrittenExpression, readonly unknown[]> => Array.isArray(one);

const expressionFrom = (one: WrittenExpression, at: (place: number) => Expression): Expression => {
  if (isTextTest(one)) {
    const [field, pieces, cased] = one;
    return { kind: 'field', field, test: { kind: 'text', pieces, cased }, line: UNSAID.line };
  }
  switch (one.kind) {
    case 'all':
    case 'any':
      return { kind: one.kind, of: one.of.map(at) };
    case 'not':
      return { kind: 'not', of: at(one.of) };
    case 'field':
      return { kind: 'field', field: one.field, test: testFrom(one.test), line: UNSAID.line };
    case 'keyword':
      return { kind: 'keyword', test: testFrom(one.test) };
    case 'exists':
    case 'like-field':
      return one;
  }
};

const said = <Rule extends DetectionRule | CorrelationRule>(rule: Rule): Omit<Rule, Unsaid> => ({
  ...rule,
  ...Object.fromEntries(Object.keys(UNSAID).map((key) => [key, undefined])),
});

/** The problems are left out too. */
export const rulesText = ({ rules, correlations, filters }: LoadedRules): string => {
  const places = new Map<string, number>();
  const placeOf = (expression: Expression): number => {
    const text = JSON.stringify(writtenExpression(expression, placeOf));
    const place = places.get(text) ?? places.size;
    places.set(text, place);
    return place;
  };
  const placed = <Whole extends RuleFilter | FilterRule>(filter: Whole) => ({ ...filter, expression: placeOf(filter.expression) });
  const written: Omit<WrittenRules, 'expressions'> = {
    rules: rules.map((rule) => ({ ...said(rule), detection: placeOf(rule.detection), filters: rule.filters.map(placed) })),
    correlations: correlations.map((correlation) => ({
      ...said(correlation),
      expression: correlation.expression === undefined ? -1 : placeOf(correlation.expression),
      aliases: [...correlation.aliases].map(([alias, fields]) => [alias, [...fields]] as const),
    })),
    filters: filters.map(placed),
  };
  return JSON.stringify({ expressions: [...places.keys()].map((text) => JSON.parse(text) as unknown), ...written });
};

/** Only for what `rulesText` wrote. */
export const rulesFrom = (text: string): LoadedRules => {
  const written = JSON.parse(text) as WrittenRules;
  const expressions: Expression[] = [];
  const at = (place: number): Expression => expressions[place] as Expression;
  for (const one of written.expressions) expressions.push(expressionFrom(one, at));
  const whole = <Filter extends Placed<RuleFilter> | Placed<FilterRule>>(filter: Filter) => ({
    ...filter,
    expression: at(filter.expression),
  });
  return {
    rules: written.rules.map((rule) => ({ ...rule, ...UNSAID, detection: at(rule.detection), filters: rule.filters.map(whole) })),
    correlations: written.correlations.map((correlation) => ({
      ...correlation,
      ...UNSAID,
      expression: expressions[correlation.expression],
      aliases: new Map(correlation.aliases.map(([alias, fields]) => [alias, new Map(fields)])),
    })),
    filters: written.filters.map(whole),
    problems: [],
  };
};
