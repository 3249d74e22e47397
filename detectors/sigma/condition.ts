// Sigma's condition language: `selection and not 1 of filter_*`. From least to most binding: or, and, not, `x of`, brackets.
import { allOf, anyOf, type Expression, notOf } from './expression.ts';
import type { Place } from './located.ts';
import type { Report } from './report.ts';
import { parsePattern, patternMatcher } from './wildcard.ts';

/** The longest conditions in public rule sets are a few hundred characters. */
const LONGEST_CONDITION = 10_000;
/** Brackets and `not` inside one another, so that no condition exhausts the stack. */
const DEEPEST = 100;

export interface Condition {
  readonly expression: Expression;
  /** Search identifiers that are used under a `not`. */
  readonly negated: readonly string[];
}

const isWordCharacter = (character: string): boolean => /[A-Za-z0-9_*\-.]/.test(character);

const tokensOf = (text: string): readonly string[] | undefined => {
  const tokens: string[] = [];
  let word = '';
  for (const character of `${text} `) {
    if (isWordCharacter(character)) {
      word += character;
      continue;
    }
    if (word !== '') tokens.push(word);
    word = '';
    if (character === '(' || character === ')') tokens.push(character);
    else if (character.trim() !== '') return undefined;
  }
  return tokens;
};

class Malformed extends Error {}

/** `identifiers` says what each name stands for, in the file's order. */
export const parseCondition = (
  text: string,
  identifiers: ReadonlyMap<string, Expression>,
  at: Place,
  report: Report,
): Condition | undefined => {
  if (text.includes('|')) return report(at, 'an aggregation that no correlation says, or without a timeframe');
  if (text.length > LONGEST_CONDITION) return report(at, `condition longer than ${LONGEST_CONDITION} characters`);
  const tokens = tokensOf(text);
  if (tokens === undefined) return report(at, `condition \`${text.slice(0, 80)}\` has a character that no condition has`);
  const negated = new Set<string>();
  let next = 0;

  const keyword = (word: string): boolean => {
    if (tokens[next]?.toLowerCase() !== word) return false;
    next++;
    return true;
  };
  const named = (name: string, positive: boolean): Expression => {
    const found = identifiers.get(name);
    if (found === undefined) throw new Malformed(`condition names \`${name}\`, which the detection does not define`);
    if (!positive) negated.add(name);
    return found;
  };
  const selector = (quantifier: string, pattern: string, positive: boolean): Expression => {
    const matches = pattern === 'them' ? () => true : patternMatcher(parsePattern(pattern));
    const names = [...identifiers.keys()].filter((name) => !name.startsWith('_') && matches(name));
    if (names.length === 0) throw new Malformed(`the condition's \`${pattern}\` names no search identifier`);
    const parts = names.map((name) => named(name, positive));
    return quantifier === 'all' ? allOf(parts) : anyOf(parts);
  };
  const operand = (positive: boolean, depth: number): Expression => {
    if (depth > DEEPEST) throw new Malformed(`condition nested deeper than ${DEEPEST}`);
    if (keyword('not')) return notOf(operand(!positive, depth + 1));
    if (keyword('(')) {
      const part = disjunction(positive, depth + 1);
      if (!keyword(')')) throw new Malformed('condition has a bracket that is not closed');
      return part;
    }
    const word = tokens[next++];
    if (word === undefined || word === ')' || ['and', 'or', 'of'].includes(word.toLowerCase())) {
      throw new Malformed(
        word === undefined ? 'condition ends where a search identifier was expected' : `condition has \`${word}\` out of place`,
      );
    }
    const quantifier = word.toLowerCase();
    if (tokens[next]?.toLowerCase() !== 'of') return named(word, positive);
    next++;
    if (!['1', 'any', 'all'].includes(quantifier))
      throw new Malformed(`\`${word} of\`: only \`1 of\`, \`any of\` and \`all of\` are defined`);
    const pattern = tokens[next++];
    if (pattern === undefined || pattern === '(' || pattern === ')') throw new Malformed(`\`${word} of\` names nothing`);
    return selector(quantifier, pattern, positive);
  };
  const series = (word: 'and' | 'or', part: () => Expression): Expression => {
    const parts = [part()];
    while (keyword(word)) parts.push(part());
    return word === 'and' ? allOf(parts) : anyOf(parts);
  };
  const disjunction = (positive: boolean, depth: number): Expression => series('or', () => series('and', () => operand(positive, depth)));

  try {
    const expression = disjunction(true, 0);
    if (next < tokens.length) return report(at, `condition has \`${tokens[next]}\` out of place`);
    return { expression, negated: [...negated] };
  } catch (error) {
    if (error instanceof Malformed) return report(at, error.message);
    throw error;
  }
};
