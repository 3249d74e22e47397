// One line of a detection, `field|modifiers: values`, as an expression.
import { RE2JS, RE2JSException } from 're2js';
import { allOf, anyOf, type Comparison, type Expression, type Likeness, notOf, type ValueTest } from './expression.ts';
import { LinearRegex } from './linear-regex.ts';
import type { Located, LocatedScalar, Place } from './located.ts';
import { isComparison, isTimePart, type ModifierKind, modifierChain, REGEX_FLAGS } from './modifier.ts';
import { networkOf } from './network.ts';
import { expandPlaceholders } from './placeholder.ts';
import type { Report } from './report.ts';
import { textPatterns } from './text-value.ts';
import { containing, parsePattern, plainText } from './wildcard.ts';

/** What an item needs to know of its surroundings. */
export interface DetectionContext {
  readonly placeholders: ReadonlyMap<string, readonly string[]>;
  /** Placeholders met, for the rule's own record. */
  readonly used: Set<string>;
  readonly report: Report;
}

/** Longer ones are no pattern a person wrote; RE2 compiles in time and memory proportional to it. */
const LONGEST_REGEX = 4_096;

const regexTest = (text: string, modifiers: readonly string[]): ValueTest | string => {
  if (text.length > LONGEST_REGEX) return `regular expression longer than ${LONGEST_REGEX} characters`;
  const flags = new Set(modifiers.map((name) => REGEX_FLAGS.get(name)));
  const source = `${modifiers.includes('startswith') ? '^' : ''}(?:${text})${modifiers.includes('endswith') ? '$' : ''}`;
  try {
    // Compiled alone: brackets that close each other only inside our own would change what the text means. What compiles alone
    // compiles within them, and that is left to the first record that asks.
    RE2JS.compile(text);
    const options =
      (flags.has('i') ? RE2JS.CASE_INSENSITIVE : 0) | (flags.has('m') ? RE2JS.MULTILINE : 0) | (flags.has('s') ? RE2JS.DOTALL : 0);
    return { kind: 'regex', regex: new LinearRegex(source, options) };
  } catch (error) {
    if (error instanceof RE2JSException) return `regular expression that linear-time matching does not have: ${error.message}`;
    throw error;
  }
};

const amountTest = (text: string, modifiers: readonly string[]): ValueTest | string => {
  const amount = Number(text);
  if (text.trim() === '' || !Number.isFinite(amount)) return `\`${text.slice(0, 40)}\` is no number to compare with`;
  const comparisons = modifiers.filter(isComparison);
  const parts = modifiers.filter(isTimePart);
  if (comparisons.length > 1 || parts.length > 1) return 'more than one comparison';
  const comparison: Comparison = comparisons[0] ?? 'eq';
  const [part] = parts;
  return part === undefined ? { kind: 'amount', comparison, amount } : { kind: 'time-part', part, comparison, amount };
};

/** The tests that one value stands for; a string says why it stands for none. */
const testsOf = (scalar: LocatedScalar, text: string, kind: ModifierKind, modifiers: readonly string[]): readonly ValueTest[] | string => {
  if (scalar.value === null) {
    return modifiers.every((name) => name === 'neq' || name === 'all') ? [{ kind: 'null' }] : `null with \`${modifiers.join('|')}\``;
  }
  if (kind === 're') {
    const test = regexTest(text, modifiers);
    return typeof test === 'string' ? test : [test];
  }
  if (kind === 'amount') {
    const test = amountTest(text, modifiers);
    return typeof test === 'string' ? test : [test];
  }
  if (kind === 'cidr') {
    const network = networkOf(text);
    return network === undefined ? `\`${text.slice(0, 80)}\` is no network` : [{ kind: 'network', network }];
  }
  const patterns = textPatterns(typeof scalar.value === 'string' ? parsePattern(text) : [text], modifiers);
  if (typeof patterns === 'string') return patterns;
  return patterns.map((pieces) => ({ kind: 'text', pieces, cased: modifiers.includes('cased') }));
};

