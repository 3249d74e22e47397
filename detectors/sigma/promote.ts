// Rules on trial made live: those that a user names, after having looked at what they would have raised.
import type { LoadedRules } from './rule.ts';

/** A name that no rule has is a problem: misspelt, it would promise alerts that never come. */
export const promoted = (loaded: LoadedRules, ids: readonly string[]): LoadedRules => {
  if (ids.length === 0) return loaded;
  const live = <Rule extends { readonly id: string; readonly stage: 'live' | 'staged' }>(rule: Rule): Rule =>
    ids.includes(rule.id) ? { ...rule, stage: 'live' } : rule;
  const known = new Set([...loaded.rules, ...loaded.correlations].map(({ id }) => id));
  const unknown = ids.filter((id) => !known.has(id));
  return {
    ...loaded,
    rules: loaded.rules.map(live),
    correlations: loaded.correlations.map(live),
    problems: [
      ...loaded.problems,
      ...unknown.map((id) => ({ file: 'lapwing.yml', line: 1, column: 1, reason: `promotedRules names ${id}, which no rule is called` })),
    ],
  };
};
