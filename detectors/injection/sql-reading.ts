// What the tokens of a text would do to a statement that they are pasted into: the weight of one reading.
import { OPERAND_TOKENS } from './sql-operand.ts';
import { conditionWeight, orderWeight, stackedWeight, unionWeight } from './sql-shapes.ts';
import { isStatement, statementStart } from './sql-statement.ts';
import { type SqlToken, sqlTokens } from './sql-tokens.ts';
import { SERVER_VARIABLES, SYSTEM_NAMES, TELLING_FUNCTIONS } from './sql-words.ts';

const SYSTEM_NAMES_BY_LETTER = Map.groupBy(SYSTEM_NAMES, ([name]) => name.charCodeAt(0));

const systemWeight = (word: string, before: SqlToken | undefined): number => {
  // `--key-outfile`: only behind `into` is it MySQL's.
  if ((word === 'outfile' || word === 'dumpfile') && before?.kind !== 'from') return 0;
  for (const [name, weight] of SYSTEM_NAMES_BY_LETTER.get(word.charCodeAt(0)) ?? []) if (word.startsWith(name)) return weight;
  return 0;
};

interface Tail {
  /** A quote that was never opened is followed by what only SQL has there. */
  readonly leaves: boolean;
  readonly weight: number;
}

/** `admin'--`, `')) #`, `'=0--`: the rest of the statement is cut off behind a quote. */
const tailAt = (tokens: readonly SqlToken[], at: number): Tail => {
  let cursor = at + 1;
  while (tokens[cursor]?.kind === ')' || tokens[cursor]?.kind === ';') cursor++;
  const brackets = cursor > at + 1;
  const end = tokens[cursor];
  const leaves =
    brackets ||
    at === 0 ||
    (end !== undefined && ['comment', 'logic', 'union', 'having', 'by', 'operator', 'compare', 'verb', 'select'].includes(end.kind));
  if (end?.kind === 'comment') {
    const last = cursor === tokens.length - 1;
    // `"#0.12.2"`, `"#debian`: a fragment or a tag; a comment of MySQL's has nothing of the statement behind it.
    if (end.text === '#' && !last && !brackets) return { leaves: false, weight: 0 };
    // `"exec" "--" "run"`: an argument in quotes, not a comment.
    if (tokens[cursor + 1]?.kind === 'quote' && !brackets) return { leaves: false, weight: 0 };
    return { leaves, weight: last ? (end.text === '--' || brackets ? 5 : 3) : 2 };
  }
  const compared = end?.kind === 'compare' || end?.kind === 'operator';
  const closed = compared && tokens[tokens.length - 1]?.kind === 'comment' && tokens.length - at <= 8;
  return { leaves, weight: closed ? 4 : 0 };
};

/** Long hexadecimal strings are how T-SQL hides a statement: `declare @s varchar(200) select @s=0x77616974…`. */
const HIDDEN_STATEMENT_DIGITS = 16;

/** No break-out anywhere: a statement over the catalogue, or a call that waits, is worth noting when it is all there is. */
const bareWeight = (tokens: readonly SqlToken[], start: number, call: number, system: number): number => {
  const telling = Math.max(call >= 3 ? call : 0, system >= 2 ? system : 0);
  const first = tokens[0]?.kind;
  const last = tokens[tokens.length - 1];
  if (start > 0) return 0;
  if (start === 0 || first === 'select' || first === 'verb') return Math.min(telling, 4);
  // `( … ) --`: nothing before the bracket, and the rest cut off.
  if (first === '(' && last?.kind === 'comment' && tokens[tokens.length - 2]?.kind === ')') return 2;
  if (call === 2 && last?.kind === 'comment') return 2;
  const fragment = first === 'logic' || first === ')' || first === ',' || first === 'quote';
  return call >= 4 ? call - 2 : telling > 0 && (fragment || tokens.length <= OPERAND_TOKENS * 2) ? 2 : 0;
};

/** `; sleep(5)`, `if(1,sleep(5),0)`, `1-sleep(5)`: not where a program's own call stands. */
const isNested = (tokens: readonly SqlToken[], at: number): boolean => {
  const before = tokens[at - 1];
  const joined = before?.kind === 'operator' && (tokens[at - 2]?.kind === 'number' || tokens[at - 2]?.kind === 'quote');
  return (
    joined || before?.kind === ',' || (before?.kind === '(' && tokens[at - 2]?.kind !== 'compare') || (before?.kind === ';' && at <= 2)
  );
};

/** `lower` must be in lower case. */
export const readingWeight = (lower: string): number => {
  const tokens = sqlTokens(lower);
  const start = statementStart(tokens);
  let [condition, union, stacked, order, tail, call, system] = [0, 0, 0, 0, 0, 0, 0];
  let leaves = false;
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    const own = start >= 0 && at > start;
    switch (token?.kind) {
      case 'logic':
        condition = Math.max(condition, conditionWeight(tokens, at, own));
        break;
      case 'union':
        union = Math.max(union, unionWeight(tokens, at, own));
        break;
      case ';':
        if (!own) stacked = Math.max(stacked, stackedWeight(tokens, at));
        break;
      case 'verb':
        // Nobody but an attacker waits inside a value.
        if (token.text === 'waitfor' && isStatement(tokens, at))
          stacked = Math.max(stacked, tokens[tokens.length - 1]?.kind === 'comment' ? 6 : 5);
        if (token.text === 'exec' && isStatement(tokens, at) && at > 0) call = Math.max(call, 2);
        break;
      case 'select':
        if (start < 0 && tokens[at - 1]?.kind === '(' && isStatement(tokens, at)) call = Math.max(call, 3);
        break;
      case 'having':
      case 'by':
        if (!own) order = Math.max(order, orderWeight(tokens, at));
        break;
      case 'word':
        if (tokens[at + 1]?.kind === '(')
          call = Math.max(call, (TELLING_FUNCTIONS.get(token.text) ?? 0) + (token.text === 'sleep' && isNested(tokens, at) ? 2 : 0));
        system = Math.max(system, systemWeight(token.text, tokens[at - 1]));
        break;
      case 'number':
        if (token.text.startsWith('0x') && token.text.length > HIDDEN_STATEMENT_DIGITS && tokens[0]?.text === 'declare')
          system = Math.max(system, 3);
        break;
      case 'variable':
        if (token.text.startsWith('@@') && SERVER_VARIABLES.some((name) => token.text.startsWith(name, 2))) system = Math.max(system, 3);
        break;
      case 'quote':
        if (token.odd && token.text !== '`') {
          const cut = tailAt(tokens, at);
          leaves ||= cut.leaves;
          tail = Math.max(tail, cut.weight);
        }
        break;
      default:
    }
  }
  const shape = condition + union + stacked + order;
  const helped = call + system;
  if (shape > 0 || tail > 0) return Math.max(shape, tail) + helped;
  if (leaves) return helped >= 2 ? helped + 2 : 0;
  return bareWeight(tokens, start, call, system);
};
