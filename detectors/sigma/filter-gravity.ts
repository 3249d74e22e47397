// The gravest rule that a filter hides. By itself, since who counts what filters hid need not know how filters are read.
import type { Severity } from '../model/severity.ts';
import type { FilterRule } from './rule.ts';

/** `any` names no rule whose level could stand for what was thought of: as with suppressions in lapwing.yml, it is medium then. */
const UP_TO_OF_ANY: Severity = 'medium';

/** The gravest rule whose matches the filter hides; a rule that it names is as grave as it was written for, unless it says a level. */
export const gravestOf = ({ upTo, rules }: Pick<FilterRule, 'upTo' | 'rules'>): Severity | undefined =>
  upTo ?? (rules.includes('any') ? UP_TO_OF_ANY : undefined);