/** `literal` with every wildcard and backslash escaped, or every character that means something to a regular expression. */
const quoteFor = (kind: ModifierKind): ((value: string) => string) => (kind === 're' ? (value) => RE2JS.quote(value) : (value) => value);

const expandedTexts = (scalar: LocatedScalar, kind: ModifierKind, context: DetectionContext): readonly string[] | string => {
  const expanded = expandPlaceholders(scalar.text, context.placeholders, quoteFor(kind));
  switch (expanded.kind) {
    case 'unknown':
      return `placeholder %${expanded.name}% is not defined`;
    case 'too-many':
      return `placeholders that stand for more than ${expanded.limit} values`;
    case 'values':
      for (const name of expanded.names) context.used.add(name);
      return expanded.values;
  }
};

const likeness = (modifiers: readonly string[]): Likeness => {
  if (modifiers.includes('contains')) return 'contains';
  const [prefix, suffix] = [modifiers.includes('startswith'), modifiers.includes('endswith')];
  return prefix && suffix ? 'contains' : prefix ? 'prefix' : suffix ? 'suffix' : 'equal';
};

/** Wildcards around a keyword: it may stand anywhere in a value. */
const asKeyword = (test: ValueTest): Expression =>
  test.kind === 'text' ? { kind: 'keyword', test: { ...test, pieces: containing(test.pieces) } } : { kind: 'keyword', test };

const valueExpression = (
  field: string,
  scalar: LocatedScalar,
  kind: ModifierKind,
  modifiers: readonly string[],
  context: DetectionContext,
): Expression | undefined => {
  const { report } = context;
  const { line } = scalar.at;
  if (kind === 'exists') {
    if (typeof scalar.value !== 'boolean' || modifiers.length > 1 || field === '')
      return report(scalar.at, '`exists` takes a field and one boolean');
    return { kind: 'exists', field, wanted: scalar.value, line };
  }
  if (kind === 'fieldref') {
    const other = scalar.value === null ? undefined : plainText(parsePattern(scalar.text));
    if (field === '' || other === undefined || other === '') return report(scalar.at, '`fieldref` takes the plain name of another field');
    return { kind: 'like-field', field, other, how: likeness(modifiers), cased: modifiers.includes('cased') };
  }
  if (field === '' && scalar.value === null) return report(scalar.at, 'a keyword cannot be null');
  const texts = modifiers.includes('expand') ? expandedTexts(scalar, kind, context) : [scalar.text];
  if (typeof texts === 'string') return report(scalar.at, texts);
  const tests: ValueTest[] = [];
  for (const text of texts) {
    const found = testsOf(scalar, text, kind, modifiers);
    if (typeof found === 'string') return report(scalar.at, found);
    tests.push(...found);
  }
  return anyOf(tests.map((test) => (field === '' ? asKeyword(test) : { kind: 'field', field, test, line })));
};

const NOTHING: LocatedScalar['value'] = null;

/** `key` is the field and its modifiers; an empty field means keywords. Values of a list are alternatives, or all needed under `all`. */
export const detectionItem = (key: string, value: Located, at: Place, context: DetectionContext): Expression | undefined => {
  const [field = '', ...names] = key.split('|');
  const chain = modifierChain(names);
  if (chain.kind === 'problem') return context.report(at, chain.reason);
  if (value.kind === 'map')
    return context.report(value.at, `\`${key.slice(0, 80)}\` has a map where a value or a list of values was expected`);
  const items = value.kind === 'list' ? value.items : [value];
  const scalars = items.length === 0 ? [{ kind: 'scalar', value: NOTHING, text: '', at: value.at } as const] : items;
  const parts: Expression[] = [];
  for (const scalar of scalars) {
    if (scalar.kind !== 'scalar') return context.report(scalar.at, `\`${key.slice(0, 80)}\` has a list or map among its values`);
    const part = valueExpression(field, scalar, chain.values, chain.names, context);
    if (part === undefined) return undefined;
    parts.push(part);
  }
  const linked = names.includes('all') ? allOf(parts) : anyOf(parts);
  return names.includes('neq') ? notOf(linked) : linked;
};
