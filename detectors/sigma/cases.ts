// Runs the cases of every rule against all rules: what a rule's own file says of it is so, or is shown not to be.
import { casesOf } from './case.ts';
import type { Matcher } from './matcher.ts';
import type { LoadedRules } from './rule.ts';

export interface CaseResult {
  readonly rule: string;
  readonly case: string;
  readonly expected: boolean;
  readonly actual: boolean;
}

/** One result a case, those that fail included. Malformed cases are for lint to tell. */
export const runCases = (loaded: Pick<LoadedRules, 'rules'>, matcher: Matcher): readonly CaseResult[] =>
  loaded.rules.flatMap((rule) =>
    casesOf(rule).flatMap((one) =>
      one === undefined
        ? []
        : [
            {
              rule: rule.id,
              case: one.name,
              expected: one.match,
              actual: matcher.match(one.service, one.record).some((matched) => matched.id === rule.id),
            },
          ],
    ),
  );
