// Which rules a record can match at all, found in a time that does not grow with the number of rules.
//
// Every rule hangs on one requirement: signs, at least one of which a matching record has. Rules that have none (only
// negations) are candidates for every record.
import type { JsonObject } from '../model/json.ts';
import { type Candidates, NO_RULES, type RuleNumbers } from './candidates.ts';
import { loweredTexts } from './field-path.ts';
import { type Gate, newGate } from './gate.ts';
import type { FieldSlots, RecordView } from './record-view.ts';
import { requirementOf, type Sign } from './required-literals.ts';
import type { DetectionRule } from './rule.ts';
import { signCost } from './sign-cost.ts';
import { someLeaf } from './some-leaf.ts';

export interface RuleIndex {
  /** Adds the rules to evaluate. The view must have begun the record. */
  addCandidates(record: JsonObject, view: RecordView, candidates: Candidates): void;
}

interface FieldGate {
  readonly slot: number;
  readonly gate: Gate;
}

const addOfField = ({ slot, gate }: FieldGate, view: RecordView, candidates: Candidates): void => {
  const values = view.field(slot);
  if (!values.isPresent) return;
  candidates.add(gate.present);
  for (const text of loweredTexts(values)) gate.addFor(text, candidates);
};

export const newRuleIndex = (
  rules: readonly (readonly [number, DetectionRule])[],
  slots: FieldSlots,
  derived: ReadonlySet<string>,
): RuleIndex => {
  const byField = new Map<string | undefined, [Sign, number][]>();
  const unsure: number[] = [];
  const cost = signCost(derived);
  for (const [number, rule] of rules) {
    const requirement = requirementOf(rule.detection, cost);
    if (requirement === undefined) {
      unsure.push(number);
      continue;
    }
    for (const sign of requirement) {
      const entries = byField.get(sign.field) ?? [];
      byField.set(sign.field, entries);
      entries.push([sign, number]);
    }
  }
  const always: RuleNumbers = unsure.length === 0 ? NO_RULES : unsure;
  const keywordEntries = byField.get(undefined);
  const keywords = keywordEntries === undefined ? undefined : newGate(keywordEntries);
  /** Of fields that are a key of the record itself: a text there is read without the view. */
  const own = new Map<string, FieldGate>();
  const within: FieldGate[] = [];
  for (const [field, entries] of byField) {
    if (field === undefined) continue;
    const gate = { slot: slots.slotOf(field), gate: newGate(entries) };
    if (field.includes('.') || derived.has(field)) within.push(gate);
    else own.set(field, gate);
  }
  return {
    addCandidates: (record, view, candidates) => {
      candidates.add(always);
      // A record of a log has three keys, where rules ask for thirty.
      for (const key in record) {
        const field = own.get(key);
        if (field === undefined) continue;
        const value = record[key];
        if (typeof value === 'string') {
          candidates.add(field.gate.present);
          field.gate.addFor(value, candidates);
        } else addOfField(field, view, candidates);
      }
      for (let place = 0; place < within.length; place++) addOfField(within[place] as FieldGate, view, candidates);
      if (keywords !== undefined && someLeaf(record, keywords.mayConcern)) {
        for (const text of view.keywords().texts) keywords.addFor(text, candidates);
      }
    },
  };
};
