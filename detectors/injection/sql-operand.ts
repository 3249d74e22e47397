// One side of a comparison in a text read as SQL: `1`, `'a'`, `(select 1)`, `char(97)`, `''`.
import type { SqlToken } from './sql-tokens.ts';

/** Tokens of a nested call or query that are looked through; a paragraph is no operand. */
export const OPERAND_TOKENS = 24;

export interface Operand {
  /** Index after the operand and its closing quotes and brackets. */
  readonly end: number;
  /** The text of a single literal or name. */
  readonly value: string | undefined;
  readonly kind: 'number' | 'string' | 'word' | 'constant' | 'call' | 'none';
}

const isCore = ({ kind }: SqlToken): boolean =>
  kind === 'number' || kind === 'word' || kind === 'variable' || kind === 'constant' || kind === 'select';

/** The index of the bracket that closes what opens at or before `from`, held within an operand's length. */
const callEnd = (tokens: readonly SqlToken[], from: number, open: number): number => {
  let depth = open;
  const limit = Math.min(tokens.length, from + OPERAND_TOKENS);
  for (let at = from; at < limit; at++) {
    if (tokens[at]?.kind === '(') depth++;
    else if (tokens[at]?.kind === ')' && --depth <= 0) return at;
  }
  return limit;
};

export const operandAt = (tokens: readonly SqlToken[], from: number): Operand => {
  let at = from;
  let quoted = false;
  const limit = Math.min(tokens.length, from + OPERAND_TOKENS);
  for (; at < limit; at++) {
    const kind = tokens[at]?.kind;
    if (kind === 'quote') quoted = true;
    else if (kind !== '(' && kind !== 'operator') break;
  }
  const core = tokens[at];
  let value: string | undefined;
  let kind: Operand['kind'] = quoted ? 'string' : 'none';
  if (core !== undefined && isCore(core)) {
    value = core.text;
    kind = quoted ? 'string' : core.kind === 'number' ? 'number' : core.kind === 'constant' ? 'constant' : 'word';
    at++;
    if (tokens[at]?.kind === '.') at += 2;
    if (core.kind === 'select' || (core.kind === 'word' && tokens[at]?.kind === '(')) {
      kind = 'call';
      at = callEnd(tokens, at, core.kind === 'select' ? 1 : 0);
    }
  }
  while (at < tokens.length && at - from < 2 * OPERAND_TOKENS && (tokens[at]?.kind === 'quote' || tokens[at]?.kind === ')')) at++;
  // `1+2*3`: what is computed is one operand.
  const next = tokens[at + 1];
  if (
    kind === 'number' &&
    tokens[at]?.kind === 'operator' &&
    (next?.kind === 'number' || next?.kind === '(') &&
    at - from < OPERAND_TOKENS
  ) {
    const rest = operandAt(tokens, at + 1);
    if (rest.kind === 'number') return { end: rest.end, value: undefined, kind };
  }
  return { end: at, value, kind };
};

/**
 * What stands before a keyword says whether a value that the application began is left: 3 a quote that was never opened,
 * 2 nothing at all, 1 a number, a bracket or a closed string, 0 a word.
 */
export const breakout = (tokens: readonly SqlToken[], at: number): number => {
  let before = at - 1;
  while (tokens[before]?.kind === ')') before--;
  const token = tokens[before];
  if (token === undefined) return 2;
  if (token.kind === 'quote') return token.odd && token.text !== '`' ? 3 : 1;
  if (before < at - 1) return 1;
  return token.kind === 'number' || token.kind === 'constant' ? 1 : 0;
};
