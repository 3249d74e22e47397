// The cases that a rule carries with it: records that it must match, and look-alikes that it must not.
import type { LogService } from '../model/activity.ts';
import { field, isObject, type Json, type JsonObject, textField } from '../model/json.ts';
import { LOG_SERVICES } from './matcher.ts';
import type { RuleHeader } from './rule.ts';

export interface RuleCase {
  readonly name: string;
  readonly match: boolean;
  /** One for a detection rule; for a correlation all that happened. */
  readonly records: readonly JsonObject[];
  /** Undefined stands for that of the rule. */
  readonly service: LogService | undefined;
  /** The function that the records are about, where they do not tell. */
  readonly function: string | undefined;
}

const recordsOf = (value: Json): readonly JsonObject[] | undefined => {
  const given = field(value, 'records') ?? field(value, 'record');
  const records: readonly (Json | undefined)[] = Array.isArray(given) ? given : [given];
  return records.length > 0 && records.every(isObject) ? records : undefined;
};

const caseOf = (value: Json): RuleCase | undefined => {
  const records = recordsOf(value);
  const match = field(value, 'match');
  const name = textField(value, 'name');
  const serviceName = textField(value, 'service');
  const service = LOG_SERVICES.find((known) => known === serviceName);
  if (records === undefined || typeof match !== 'boolean' || name === undefined || service !== serviceName) return undefined;
  return { name, match, records, service, function: textField(value, 'function') };
};

/** The rule's `cases`; undefined stands for one that lacks its name, its records or whether it matches. */
export const casesOf = (rule: RuleHeader): readonly (RuleCase | undefined)[] => {
  const cases = rule.custom.get('cases');
  return Array.isArray(cases) ? (cases as readonly Json[]).map(caseOf) : [];
};
