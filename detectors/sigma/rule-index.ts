// Which rules a record can match at all, found in a time that does not grow with the number of rules.
//
// Every rule hangs on one requirement: literals of one field, at least one of which a matching record has. Rules that
// have none (only negations, numbers, networks, regular expressions) are candidates for every record.
import type { JsonObject } from '../model/json.ts';
import { type Gate, NO_RULES, newGate, type RuleNumbers } from './gate.ts';
import type { FieldSlots, RecordView } from './record-view.ts';
import { type Literal, looseness, type Requirement, requirementsOf } from './required-literals.ts';
import type { DetectionRule } from './rule.ts';

export interface RuleIndex {
  /** Numbers of the rules to evaluate, ascending. The view must have begun the record. */
  candidates(record: JsonObject, view: RecordView): RuleNumbers;
}

/** Fields that say which operation a record is of: few values, in every record, and so the best to hang a rule on. */
const PREFERRED: readonly (string | undefined)[] = ['eventName', 'eventSource'];

const choose = (rule: DetectionRule, derived: ReadonlySet<string>): Requirement | undefined => {
  // A derived field would be computed for every record if a rule hung on it.
  const usable = requirementsOf(rule.detection).filter(({ field }) => field === undefined || !derived.has(field));
  const rank = ({ field, literals }: Requirement): number => {
    if (literals.length === 0) return -1;
    const place = PREFERRED.indexOf(field);
    return field === undefined ? 3 : place < 0 ? 2 : place;
  };
  return usable.toSorted((one, other) => rank(one) - rank(other) || looseness(one) - looseness(other))[0];
};

interface FieldGate {
  /** The field's name when it is a key of the record itself: then it is read without the view. */
  readonly key: string | undefined;
  readonly slot: number;
  readonly gate: Gate;
}

const merged = (lists: readonly RuleNumbers[]): RuleNumbers =>
  lists.length <= 1 ? (lists[0] ?? NO_RULES) : [...new Set(lists.flat())].sort((one, other) => one - other);

export const newRuleIndex = (
  rules: readonly (readonly [number, DetectionRule])[],
  slots: FieldSlots,
  derived: ReadonlySet<string>,
): RuleIndex => {
  const byField = new Map<string | undefined, [Literal, number][]>();
  const always: number[] = [];
  for (const [number, rule] of rules) {
    const requirement = choose(rule, derived);
    if (requirement === undefined) {
      always.push(number);
      continue;
    }
    const entries = byField.get(requirement.field) ?? [];
    byField.set(requirement.field, entries);
    for (const literal of requirement.literals) entries.push([literal, number]);
  }
  const keywordEntries = byField.get(undefined) ?? [];
  const keywords = keywordEntries.length === 0 ? undefined : newGate(keywordEntries);
  const gates: FieldGate[] = [...byField].flatMap(([field, entries]) =>
    field === undefined ? [] : [{ key: field.includes('.') ? undefined : field, slot: slots.slotOf(field), gate: newGate(entries) }],
  );

  const rulesAt = ({ key, slot, gate }: FieldGate, record: JsonObject, view: RecordView): RuleNumbers => {
    const value = key !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
    if (typeof value === 'string') return gate.rulesOf(value);
    return key !== undefined && (value === undefined || value === null) ? NO_RULES : gate.rulesOfAll(view.field(slot));
  };
  return {
    candidates: (record, view) => {
      let first: RuleNumbers = always;
      let more: RuleNumbers[] | undefined;
      const add = (found: RuleNumbers): void => {
        if (found.length === 0) return;
        if (first.length === 0) first = found;
        else {
          more ??= [first];
          more.push(found);
        }
      };
      for (const gate of gates) add(rulesAt(gate, record, view));
      if (keywords !== undefined) add(keywords.rulesOfAll(view.keywords()));
      return more === undefined ? first : merged(more);
    },
  };
};
