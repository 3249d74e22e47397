// What a role has against what its function was seen to use.
import type { Observed, Remark } from './build-policy.ts';
import type { GivenPolicy, GivenStatement } from './given-policy.ts';

export interface Comparison {
  /** Seen in use, and allowed by no statement given: allowed elsewhere, or the policy is not the one it runs under. */
  readonly notAllowed: readonly Observed[];
  /** Allowed and never seen in use. */
  readonly unused: readonly string[];
  /** Allowed by a wider action or on wider resources than was seen in use. */
  readonly wider: readonly Remark[];
  /** Statements that were not judged, and why. */
  readonly unjudged: readonly Remark[];
}

/** IAM's wildcards: `*` for any text, `?` for one character. */
const expressionOf = (pattern: string, flags: string): RegExp =>
  new RegExp(
    `^${pattern
      .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    flags,
  );

const matchesAction = (pattern: string, action: string): boolean => expressionOf(pattern, 'i').test(action);
/** Whether the pattern covers all that the other stands for: what a folder's `*` stands for is any text, so `*` must be met by `*`. */
const coversResource = (pattern: string, resource: string): boolean => expressionOf(pattern, 's').test(resource);

const isWild = (pattern: string): boolean => pattern.includes('*') || pattern.includes('?');

const allows = ({ actions, resources }: GivenStatement, { action, resource }: Observed): boolean =>
  actions.some((pattern) => matchesAction(pattern, action)) && resources.some((pattern) => coversResource(pattern, resource));

const listed = (names: readonly string[]): string => [...new Set(names)].sort().join(', ');

export const comparePolicy = (observed: readonly Observed[], given: Extract<GivenPolicy, { kind: 'policy' }>): Comparison => {
  const judged = given.allowed.filter(({ unjudged }) => unjudged === undefined);
  const wider: Remark[] = [];
  const unused: string[] = [];
  for (const { actions, resources } of judged) {
    for (const pattern of actions) {
      const used = observed.filter(({ action }) => matchesAction(pattern, action));
      if (used.length === 0) {
        unused.push(pattern);
        continue;
      }
      if (isWild(pattern)) wider.push({ about: pattern, why: `used: ${listed(used.map(({ action }) => action))}` });
      const seen = new Set(used.map(({ resource }) => resource));
      for (const resource of resources) {
        if (seen.has(resource)) continue;
        const covered = [...seen].filter((each) => coversResource(resource, each));
        wider.push({
          about: `${pattern} on ${resource}`,
          why: covered.length === 0 ? 'never used there' : `used on: ${listed(covered)}`,
        });
      }
    }
  }
  return {
    notAllowed: observed.filter((each) => !given.allowed.some((statement) => allows(statement, each))),
    unused: [...new Set(unused)].sort(),
    wider,
    unjudged: [
      ...given.allowed.flatMap(({ unjudged, actions }) =>
        unjudged === undefined ? [] : [{ about: actions.length === 0 ? 'a statement' : actions.join(', '), why: `has ${unjudged}` }],
      ),
      ...(given.denies === 0 ? [] : [{ about: `${given.denies} Deny`, why: 'denials are not judged' }]),
    ],
  };
};
