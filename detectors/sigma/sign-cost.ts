// How dear it is to hang a rule on a sign: above all how many records have the sign though the rule does not match them, then
// what it costs to look for it.
import type { Cost, Sign } from './required-literals.ts';

/** Values that are in every other record of a trail. */
const COMMON_VALUES: ReadonlySet<string> = new Set(['assumedrole', 'awsservice', 'awsapicall', 'management', 'data', 'true', 'false']);

/** Shorter texts are found in too many values. */
const TELLING_CHARACTERS = 3;

/** A verb alone (`Create`, `Put`) begins the names of operations of every service. */
const VERB_CHARACTERS = 8;

const COST = {
  operation: 1,
  service: 5,
  equal: 10,
  part: 12,
  verb: 20,
  /** Every value of the record is looked into. */
  keyword: 30,
  /** Computed for every record once a rule hangs on it. */
  derived: 50,
  presentWithin: 60,
  /** At worst every record has the field, as most have a value that tells nothing. */
  present: 80,
  untelling: 85,
} as const;

const costOfSign = ({ field, how, text }: Sign): number => {
  if (how === 'present') return field?.includes('.') === true ? COST.presentWithin : COST.present;
  const isTelling = how === 'equal' ? !COMMON_VALUES.has(text) : text.length >= TELLING_CHARACTERS;
  if (!isTelling) return COST.untelling;
  if (field === undefined) return COST.keyword;
  if (field === 'eventName') return how === 'equal' ? COST.operation : text.length < VERB_CHARACTERS ? COST.verb : COST.operation + 1;
  // By its end, an event source is any service's.
  if (field === 'eventSource') return how === 'equal' ? COST.service : COST.untelling;
  return how === 'equal' ? COST.equal : COST.part;
};

export const signCost =
  (derived: ReadonlySet<string>): Cost =>
  (sign) =>
    sign.field !== undefined && derived.has(sign.field) ? COST.derived : costOfSign(sign);
