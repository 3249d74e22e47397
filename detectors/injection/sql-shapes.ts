// The shapes an injection gives a statement, each with its weight: a condition, a union, a second statement, a sorted column.
import { breakout, OPERAND_TOKENS, type Operand, operandAt } from './sql-operand.ts';
import { isStatement } from './sql-statement.ts';
import type { SqlToken } from './sql-tokens.ts';

const isLiteral = (kind: Operand['kind']): boolean => kind === 'number' || kind === 'string' || kind === 'constant';

const closes = (token: SqlToken | undefined): boolean => token === undefined || token.kind === 'comment' || token.kind === ';';

/** `' or 1 --`, `' or true#`, `1 or sleep(5)`: no comparison, so the end must tell. */
const bareCondition = (tokens: readonly SqlToken[], at: number, left: Operand): number => {
  const next = tokens[left.end];
  const out = breakout(tokens, at);
  const commented = next?.kind === 'comment' || next?.kind === ';';
  if (!closes(next)) return left.kind === 'call' && out >= 3 ? 3 : 0;
  if (left.kind === 'call') return out >= 2 ? 3 : out;
  // `buy 2 or 3` ends in a number as well: the value must be all there is, or the quote must leave it.
  if (left.kind === 'number' || left.kind === 'constant')
    return out >= 3 || (out > 0 && commented) ? 3 + (commented ? 2 : 0) : out > 0 && at <= 2 ? 2 : 0;
  return out >= 3 ? (commented ? 4 : 2) : 0;
};

/** 4 the sides are the same, 3 literals of one kind, 2 literals, 1 anything else. */
const tautology = (left: Operand, right: Operand): number => {
  const same = left.value !== undefined && left.value === right.value && left.kind === right.kind;
  const empty = left.kind === 'string' && right.kind === 'string' && left.value === undefined && right.value === undefined;
  if (same || empty) return 4;
  if (!isLiteral(left.kind) || !isLiteral(right.kind)) return 1;
  return left.kind === right.kind ? 3 : 2;
};

/** `or 1=1`, `and 'a'='a`, `|| sleep(5)`. `own`: inside a statement that the application wrote. */
export const conditionWeight = (tokens: readonly SqlToken[], at: number, own: boolean): number => {
  const word = tokens[at]?.text ?? '';
  const symbolic = word === '||' || word === '&&';
  const left = operandAt(tokens, at + 1);
  const out = breakout(tokens, at);
  if (left.end === at + 1) return 0;
  if (tokens[left.end]?.kind !== 'compare') {
    // `'||(select …)||'`, `x'||'y`: strings joined around what is of interest.
    if (symbolic && at === 0) return left.kind === 'call' && closes(tokens[left.end]) ? 3 : 0;
    if (symbolic) return out >= 3 && !own ? (left.kind === 'call' ? 4 : tokens[at + 1]?.kind === 'quote' ? 3 : 0) : 0;
    return own ? 0 : bareCondition(tokens, at, left);
  }
  let cursor = left.end + 1;
  while (tokens[cursor]?.kind === 'compare' || tokens[cursor]?.text === 'not') cursor++;
  const right = operandAt(tokens, cursor);
  const after = tokens[right.end];
  const comment = after?.kind === 'comment' ? 2 : 0;
  const truth = tautology(left, right);
  // An injection that worked shows in the application's own statement: `WHERE name = '' OR '1'='1'`.
  if (own) return truth === 4 && word === 'or' && isLiteral(left.kind) ? 5 : 0;
  const calls = left.kind === 'call' || right.kind === 'call' ? 1 : 0;
  if (symbolic && out < 3) return truth >= 3 && closes(after) && (comment > 0 || at <= 2) ? 3 : 0;
  if (truth === 1) return out >= 3 ? 3 + comment + calls : out > 0 && calls > 0 ? 2 + comment : 0;
  if (out > 0) return truth + out + comment + (closes(after) && out >= 2 ? 1 : 0);
  // `hi or a=a`: a word before proves nothing, two equal sides do a little.
  return truth === 4 ? (left.kind === 'word' ? 2 : 4) : left.kind === 'word' ? 0 : truth;
};

export const unionWeight = (tokens: readonly SqlToken[], at: number, own: boolean): number => {
  let cursor = at + 1;
  while (tokens[cursor]?.text === 'all' || tokens[cursor]?.text === 'distinct' || tokens[cursor]?.kind === '(') cursor++;
  const select = tokens[cursor];
  const glued = select?.kind === 'word' && select.text.startsWith('select') && cursor > at + 1;
  if (select?.kind !== 'select' && !glued) return 0;
  let columns = 0;
  let proof = 0;
  for (const { kind, text } of tokens.slice(cursor + 1, cursor + OPERAND_TOKENS)) {
    if (kind === 'number' || kind === 'constant' || kind === 'variable' || kind === 'quote') columns++;
    if (kind === 'from' || kind === ',' || kind === '(' || kind === 'comment' || text === '*') proof = 3;
  }
  const out = breakout(tokens, at);
  if (own) return out >= 3 && columns > 1 ? 5 : columns > 3 && proof > 0 ? 2 : 0;
  // `The Union select committee`: without columns it is a sentence.
  if (columns === 0 && proof === 0) return out >= 2 ? 2 : 0;
  return 2 + proof + (columns > 1 ? 2 : columns) + out;
};

/** `'; drop table users --`. */
export const stackedWeight = (tokens: readonly SqlToken[], at: number): number => {
  if (!isStatement(tokens, at + 1)) return 0;
  let before = at - 1;
  while (tokens[before]?.kind === ')') before--;
  const token = tokens[before];
  const comment = tokens[tokens.length - 1]?.kind === 'comment' ? 2 : 0;
  return 3 + comment + (token === undefined ? 1 : token.kind === 'quote' ? (token.odd ? 4 : 1) : token.kind === 'number' ? 2 : 0);
};

/** `order by 5 --`, `' having 1=1`: how columns are counted. */
export const orderWeight = (tokens: readonly SqlToken[], at: number): number => {
  const by = tokens[at]?.kind === 'by';
  const operand = operandAt(tokens, at + (by ? 2 : 1));
  const end = tokens[operand.end];
  const comment = end?.kind === 'comment' ? 2 : 0;
  const out = breakout(tokens, at);
  if (!by && operand.kind === 'number' && end?.kind === 'compare') return 3 + out;
  const closed = closes(end) || end?.kind === ',' || end?.kind === 'compare';
  return operand.kind === 'number' && closed && out > 0 ? 1 + out + comment : out >= 3 && operand.kind !== 'none' ? 2 + comment : 0;
};
