// Which rules a record can match at all, found in a time that does not grow with the number of rules.
//
// Every rule hangs on one requirement: signs, at least one of which a matching record has. Rules that have none (only
// negations) are candidates for every record.
import type { Json, JsonObject } from '../model/json.ts';
import { type Candidates, NO_RULES, type RuleNumbers } from './candidates.ts';
import { loweredTexts } from './field-path.ts';
import { newFieldTree } from './field-tree.ts';
import { type Gate, newGate } from './gate.ts';
import type { FieldSlots, RecordView } from './record-view.ts';
import { type Cost, requirementOf, type Sign } from './required-literals.ts';
import type { DetectionRule } from './rule.ts';
import { signCost } from './sign-cost.ts';
import { someLeaf } from './some-leaf.ts';

export interface RuleIndex {
  /** Adds the rules to evaluate. The view must have begun the record. */
  addCandidates(record: JsonObject): void;
}

interface FieldGate {
  readonly slot: number;
  readonly gate: Gate;
}

/** Why a field is looked for. */
interface Asked {
  readonly gate: FieldGate | undefined;
  /** Only records that have such a field are looked through for keywords. */
  readonly letsKeywords: boolean;
}

/** Dearer than any field. */
const KEYWORDS_LAST = 1_000;

/** Fields of the record itself, of which it has one when the rule matches; undefined when that is not sure. */
const fieldsFor = ({ detection }: DetectionRule, cost: Cost, derived: ReadonlySet<string>): readonly string[] | undefined => {
  const signs = requirementOf(detection, (sign) => (sign.field === undefined ? KEYWORDS_LAST : cost(sign)));
  const fields = signs?.flatMap(({ field }) => (field === undefined || derived.has(field) ? [] : field));
  return fields?.length === signs?.length ? fields : undefined;
};

export const newRuleIndex = (
  rules: readonly (readonly [number, DetectionRule])[],
  slots: FieldSlots,
  derived: ReadonlySet<string>,
  view: RecordView,
  candidates: Candidates,
): RuleIndex => {
  const byField = new Map<string | undefined, [Sign, number][]>();
  const unsure: number[] = [];
  const lettingKeywords = new Set<string>();
  let keywordsAnywhere = false;
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
    if (requirement.every(({ field }) => field !== undefined)) continue;
    const fields = fieldsFor(rule, cost, derived);
    keywordsAnywhere ||= fields === undefined;
    for (const field of fields ?? []) lettingKeywords.add(field);
  }
  const always: RuleNumbers = unsure.length === 0 ? NO_RULES : unsure;
  const keywordEntries = byField.get(undefined);
  const keywords = keywordEntries === undefined ? undefined : newGate(keywordEntries);
  const computed: FieldGate[] = [];
  const asked = new Map<string, Asked>([...lettingKeywords].map((field) => [field, { gate: undefined, letsKeywords: true }]));
  for (const [field, entries] of byField) {
    if (field === undefined) continue;
    const gate = { slot: slots.slotOf(field), gate: newGate(entries) };
    if (derived.has(field)) computed.push(gate);
    else asked.set(field, { gate, letsKeywords: lettingKeywords.has(field) });
  }
  const tree = newFieldTree(asked);
  const addOfField = ({ slot, gate }: FieldGate): void => {
    const values = view.field(slot);
    if (!values.isPresent) return;
    candidates.add(gate.present);
    for (const text of loweredTexts(values)) gate.addFor(text, candidates);
  };
  let seekKeywords = false;
  const reached = ({ gate, letsKeywords }: Asked, value: Json): void => {
    seekKeywords ||= letsKeywords;
    if (gate === undefined) return;
    if (typeof value === 'string') {
      candidates.add(gate.gate.present);
      gate.gate.addFor(value, candidates);
    } else addOfField(gate);
  };
  return {
    addCandidates: (record) => {
      candidates.add(always);
      seekKeywords = keywordsAnywhere;
      tree.walk(record, reached);
      for (let place = 0; place < computed.length; place++) addOfField(computed[place] as FieldGate);
      if (keywords !== undefined && seekKeywords && someLeaf(record, keywords.mayConcern)) {
        for (const text of view.keywords().texts) keywords.addFor(text, candidates);
      }
    },
  };
};
