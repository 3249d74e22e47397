// Sigma filters: suppressions of what rules match, kept apart from the rules. Somebody answers for each, and until when.
import { expiryFault, hasExpired } from '../model/expiry.ts';
import { atLeast } from '../model/severity.ts';
import { inCategoryFields } from './category.ts';
import { detectionOf } from './detection.ts';
import type { DetectionContext } from './detection-item.ts';
import { gravestOf } from './filter-gravity.ts';
import { LEVELS, logSourceOf, slug } from './header.ts';
import { type LocatedMap, textOf, textsOf } from './located.ts';
import type { DetectionRule, FilterRule, LoadedRules, LogSource, RuleFilter, RuleProblem } from './rule.ts';

export const filterOf = (map: LocatedMap, file: string, context: DetectionContext): FilterRule | undefined => {
  const { report } = context;
  const title = textOf(map.entries.get('title')) ?? '';
  if (title === '') return report(map.at, 'no title');
  const logsource = logSourceOf(map, report);
  const section = map.entries.get('filter');
  if (logsource === undefined || section?.kind !== 'map') return logsource === undefined ? undefined : report(map.at, 'filter is no map');
  const rules = textsOf(section.entries.get('rules'));
  if (rules.length === 0) return report(section.at, 'a filter that names no rule');
  const detection = detectionOf(section, ['condition', 'rules'], context);
  if (detection === undefined) return undefined;
  const text = (key: string): string => textOf(map.entries.get(key))?.trim() ?? '';
  const level = text('level').toLowerCase();
  const upTo = LEVELS.get(level);
  if (level !== '' && upTo === undefined) return report(map.entries.get('level')?.at ?? map.at, `unknown level \`${level.slice(0, 40)}\``);
  const uuid = textOf(map.entries.get('id'));
  return {
    kind: 'filter',
    id: text('name') || slug(title),
    title,
    owner: text('author'),
    reason: text('description'),
    expires: text('expires'),
    upTo,
    uuid,
    logsource,
    rules,
    expression: detection.expression,
    placeholders: [...context.used],
    file,
    line: map.at.line,
  };
};

/** What the filter says of its log source, the rule must say too. */
const covers = (filter: LogSource, rule: LogSource): boolean =>
  (['product', 'service', 'category'] as const).every((part) => filter[part] === undefined || filter[part] === rule[part]);

const names = (filter: FilterRule, rule: DetectionRule): boolean =>
  filter.rules.some((name) => name === rule.id || name === rule.name || name === rule.uuid || name === 'any');

const appliesTo = (filter: FilterRule, rule: DetectionRule): boolean => names(filter, rule) && covers(filter.logsource, rule.logsource);

const isTooGrave = (rule: DetectionRule, filter: FilterRule): boolean => !atLeast(gravestOf(filter) ?? rule.level, rule.level);

/** Undefined when it is complete. */
const refusal = ({ title, owner, reason, expires }: FilterRule, nowMs: number): string | undefined => {
  const faults = [
    ...(owner === '' ? ['has no owner (author)'] : []),
    ...(reason === '' ? ['has no reason (description)'] : []),
    ...[expiryFault(expires, nowMs)].filter((fault) => fault !== undefined),
  ];
  return faults.length === 0 ? undefined : `the filter "${title}" ${faults.join(', ')}`;
};

const withFilters = (rule: DetectionRule, filters: readonly FilterRule[], nowMs: number): DetectionRule => {
  const mine = filters.filter((filter) => appliesTo(filter, rule));
  if (mine.length === 0) return rule;
  const hiding = mine.filter((filter) => !isTooGrave(rule, filter) && !hasExpired(filter.expires, nowMs));
  return {
    ...rule,
    filters: mine.map(
      (filter): RuleFilter => ({
        id: filter.id,
        expires: filter.expires,
        upTo: gravestOf(filter) ?? rule.level,
        expression: inCategoryFields(filter.expression, rule.logsource),
      }),
    ),
    exclusions: [...rule.exclusions, ...hiding.map((filter) => filter.title)],
    placeholders: [...new Set([...rule.placeholders, ...hiding.flatMap((filter) => filter.placeholders)])],
  };
};

/**
 * Puts the filters to the rules they name. One that nobody answers for is refused, and so is one for a rule that it names and
 * that is graver than it was written for; everything else runs. `nowMs`: the clock.
 */
export const filtered = (loaded: LoadedRules, nowMs: number): LoadedRules => {
  const problems: RuleProblem[] = [];
  const refuse = ({ file, line }: FilterRule, reason: string): void => {
    problems.push({ file, line, column: 1, reason });
  };
  const filters = loaded.filters.filter((filter) => {
    const reason = refusal(filter, nowMs);
    if (reason !== undefined) refuse(filter, reason);
    return reason === undefined;
  });
  for (const filter of filters.filter(({ rules }) => !rules.includes('any'))) {
    for (const rule of loaded.rules.filter((each) => appliesTo(filter, each) && isTooGrave(each, filter)))
      refuse(
        filter,
        `the filter "${filter.title}" is written for ${filter.upTo} at most, and hides nothing of ${rule.id}, which is ${rule.level}`,
      );
  }
  return {
    ...loaded,
    rules: loaded.rules.map((rule) => withFilters(rule, filters, nowMs)),
    filters,
    problems: [...loaded.problems, ...problems],
  };
};
