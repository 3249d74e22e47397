// Sigma files to rules, correlations and filters. What cannot be compiled becomes a problem, and the rest is used.
import { withCategoryFields } from './category.ts';
import { correlationOf, type UnresolvedCorrelation } from './correlation.ts';
import { detectionOf } from './detection.ts';
import { withActions } from './document-action.ts';
import { withAggregations } from './document-aggregation.ts';
import { filterOf } from './filter.ts';
import { fileStem, headerOf, logSourceOf } from './header.ts';
import { type LocatedMap, readYaml, textOf, textsOf } from './located.ts';
import { markReferencedOnly, resolveReferences } from './references.ts';
import { reportTo } from './report.ts';
import type { DetectionRule, FilterRule, LoadedRules, RuleProblem } from './rule.ts';

export interface RuleFile {
  readonly path: string;
  readonly text: string;
}

const byText = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** `filter_main_trusted_account` → `trusted account`. */
const asWords = (identifier: string): string => identifier.replace(/^_?filter_(main_|optional_)?/, '').replaceAll('_', ' ');

const ruleOf = (
  map: LocatedMap,
  file: string,
  ownsFile: boolean,
  placeholders: ReadonlyMap<string, readonly string[]>,
  problems: RuleProblem[],
): DetectionRule | undefined => {
  const report = reportTo(problems, file);
  const header = headerOf(map, file, ownsFile, report);
  const logsource = header === undefined ? undefined : logSourceOf(map, report);
  const section = map.entries.get('detection');
  if (header === undefined || logsource === undefined) return undefined;
  if (section?.kind !== 'map') return report(section?.at ?? map.at, 'detection is no map');
  const used = new Set<string>();
  const detection = detectionOf(section, ['condition', 'timeframe'], { placeholders, used, report });
  if (detection === undefined) return undefined;
  return {
    kind: 'rule',
    ...header,
    referencedOnly: false,
    logsource,
    detection: detection.expression,
    exclusions: detection.negated.map(asWords),
    filters: [],
    placeholders: [...used],
  };
};

/** The document that the file is named for: its only one, or the one correlation that no other in the file builds on. */
const ownerOf = (documents: readonly LocatedMap[]): LocatedMap | undefined => {
  const named = documents.filter((map) => !map.entries.has('filter'));
  if (named.length === 1) return named[0];
  const correlations = named.filter((map) => map.entries.has('correlation'));
  const referenced = new Set(
    correlations.flatMap((map) => {
      const section = map.entries.get('correlation');
      return section?.kind === 'map' ? textsOf(section.entries.get('rules')) : [];
    }),
  );
  const isReferenced = (map: LocatedMap): boolean => ['id', 'name'].some((key) => referenced.has(textOf(map.entries.get(key)) ?? ''));
  const outermost = correlations.filter((map) => !isReferenced(map));
  return outermost.length === 1 ? outermost[0] : undefined;
};

/** Keeps the first of each id and uuid: files come sorted by path, so the choice does not depend on who listed them. */
const withoutDoubles = <Document extends Pick<DetectionRule, 'id' | 'uuid' | 'file' | 'line'>>(
  documents: readonly Document[],
  taken: Map<string, string>,
  problems: RuleProblem[],
): readonly Document[] =>
  documents.filter(({ id, uuid, file, line }) => {
    const keys = [id, uuid].filter((key) => key !== undefined);
    const double = keys.find((key) => taken.has(key));
    if (double !== undefined) {
      problems.push({ file, line, column: 1, reason: `id \`${double}\` is already that of ${taken.get(double)}` });
      return false;
    }
    for (const key of keys) taken.set(key, file);
    return true;
  });

/**
 * Filters are read and not yet put to use: filtered() does. `placeholders` are the lists that `%name%` stands for under |expand; `otherDetectors` the ids of detectors that are no
 * rules but that correlations may name.
 */
export const loadRules = (
  files: readonly RuleFile[],
  placeholders: ReadonlyMap<string, readonly string[]>,
  otherDetectors: ReadonlySet<string> = new Set(),
): LoadedRules => {
  const problems: RuleProblem[] = [];
  const rules: DetectionRule[] = [];
  const drafts: UnresolvedCorrelation[] = [];
  const filters: FilterRule[] = [];
  for (const { path, text } of files.toSorted((one, other) => byText(one.path, other.path))) {
    const report = reportTo(problems, path);
    const yaml = readYaml(path, text);
    problems.push(...yaml.problems);
    for (const document of yaml.documents) if (document.kind !== 'map') report(document.at, 'a document that is no map');
    const maps = withAggregations(
      withActions(
        yaml.documents.filter((document) => document.kind === 'map'),
        report,
      ),
    );
    const owner = ownerOf(maps);
    for (const map of maps) {
      if (map.entries.has('detection')) {
        const rule = ruleOf(map, path, map === owner, placeholders, problems);
        if (rule !== undefined) rules.push(rule);
      } else if (map.entries.has('correlation')) {
        const draft = correlationOf(map, path, map === owner, report);
        if (draft !== undefined) drafts.push(draft);
      } else if (map.entries.has('filter')) {
        const filter = filterOf(map, path, { placeholders, used: new Set(), report });
        if (filter !== undefined) filters.push(filter);
      } else report(map.at, `neither a detection, a correlation nor a filter: ${fileStem(path)}`);
    }
  }
  const taken = new Map<string, string>();
  const uniqueRules = withoutDoubles(rules, taken, problems);
  const resolved = resolveReferences(uniqueRules, withoutDoubles(drafts, taken, problems), otherDetectors);
  problems.push(...resolved.problems);
  const tuned = uniqueRules.map((rule) => withCategoryFields(rule));
  const sorted = <Rule extends { readonly id: string }>(list: readonly Rule[]) => list.toSorted((one, other) => byText(one.id, other.id));
  return {
    rules: sorted(markReferencedOnly(tuned, resolved.correlations)),
    correlations: sorted(markReferencedOnly(resolved.correlations, resolved.correlations)),
    filters: withoutDoubles(filters, new Map(), problems),
    problems: problems.toSorted((one, other) => byText(one.file, other.file) || one.line - other.line || one.column - other.column),
  };
};
