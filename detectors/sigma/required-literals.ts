// What a record must have for an expression to be true: at least one of some signs, each a literal of a field.
import type { Expression, Likeness, ValueTest } from './expression.ts';
import { regexLiterals } from './regex-literals.ts';
import { lowered, type Piece, plainText } from './wildcard.ts';

/** One thing to look for; without a field, in any value of the record. */
export interface Sign {
  readonly field: string | undefined;
  /** `present`: the field is there, whatever it holds. */
  readonly how: Likeness | 'present';
  /** In lower case. */
  readonly text: string;
}

/** A record that matches has at least one of the signs; without any, no record matches. */
export type Requirement = readonly Sign[];

/** What it costs to look for a sign and to be misled by it: less is better. */
export type Cost = (sign: Sign) => number;

const isAscii = (pieces: readonly Piece[]): boolean =>
  pieces.every((piece) => typeof piece !== 'string' || [...piece].every((character) => character < '\u0080'));

const longest = (texts: readonly string[]): string => texts.reduce((best, text) => (text.length > best.length ? text : best), '');

type Literal = Omit<Sign, 'field'>;

const ofText = (pieces: readonly Piece[], cased: boolean): Literal | undefined => {
  // Folding a text of other scripts depends on neighbouring letters, so the part's fold need not be a part of the fold.
  if (cased && !isAscii(pieces)) return undefined;
  const folded = lowered(pieces);
  const whole = plainText(folded);
  if (whole !== undefined) return { how: 'equal', text: whole };
  const [first] = folded;
  const last = folded.at(-1);
  if (typeof first === 'string') return { how: 'prefix', text: first };
  if (typeof last === 'string') return { how: 'suffix', text: last };
  const text = longest(folded.filter((piece) => typeof piece === 'string'));
  return text === '' ? undefined : { how: 'contains', text };
};

const literalsOf = (test: ValueTest): readonly Literal[] | undefined => {
  if (test.kind === 'text') {
    const literal = ofText(test.pieces, test.cased);
    return literal === undefined ? undefined : [literal];
  }
  if (test.kind !== 'regex') return undefined;
  return regexLiterals(test.regex.source, test.regex.flags)?.map((text) => ({ how: 'contains', text }));
};

const costOf = (requirement: Requirement, cost: Cost): number => requirement.reduce((most, sign) => Math.max(most, cost(sign)), 0);

const isCheaper = (one: Requirement, other: Requirement, cost: Cost): boolean =>
  (costOf(one, cost) - costOf(other, cost) || one.length - other.length) < 0;

const cheapest = (requirements: readonly (Requirement | undefined)[], cost: Cost): Requirement | undefined => {
  let best: Requirement | undefined;
  for (const one of requirements) if (one !== undefined && (best === undefined || isCheaper(one, best, cost))) best = one;
  return best;
};

/** The cheapest requirement that every matching record meets; undefined when nothing is sure. */
export const requirementOf = (expression: Expression, cost: Cost): Requirement | undefined => {
  switch (expression.kind) {
    case 'all':
      return cheapest(
        expression.of.map((part) => requirementOf(part, cost)),
        cost,
      );
    case 'any': {
      const signs: Sign[] = [];
      for (const part of expression.of) {
        const requirement = requirementOf(part, cost);
        if (requirement === undefined) return undefined;
        signs.push(...requirement);
      }
      return signs;
    }
    case 'field': {
      const { field, test } = expression;
      // The one test that a missing field passes.
      if (test.kind === 'null') return undefined;
      return literalsOf(test)?.map((literal) => ({ field, ...literal })) ?? [{ field, how: 'present', text: '' }];
    }
    case 'keyword':
      return literalsOf(expression.test)?.map((literal) => ({ field: undefined, ...literal }));
    case 'exists':
      return expression.wanted ? [{ field: expression.field, how: 'present', text: '' }] : undefined;
    case 'like-field':
      return [{ field: expression.field, how: 'present', text: '' }];
    case 'not':
      return undefined;
  }
};
