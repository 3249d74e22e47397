// What a record must have for an expression to be true: literals of one field, at least one of which is there.
import type { Expression, Likeness, ValueTest } from './expression.ts';
import { lowered, type Piece, plainText } from './wildcard.ts';

export interface Literal {
  readonly how: Likeness;
  /** In lower case. */
  readonly text: string;
}

/** A field and literals; without a field, literals of any value of the record. No literals: never true. */
export interface Requirement {
  readonly field: string | undefined;
  readonly literals: readonly Literal[];
}

const isAscii = (pieces: readonly Piece[]): boolean =>
  pieces.every((piece) => typeof piece !== 'string' || [...piece].every((character) => character < '\u0080'));

const longest = (texts: readonly string[]): string => texts.reduce((best, text) => (text.length > best.length ? text : best), '');

const literalOf = (test: ValueTest): Literal | undefined => {
  // Folding a text of other scripts depends on neighbouring letters, so the part's fold need not be a part of the fold.
  if (test.kind !== 'text' || (test.cased && !isAscii(test.pieces))) return undefined;
  const pieces = lowered(test.pieces);
  const whole = plainText(pieces);
  if (whole !== undefined) return { how: 'equal', text: whole };
  const [first] = pieces;
  const last = pieces.at(-1);
  if (typeof first === 'string') return { how: 'prefix', text: first };
  if (typeof last === 'string') return { how: 'suffix', text: last };
  const text = longest(pieces.filter((piece) => typeof piece === 'string'));
  return text === '' ? undefined : { how: 'contains', text };
};

const WEIGHT: Readonly<Record<Likeness, number>> = { equal: 0, prefix: 1, suffix: 1, contains: 2 };

/** Lower is more selective: the loosest of its literals, then how many they are. */
export const looseness = ({ literals }: Requirement): number =>
  Math.max(0, ...literals.map(({ how, text }) => WEIGHT[how] * 1_000_000 + (how === 'equal' ? 0 : 100_000 / (1 + text.length)))) +
  literals.length;

const tightest = (requirements: readonly Requirement[], field: string | undefined): Requirement | undefined =>
  requirements
    .filter((requirement) => requirement.field === field)
    .reduce<Requirement | undefined>((best, one) => (best === undefined || looseness(one) < looseness(best) ? one : best), undefined);

/** Requirements, each of which every matching record meets. Empty when nothing is sure. */
export const requirementsOf = (expression: Expression): readonly Requirement[] => {
  switch (expression.kind) {
    case 'all':
      return expression.of.flatMap(requirementsOf);
    case 'any': {
      const alternatives = expression.of.map(requirementsOf);
      const [first, ...others] = alternatives;
      if (first === undefined) return [{ field: undefined, literals: [] }];
      const fields = [...new Set(first.map((requirement) => requirement.field))];
      return fields.flatMap((field) => {
        const best = [first, ...others].map((requirements) => tightest(requirements, field));
        return best.every((requirement) => requirement !== undefined)
          ? [{ field, literals: best.flatMap((requirement) => requirement.literals) }]
          : [];
      });
    }
    case 'field':
    case 'keyword': {
      const literal = literalOf(expression.test);
      return literal === undefined ? [] : [{ field: expression.kind === 'field' ? expression.field : undefined, literals: [literal] }];
    }
    case 'not':
    case 'exists':
    case 'like-field':
      return [];
  }
};
