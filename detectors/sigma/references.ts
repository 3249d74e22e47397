// Which rule a correlation means: references by id, uuid or name, resolved over all files; those that lead nowhere are problems.
import type { UnresolvedCorrelation } from './correlation.ts';
import type { Expression } from './expression.ts';
import type { CorrelationRule, DetectionRule, RuleProblem } from './rule.ts';

type Nameable = Pick<DetectionRule, 'id' | 'uuid' | 'name'>;

const idsByReference = (documents: readonly Nameable[]): ReadonlyMap<string, string> => {
  const ids = new Map<string, string>();
  for (const { id, uuid, name } of documents) {
    for (const reference of [uuid, name]) if (reference !== undefined && !ids.has(reference)) ids.set(reference, id);
  }
  for (const { id } of documents) ids.set(id, id);
  return ids;
};

const renamed = (expression: Expression, ids: ReadonlyMap<string, string>): Expression => {
  switch (expression.kind) {
    case 'all':
    case 'any':
      return { kind: expression.kind, of: expression.of.map((part) => renamed(part, ids)) };
    case 'not':
      return { kind: 'not', of: renamed(expression.of, ids) };
    case 'exists':
      return { ...expression, field: ids.get(expression.field) ?? expression.field };
    case 'field':
    case 'like-field':
    case 'keyword':
      return expression;
  }
};

const resolved = (correlation: UnresolvedCorrelation, ids: ReadonlyMap<string, string>): UnresolvedCorrelation => ({
  ...correlation,
  rules: [...new Set(correlation.rules.map((name) => ids.get(name) ?? name))],
  expression: correlation.expression === undefined ? undefined : renamed(correlation.expression, ids),
  aliases: new Map(
    [...correlation.aliases].map(([alias, fields]) => [alias, new Map([...fields].map(([rule, field]) => [ids.get(rule) ?? rule, field]))]),
  ),
});

export interface ResolvedCorrelations {
  readonly correlations: readonly UnresolvedCorrelation[];
  readonly problems: readonly RuleProblem[];
}

/**
 * A correlation is used when each rule it names is there: a detection rule, a detector of another kind, or a correlation
 * that is itself used. Those that name each other in a circle never become so.
 */
export const resolveReferences = (
  rules: readonly DetectionRule[],
  drafts: readonly UnresolvedCorrelation[],
  otherDetectors: ReadonlySet<string>,
): ResolvedCorrelations => {
  const ids = idsByReference([...rules, ...drafts]);
  const usable = new Set([...rules.map((rule) => rule.id), ...otherDetectors]);
  const correlations: UnresolvedCorrelation[] = [];
  let left = drafts.map((draft) => resolved(draft, ids));
  for (let grew = true; grew; ) {
    const ready = left.filter((draft) => draft.rules.every((id) => usable.has(id)));
    for (const draft of ready) usable.add(draft.id);
    correlations.push(...ready);
    left = left.filter((draft) => !ready.includes(draft));
    grew = ready.length > 0;
  }
  const problems = left.map((draft) => {
    const missing = draft.rules.find((id) => !usable.has(id)) ?? '';
    const isCircle = left.some((other) => other.id === missing);
    const reason = isCircle
      ? `correlates \`${missing}\`, which cannot be used or leads back here`
      : `names \`${missing}\`, which is no rule`;
    return { file: draft.file, line: draft.line, column: 1, reason };
  });
  return { correlations, problems };
};

/** Marks what only correlations that do not generate their rules use. */
export const markReferencedOnly = <Rule extends { readonly id: string }>(
  rules: readonly Rule[],
  correlations: readonly Pick<CorrelationRule, 'rules' | 'generate'>[],
): readonly (Rule & { readonly referencedOnly: boolean })[] =>
  rules.map((rule) => {
    const users = correlations.filter((correlation) => correlation.rules.includes(rule.id));
    return { ...rule, referencedOnly: users.length > 0 && users.every((user) => !user.generate) };
  });
