// Runs the cases of every rule against all rules: what a rule's own file says of it is so, or is shown not to be.
import type { LogService } from '../model/activity.ts';
import { casesOf, type RuleCase } from './case.ts';
import { caseActivity } from './case-activity.ts';
import { newCorrelator } from './correlate.ts';
import { isForService, LOG_SERVICES, type Matcher } from './matcher.ts';
import { type Derivations, NO_DERIVATIONS } from './record-view.ts';
import type { CorrelationRule, DetectionRule, LoadedRules, RuleHeader } from './rule.ts';

export interface CaseResult {
  readonly rule: string;
  readonly case: string;
  readonly expected: boolean;
  readonly actual: boolean;
}

type Rules = Pick<LoadedRules, 'rules' | 'correlations'>;

const serviceOf = (rule: DetectionRule): LogService => LOG_SERVICES.find((service) => isForService(rule, service)) ?? 'cloudtrail';

/** The services of the detection rules that the correlation is built of, through others if need be. */
const servicesOf = (correlation: CorrelationRule, { rules, correlations }: Rules): readonly LogService[] => {
  const below = correlations.filter(({ id }) => correlation.rules.includes(id));
  const own = rules.filter(({ id }) => correlation.rules.includes(id));
  return [...new Set([...own.map(serviceOf), ...below.flatMap((one) => servicesOf(one, { rules, correlations }))])];
};

const isFound = (correlation: CorrelationRule, one: RuleCase, loaded: Rules, matcher: Matcher, derivations: Derivations): boolean => {
  // One that others are built on tells no findings of its own, but has its own cases.
  const correlations = loaded.correlations.map((other) => (other.id === correlation.id ? { ...other, referencedOnly: false } : other));
  const correlator = newCorrelator({ rules: loaded.rules, correlations }, derivations);
  for (const service of one.service === undefined ? servicesOf(correlation, loaded) : [one.service]) {
    for (const [place, record] of one.records.entries()) {
      const activity = caseActivity(record, service, one.function, place);
      if (activity !== undefined) for (const rule of matcher.match(service, record)) correlator.addMatch(rule, activity);
    }
  }
  return correlator.findings().some((finding) => finding.detector === correlation.id);
};

/**
 * One result a case, those that fail included. Malformed cases are for lint to tell. `derivations` are those of the
 * matcher, for correlations that group by a derived field.
 */
export const runCases = (loaded: Rules, matcher: Matcher, derivations: Derivations = NO_DERIVATIONS): readonly CaseResult[] => {
  const results = <Rule extends RuleHeader>(rule: Rule, matches: (rule: Rule, one: RuleCase) => boolean): readonly CaseResult[] =>
    casesOf(rule).flatMap((one) =>
      one === undefined ? [] : [{ rule: rule.id, case: one.name, expected: one.match, actual: matches(rule, one) }],
    );
  const isMatched = (rule: DetectionRule, one: RuleCase): boolean =>
    one.records.some((record) => matcher.match(one.service ?? serviceOf(rule), record).some((matched) => matched.id === rule.id));
  return [
    ...loaded.rules.flatMap((rule) => results(rule, isMatched)),
    ...loaded.correlations.flatMap((rule) => results(rule, (correlation, one) => isFound(correlation, one, loaded, matcher, derivations))),
  ];
};
