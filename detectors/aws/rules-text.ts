// Compiled rules as text and back, so that a function need not read a hundred YAML files each time it starts.
//
// Rules ask the same things of a record (who did it, was it refused): each different expression is written once, and is one
// object wherever it is part of another. Of their lines in the files, which lint tells of, nothing is written.
import ipaddr from 'ipaddr.js';
import type { Expression, ValueTest } from '../sigma/expression.ts';
import { LinearRegex } from '../sigma/linear-regex.ts';
import type { CorrelationRule, DetectionRule, FilterRule, LoadedRules, RuleFilter } from '../sigma/rule.ts';

/** With places in the list of expressions where expressions are; -1 stands for none. */
type Placed<Whole> = { readonly [Key in keyof Whole]: Whole[Key] extends Expression | undefined ? number : Whole[Key] };

/** A map as the pairs it is made from. */
type Pairs<Whole> = Whole extends ReadonlyMap<string, infer Value> ? readonly (readonly [string, Value])[] : never;

type WrittenRule = Omit<Placed<DetectionRule>, 'filters' | 'custom'> & {
  readonly filters: readonly Placed<RuleFilter>[];
  readonly custom: Pairs<DetectionRule['custom']>;
};
type WrittenCorrelation = Omit<Placed<CorrelationRule>, 'aliases' | 'custom'> & {
  readonly custom: Pairs<CorrelationRule['custom']>;
  readonly aliases: readonly (readonly [string, readonly (readonly [string, string])[]])[];
};

interface WrittenRules {
  /** Parts before what they are parts of. */
  readonly expressions: readonly WrittenExpression[];
  readonly rules: readonly WrittenRule[];
  readonly correlations: readonly WrittenCorrelation[];
  readonly filters: readonly Placed<FilterRule>[];
  readonly problems: LoadedRules['problems'];
}

const NO_LINE = 0;

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
      return { ...expression, line: NO_LINE };
    case 'like-field':
      return expression;
  }
};

const isTextTest = (one: WrittenExpression): one is Extract<WrittenExpression, readonly unknown[]> => Array.isArray(one);

const expressionFrom = (one: WrittenExpression, at: (place: number) => Expression): Expression => {
  if (isTextTest(one)) {
    const [field, pieces, cased] = one;
    return { kind: 'field', field, test: { kind: 'text', pieces, cased }, line: NO_LINE };
  }
  switch (one.kind) {
    case 'all':
    case 'any':
      return { kind: one.kind, of: one.of.map(at) };
    case 'not':
      return { kind: 'not', of: at(one.of) };
    case 'field':
      return { kind: 'field', field: one.field, test: testFrom(one.test), line: NO_LINE };
    case 'keyword':
      return { kind: 'keyword', test: testFrom(one.test) };
    case 'exists':
    case 'like-field':
      return one;
  }
};

export const rulesText = ({ rules, correlations, filters, problems }: LoadedRules): string => {
  const places = new Map<string, number>();
  const placeOf = (expression: Expression): number => {
    const text = JSON.stringify(writtenExpression(expression, placeOf));
    const place = places.get(text) ?? places.size;
    places.set(text, place);
    return place;
  };
  const placed = <Whole extends RuleFilter | FilterRule>(filter: Whole) => ({ ...filter, expression: placeOf(filter.expression) });
  const written: Omit<WrittenRules, 'expressions'> = {
    rules: rules.map((rule) => ({
      ...rule,
      detection: placeOf(rule.detection),
      filters: rule.filters.map(placed),
      custom: [...rule.custom],
    })),
    correlations: correlations.map((correlation) => ({
      ...correlation,
      custom: [...correlation.custom],
      expression: correlation.expression === undefined ? -1 : placeOf(correlation.expression),
      aliases: [...correlation.aliases].map(([alias, fields]) => [alias, [...fields]] as const),
    })),
    filters: filters.map(placed),
    problems,
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
    rules: written.rules.map((rule) => ({
      ...rule,
      detection: at(rule.detection),
      filters: rule.filters.map(whole),
      custom: new Map(rule.custom),
    })),
    correlations: written.correlations.map((correlation) => ({
      ...correlation,
      custom: new Map(correlation.custom),
      expression: expressions[correlation.expression],
      aliases: new Map(correlation.aliases.map(([alias, fields]) => [alias, new Map(fields)])),
    })),
    filters: written.filters.map(whole),
    problems: written.problems,
  };
};
