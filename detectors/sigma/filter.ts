// Sigma filters: further conditions that many rules share, kept apart from the rules they tune.
import { detectionOf } from './detection.ts';
import type { DetectionContext } from './detection-item.ts';
import { allOf } from './expression.ts';
import { logSourceOf } from './header.ts';
import { type LocatedMap, textOf, textsOf } from './located.ts';
import type { DetectionRule, FilterRule, LogSource } from './rule.ts';

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
  const uuid = textOf(map.entries.get('id'));
  return {
    kind: 'filter',
    title,
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

/** As pySigma has it: the rule matches only where the filter's condition holds too, which so begins with `not`. */
export const withFilters = (rule: DetectionRule, filters: readonly FilterRule[]): DetectionRule => {
  const mine = filters.filter((filter) => appliesTo(filter, rule));
  if (mine.length === 0) return rule;
  return {
    ...rule,
    detection: allOf([rule.detection, ...mine.map((filter) => filter.expression)]),
    exclusions: [...rule.exclusions, ...mine.map((filter) => filter.title)],
    placeholders: [...new Set([...rule.placeholders, ...mine.flatMap((filter) => filter.placeholders)])],
  };
};
