// One field's part of the index: from the field's values to the rules that one of them may make true.
import { type Candidates, NO_RULES, type RuleNumbers } from './candidates.ts';
import { type LiteralFinder, newLiteralFinder } from './literal-finder.ts';
import { type MayContain, newLiteralSkipper } from './literal-skipper.ts';
import type { Sign } from './required-literals.ts';

/** Values remembered with their rules. Real accounts have hundreds of event names and of errors; an attacker's come after. */
const MOST_REMEMBERED = 4_096;
/** Longer values seldom repeat. */
const LONGEST_REMEMBERED = 64;

export interface Gate {
  /** Adds the rules that a value may make true, by the value as it stands in the record. */
  addFor(text: string, candidates: Candidates): void;
  /** Whether a value may make any rule true at all: no text that it says no to need be given to the gate. */
  readonly mayConcern: MayContain;
  /** Rules that the field's mere presence may make true. */
  readonly present: RuleNumbers;
}

interface Table {
  readonly equal: Map<string, number[]>;
  /** Length → beginning of that length → rules. */
  readonly prefixes: Map<number, Map<string, number[]>>;
  readonly suffixes: Map<number, Map<string, number[]>>;
  readonly contained: string[];
  readonly containedRules: number[];
  readonly present: Set<number>;
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

const tableOf = (entries: readonly (readonly [Sign, number])[]): Table => {
  const table: Table = {
    equal: new Map(),
    prefixes: new Map(),
    suffixes: new Map(),
    contained: [],
    containedRules: [],
    present: new Set(),
  };
  for (const [{ how, text }, rule] of entries) {
    switch (how) {
      case 'equal':
        append(table.equal, text, rule);
        break;
      case 'prefix':
        sized(table.prefixes, text, rule);
        break;
      case 'suffix':
        sized(table.suffixes, text, rule);
        break;
      case 'contains':
        table.contained.push(text);
        table.containedRules.push(rule);
        break;
      case 'present':
        table.present.add(rule);
        break;
    }
  }
  return table;
};

const ascending = (rules: ReadonlySet<number>): RuleNumbers => (rules.size === 0 ? NO_RULES : [...rules].sort((one, other) => one - other));

/** The rules of a text in lower case. */
const lookUpIn = (table: Table): ((text: string) => RuleNumbers) => {
  let finder: LiteralFinder | undefined;
  return (text) => {
    // Made with the first text: of most sources and fields none ever comes.
    if (table.contained.length > 0) finder ??= newLiteralFinder(table.contained);
    const rules = new Set(table.equal.get(text));
    const add = (found: readonly number[] | undefined): void => {
      for (const rule of found ?? []) rules.add(rule);
    };
    for (const [length, texts] of table.prefixes) if (length <= text.length) add(texts.get(text.slice(0, length)));
    for (const [length, texts] of table.suffixes) if (length <= text.length) add(texts.get(text.slice(text.length - length)));
    finder?.find(text, (index) => rules.add(table.containedRules[index] ?? 0));
    return ascending(rules);
  };
};

export const newGate = (entries: readonly (readonly [Sign, number])[]): Gate => {
  const table = tableOf(entries);
  const lookUp = lookUpIn(table);
  const mayContain = newLiteralSkipper(table.contained);
  const present = ascending(table.present);
  if (table.equal.size === 0 && table.prefixes.size === 0 && table.suffixes.size === 0) {
    return {
      addFor: (text, candidates) => {
        if (mayContain(text)) candidates.add(lookUp(text.toLowerCase()));
      },
      mayConcern: mayContain,
      present,
    };
  }
  const remembered = new Map<string, RuleNumbers>();
  return {
    addFor: (text, candidates) => {
      if (text.length > LONGEST_REMEMBERED) {
        candidates.add(lookUp(text.toLowerCase()));
        return;
      }
      let rules = remembered.get(text);
      if (rules === undefined) {
        rules = lookUp(text.toLowerCase());
        if (remembered.size < MOST_REMEMBERED) remembered.set(text, rules);
      }
      candidates.add(rules);
    },
    mayConcern: () => true,
    present,
  };
};
