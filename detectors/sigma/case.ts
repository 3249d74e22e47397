// The cases that a rule carries with it: records that it must match, and look-alikes that it must not.
import type { LogService } from '../model/activity.ts';
import { field, isObject, type Json, type JsonObject, textField } from '../model/json.ts';
import { LOG_SERVICES } from './matcher.ts';
import type { DetectionRule } from './rule.ts';

export interface RuleCase {
  readonly name: string;
  readonly match: boolean;
  readonly record: JsonObject;
  readonly service: LogService;
  /** The function whose log the record is from, where the record does not tell. */
  readonly function: string | undefined;
}

const serviceOf = (text: string | undefined): LogService | undefined => LOG_SERVICES.find((service) => service === text);

const caseOf = (value: Json, rule: DetectionRule): RuleCase | undefined => {
  const record = field(value, 'record');
  const match = field(value, 'match');
  const name = textField(value, 'name');
  const service = serviceOf(textField(value, 'service') ?? rule.logsource.service ?? 'cloudtrail');
  if (!isObject(record) || typeof match !== 'boolean' || name === undefined || service === undefined) return undefined;
  return { name, match, record, service, function: textField(value, 'function') };
};

/** The rule's `cases`; undefined stands for one that lacks its name, its record or whether it matches. */
export const casesOf = (rule: DetectionRule): readonly (RuleCase | undefined)[] => {
  const cases = rule.custom.get('cases');
  return Array.isArray(cases) ? (cases as readonly Json[]).map((value) => caseOf(value, rule)) : [];
};
