// One field's part of the index: from the field's values to the rules that one of them may make true.
import { type FieldValues, loweredTexts } from './field-path.ts';
import { type LiteralFinder, newLiteralFinder } from './literal-finder.ts';
import type { Literal } from './required-literals.ts';

/** Positions of rules in the index, ascending. */
export type RuleNumbers = readonly number[];

export const NO_RULES: RuleNumbers = [];

/** Values remembered with their rules. Real accounts have hundreds of event names and user agents; an attacker's come after. */
const MOST_REMEMBERED = 4_096;
/** Longer values seldom repeat. */
const LONGEST_REMEMBERED = 256;

export interface Gate {
  /** Rules that a value may make true, by the value as it stands in the record. */
  rulesOf(text: string): RuleNumbers;
  /** The same for all values of a field. */
  rulesOfAll(values: FieldValues): RuleNumbers;
}

interface Table {
  readonly equal: Map<string, number[]>;
  /** Length → beginning of that length → rules. */
  readonly prefixes: Map<number, Map<string, number[]>>;
  readonly suffixes: Map<number, Map<string, number[]>>;
  readonly contained: string[];
  readonly containedRules: number[];
}

const append = <Key>(map: Map<Key, number[]>, key: Key, rule: number): void => {
  const list = map.get(key);
  if (list === undefined) map.set(key, [rule]);
  else list.push(rule);
};

const sized = (sizes: Map<number, Map<string, number[]>>, text: string, rule: number): void => {
  const texts = sizes.get(text.length) ?? new Map<string, number[]>();
  sizes.set(text.length, texts);
  append(texts, text, rule);
};

const tableOf = (entries: readonly (readonly [Literal, number])[]): Table => {
  const table: Table = { equal: new Map(), prefixes: new Map(), suffixes: new Map(), contained: [], containedRules: [] };
  for (const [{ how, text }, rule] of entries) {
    if (how === 'equal') append(table.equal, text, rule);
    else if (how === 'prefix') sized(table.prefixes, text, rule);
    else if (how === 'suffix') sized(table.suffixes, text, rule);
    else {
      table.contained.push(text);
      table.containedRules.push(rule);
    }
  }
  return table;
};

const ascending = (rules: ReadonlySet<number>): RuleNumbers => (rules.size === 0 ? NO_RULES : [...rules].sort((one, other) => one - other));

export const newGate = (entries: readonly (readonly [Literal, number])[]): Gate => {
  const table = tableOf(entries);
  const finder: LiteralFinder | undefined = table.contained.length > 0 ? newLiteralFinder(table.contained) : undefined;
  const remembered = new Map<string, RuleNumbers>();

  const lookUp = (text: string): RuleNumbers => {
    const rules = new Set(table.equal.get(text));
    const add = (found: readonly number[] | undefined): void => {
      for (const rule of found ?? []) rules.add(rule);
    };
    for (const [length, texts] of table.prefixes) if (length <= text.length) add(texts.get(text.slice(0, length)));
    for (const [length, texts] of table.suffixes) if (length <= text.length) add(texts.get(text.slice(text.length - length)));
    finder?.find(text, (index) => rules.add(table.containedRules[index] ?? 0));
    return ascending(rules);
  };
  const rulesOf = (text: string): RuleNumbers => {
    if (text.length > LONGEST_REMEMBERED) return lookUp(text.toLowerCase());
    const known = remembered.get(text);
    if (known !== undefined) return known;
    const rules = lookUp(text.toLowerCase());
    if (remembered.size < MOST_REMEMBERED) remembered.set(text, rules);
    return rules;
  };
  return {
    rulesOf,
    rulesOfAll: (values) => {
      const [only] = values.texts;
      if (only === undefined) return NO_RULES;
      if (values.texts.length === 1) return rulesOf(only);
      const rules = new Set<number>();
      for (const text of loweredTexts(values)) for (const rule of rulesOf(text)) rules.add(rule);
      return ascending(rules);
    },
  };
};
