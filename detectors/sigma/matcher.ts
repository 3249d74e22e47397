// Records against all rules: the hot path of detection.
import type { Activity, LogService } from '../model/activity.ts';
import { hasExpired } from '../model/expiry.ts';
import type { JsonObject } from '../model/json.ts';
import type { PlainLine } from '../model/plain-line.ts';
import { atLeast } from '../model/severity.ts';
import { newCandidates } from './candidates.ts';
import { servicesOfCategory } from './category.ts';
import { type Predicate, predicateOf } from './evaluate.ts';
import { mayMatchPlainLine } from './plain-lines.ts';
import { type Derivations, NO_DERIVATIONS, newFieldSlots, newRecordView } from './record-view.ts';
import type { DetectionRule, LoadedRules, RuleFilter } from './rule.ts';
import { newRuleIndex, type RuleIndex } from './rule-index.ts';

/** The services whose records are matched, by Sigma's `logsource.service` under product `aws`. */
export const LOG_SERVICES = [
  'cloudtrail',
  'lambda',
  'apigateway',
  'elb',
  'cloudfront',
  'waf',
  'vpcflow',
  'route53resolver',
  's3access',
] as const satisfies readonly LogService[];

export interface Matcher {
  /**
   * Rules that the record matches and no filter hides, in the order of their ids; always the same empty list when there are
   * none. `onFiltered` is told of the filters that apply to what matched.
   */
  match(service: LogService, record: JsonObject, onFiltered?: OnFiltered): readonly DetectionRule[];
  /** The same for an activity's record, which need not be made when no rule could match a plain line. */
  matchActivity(activity: Matched, onFiltered?: OnFiltered): readonly DetectionRule[];
}

/** What of an activity is matched. */
type Matched = Pick<Activity, 'service' | 'record'> & { readonly plain?: PlainLine };

/** `expired` and `too-grave`: the filter applies, and the match is shown. */
export type FilterFate = 'hidden' | 'expired' | 'too-grave';
export type OnFiltered = (filter: RuleFilter, fate: FilterFate, rule: DetectionRule) => void;

/** For rules without filters. */
const NO_CLOCK = (): number => Number.POSITIVE_INFINITY;

const NO_MATCH: readonly DetectionRule[] = [];

/** Whether records of the service are of the rule's log source; without a service, those of every service of AWS are. */
export const isForService = ({ logsource }: Pick<DetectionRule, 'logsource'>, service: LogService): boolean =>
  logsource.category === undefined
    ? (logsource.product === undefined || logsource.product === 'aws') &&
      (logsource.service === undefined ? logsource.product === 'aws' : logsource.service === service)
    : servicesOfCategory(logsource).includes(service);

const build = (loaded: Pick<LoadedRules, 'rules'>, derivations: Derivations, now: () => number): Matcher => {
  const slots = newFieldSlots();
  const { rules } = loaded;
  const predicates: readonly Predicate[] = rules.map((rule) => predicateOf(rule.detection, slots));
  const filters = rules.map((rule) => rule.filters.map((filter) => ({ filter, keeps: predicateOf(filter.expression, slots) })));
  const derived = new Set(derivations.keys());
  const indexes = new Map<LogService, RuleIndex | undefined>();
  /** Made with the service's first record: a function that starts has not yet seen any, and of most services sees none. */
  const newIndexFor = (service: LogService): RuleIndex | undefined => {
    const mine = [...rules.entries()].filter(([, rule]) => isForService(rule, service));
    const index = mine.length > 0 ? newRuleIndex(mine, slots, derived, view, candidates) : undefined;
    indexes.set(service, index);
    return index;
  };
  /** Most records match nothing, and most others one rule. */
  const alone = rules.map((rule) => [rule]);
  const view = newRecordView(slots, derivations);
  const candidates = newCandidates(rules.length);
  const isHidden = (number: number, onFiltered: OnFiltered | undefined): boolean => {
    const rule = rules[number];
    let hidden = false;
    for (const { filter, keeps } of filters[number] ?? []) {
      if (rule === undefined || keeps(view)) continue;
      const fate = !atLeast(filter.upTo, rule.level) ? 'too-grave' : hasExpired(filter.expires, now()) ? 'expired' : 'hidden';
      // The first that hides it is the one that counts it.
      if (fate === 'hidden' && hidden) continue;
      onFiltered?.(filter, fate, rule);
      if (fate === 'hidden') hidden = true;
    }
    return hidden;
  };
  const indexOf = (service: LogService): RuleIndex | undefined =>
    indexes.get(service) ?? (indexes.has(service) ? undefined : newIndexFor(service));
  const concerned = new Map<PlainLine, boolean>();
  /** Whether any rule could match a line of Lambda's own in its plain form. */
  const concernsPlain = (line: PlainLine): boolean => {
    const known = concerned.get(line);
    if (known !== undefined) return known;
    const concerns = rules.some((rule) => isForService(rule, 'lambda') && mayMatchPlainLine(line, rule.detection, derivations));
    concerned.set(line, concerns);
    return concerns;
  };
  const matcher: Matcher = {
    matchActivity: (activity, onFiltered) =>
      activity.plain !== undefined && !concernsPlain(activity.plain)
        ? NO_MATCH
        : matcher.match(activity.service, activity.record, onFiltered),
    match: (service, record, onFiltered) => {
      const index = indexOf(service);
      if (index === undefined) return NO_MATCH;
      view.begin(service, record);
      candidates.clear();
      index.addCandidates(record);
      let matched: number[] | undefined;
      for (let place = 0; place < candidates.count; place++) {
        const number = candidates.at(place);
        if (predicates[number]?.(view) !== true || isHidden(number, onFiltered)) continue;
        matched ??= [];
        matched.push(number);
      }
      const [first] = matched ?? [];
      if (matched === undefined || first === undefined) return NO_MATCH;
      if (matched.length === 1) return alone[first] ?? NO_MATCH;
      return matched.sort((one, other) => one - other).flatMap((number) => rules[number] ?? []);
    },
  };
  return matcher;
};

/**
 * Nothing is compiled before the first record: a function that starts may have none to match. `now`: the clock in milliseconds,
 * by which filters expire; without it none hides anything.
 */
export const buildMatcher = (
  loaded: Pick<LoadedRules, 'rules'>,
  derivations: Derivations = NO_DERIVATIONS,
  now: () => number = NO_CLOCK,
): Matcher => {
  let built: Matcher | undefined;
  const whole = (): Matcher => {
    built ??= build(loaded, derivations, now);
    return built;
  };
  return {
    match: (service, record, onFiltered) => whole().match(service, record, onFiltered),
    matchActivity: (activity, onFiltered) => whole().matchActivity(activity, onFiltered),
  };
};
