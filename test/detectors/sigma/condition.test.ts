// The condition language: examples, and any condition against a naive evaluator.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonObject } from '../../../detectors/model/json.ts';
import { parseCondition } from '../../../detectors/sigma/condition.ts';
import { predicateOf } from '../../../detectors/sigma/evaluate.ts';
import type { Expression } from '../../../detectors/sigma/expression.ts';
import { newFieldSlots, newRecordView } from '../../../detectors/sigma/record-view.ts';

const NAMES = ['selection_a', 'selection_b', 'filter_main_c', 'other', '_hidden'] as const;

const leaf = (name: string): Expression => ({ kind: 'exists', field: name, wanted: true, line: 1 });

/** Which truth the condition has when exactly the named search identifiers match; reasons when it does not parse. */
const truth = (condition: string, matching: readonly string[]): boolean | undefined | readonly string[] => {
  const reasons: string[] = [];
  const parsed = parseCondition(condition, new Map(NAMES.map((name) => [name, leaf(name)])), { line: 1, column: 1 }, (_at, reason) => {
    reasons.push(reason);
    return undefined;
  });
  if (parsed === undefined) return reasons;
  if (parsed.expression === undefined) return undefined;
  const slots = newFieldSlots();
  const predicate = predicateOf(parsed.expression, slots);
  const view = newRecordView(slots, new Map());
  view.begin('cloudtrail', Object.fromEntries(matching.map((name) => [name, 1])) as JsonObject);
  return predicate(view);
};

test.for([
  ['and binds more than or', 'other or selection_a and selection_b', ['other'], true],
  ['and binds more than or, the other way', 'selection_a and selection_b or other', ['selection_a'], false],
  ['not binds most', 'not other and selection_a', ['selection_a'], true],
  ['brackets', 'selection_a and (other or selection_b)', ['selection_a', 'selection_b'], true],
  ['not of brackets', 'not (other or selection_a)', ['selection_b'], true],
  ['not not', 'not not other', ['other'], true],
  ['1 of a pattern', '1 of selection_*', ['selection_b'], true],
  ['1 of a pattern, none', '1 of selection_*', ['other'], false],
  ['any of is 1 of', 'any of selection_*', ['selection_b'], true],
  ['all of a pattern', 'all of selection_*', ['selection_a'], false],
  ['all of a pattern, all', 'all of selection_*', ['selection_a', 'selection_b'], true],
  ['a star in the middle', '1 of *main*', ['filter_main_c'], true],
  ['1 of them', '1 of them', ['other'], true],
  ['them leaves out names that begin with an underscore', '1 of them', ['_hidden'], false],
  ['all of them leaves them out too', 'all of them', ['selection_a', 'selection_b', 'filter_main_c', 'other'], true],
  ['a hidden name may be named', 'other and _hidden', ['other', '_hidden'], true],
  ['not 1 of', 'other and not 1 of filter_*', ['other', 'filter_main_c'], false],
  ['words in capitals', 'other AND NOT 1 OF filter_*', ['other'], true],
] as const)('%s: %s', ([, condition, matching, expected]) => {
  expect(truth(condition, matching)).toBe(expected);
});

test.for([
  ['a pattern is of the whole name', '1 of selection', "the condition's `selection` names no search identifier"],
  ['not 1 of nothing', 'other and not 1 of absent_*', "the condition's `absent_*` names no search identifier"],
  ['an unknown name', 'nobody', 'condition names `nobody`, which the detection does not define'],
  ['an open bracket', '(other', 'condition has a bracket that is not closed'],
  ['a closing bracket too many', 'other)', 'condition has `)` out of place'],
  ['an end after and', 'other and', 'condition ends where a search identifier was expected'],
  ['two names in a row', 'other selection_a', 'condition has `selection_a` out of place'],
  ['two of', '2 of selection_*', '`2 of`: only `1 of`, `any of` and `all of` are defined'],
  ['of nothing', '1 of', '`1 of` names nothing'],
  ['an aggregation', 'other | count() > 5', 'an aggregation that no correlation says, or without a timeframe'],
  ['nothing', '', 'condition ends where a search identifier was expected'],
  ['a strange character', 'other & selection_a', 'condition `other & selection_a` has a character that no condition has'],
  ['brackets without end', '('.repeat(5_000), 'condition nested deeper than 100'],
  ['not without end', 'not '.repeat(2_400), 'condition nested deeper than 100'],
] as const)('%s is a problem', ([, condition, reason]) => {
  expect(truth(condition, [])).toEqual([reason]);
});

interface Tree {
  readonly text: string;
  readonly holds: (matching: ReadonlySet<string>) => boolean;
  /** 0 a name, 1 not, 2 and, 3 or: what needs brackets inside what. */
  readonly rank: number;
}

const inside = (tree: Tree, rank: number): string => (tree.rank > rank ? `(${tree.text})` : tree.text);

const trees = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom(...NAMES).map((name): Tree => ({ text: name, holds: (matching) => matching.has(name), rank: 0 })),
    fc.constantFrom('1', 'all').map(
      (quantifier): Tree => ({
        text: `${quantifier} of selection_*`,
        holds: (matching) =>
          quantifier === '1'
            ? matching.has('selection_a') || matching.has('selection_b')
            : matching.has('selection_a') && matching.has('selection_b'),
        rank: 0,
      }),
    ),
    tie('tree').map((of): Tree => ({ text: `not ${inside(of, 1)}`, holds: (matching) => !of.holds(matching), rank: 1 })),
    fc.tuple(tie('tree'), tie('tree')).map(
      ([one, other]): Tree => ({
        text: `${inside(one, 2)} and ${inside(other, 2)}`,
        holds: (matching) => one.holds(matching) && other.holds(matching),
        rank: 2,
      }),
    ),
    fc.tuple(tie('tree'), tie('tree')).map(
      ([one, other]): Tree => ({
        text: `${inside(one, 3)} or ${inside(other, 3)}`,
        holds: (matching) => one.holds(matching) || other.holds(matching),
        rank: 3,
      }),
    ),
  ),
}));

test('any condition is what a naive evaluator says', () => {
  fc.assert(
    fc.property(trees.tree, fc.subarray([...NAMES]), (tree, matching) => {
      expect(truth(tree.text, matching)).toBe(tree.holds(new Set(matching)));
    }),
    { numRuns: 1_000 },
  );
});
