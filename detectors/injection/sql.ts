// SQL injection: what the tokens of a text would do to a statement they are pasted into.
import type { Scanner, View } from './scanner.ts';
import { type SqlToken, sqlTokens } from './sql-tokens.ts';
import { SYSTEM_NAMES, TELLING_FUNCTIONS } from './sql-words.ts';

/** An operand's tokens looked through: `(select count(*) from users)` fits, a paragraph does not. */
const OPERAND_TOKENS = 24;

interface Operand {
  /** Index after the operand and its closing quotes and brackets. */
  readonly end: number;
  /** The value's text when it is a single literal or name, else undefined. */
  readonly value: string | undefined;
  readonly kind: 'number' | 'string' | 'word' | 'constant' | 'call' | 'none';
}

const operandAt = (tokens: readonly SqlToken[], from: number): Operand => {
  let at = from;
  let quoted = 0;
  while (at < tokens.length) {
    const token = tokens[at] as SqlToken;
    if (token.kind === 'quote') quoted++;
    else if (token.kind !== '(' && token.kind !== 'operator') break;
    at++;
  }
  const core = tokens[at];
  let value: string | undefined;
  let kind: Operand['kind'] = quoted > 0 ? 'string' : 'none';
  if (
    core !== undefined &&
    (core.kind === 'number' || core.kind === 'word' || core.kind === 'variable' || core.kind === 'constant' || core.kind === 'select')
  ) {
    value = core.text;
    kind = quoted > 0 ? 'string' : core.kind === 'number' ? 'number' : core.kind === 'constant' ? 'constant' : 'word';
    at++;
    if (tokens[at]?.kind === '.') at += 2;
    if (core.kind === 'select' || (core.kind === 'word' && tokens[at]?.kind === '(')) {
      kind = 'call';
      let depth = core.kind === 'select' ? 1 : 0;
      const limit = Math.min(tokens.length, at + OPERAND_TOKENS);
      for (; at < limit; at++) {
        const token = tokens[at] as SqlToken;
        if (token.kind === '(') depth++;
        else if (token.kind === ')' && --depth <= 0) break;
      }
    }
  }
  while (at < tokens.length && (tokens[at]?.kind === 'quote' || tokens[at]?.kind === ')') && at - from < OPERAND_TOKENS) at++;
  return { end: at, value, kind };
};

/** What stands before a keyword says whether it leaves a value that the application began. */
const breakout = (tokens: readonly SqlToken[], at: number, view: View): number => {
  let before = at - 1;
  while (tokens[before]?.kind === ')') before--;
  const token = tokens[before];
  if (token === undefined) return view.whole ? 2 : 1;
  if (token.kind === 'quote') return token.odd ? 3 : 1;
  if (before < at - 1) return 1;
  return token.kind === 'number' ? 1 : 0;
};

/** `or 1=1`, `and 'a'='a`, `or sleep(5)`. */
const logicWeight = (tokens: readonly SqlToken[], at: number, view: View, own: boolean): number => {
  const word = (tokens[at] as SqlToken).text;
  const symbolic = word === '||' || word === '&&';
  const left = operandAt(tokens, at + 1);
  if (left.end === at + 1) return 0;
  const out = breakout(tokens, at, view);
  const next = tokens[left.end];
  const closing = next === undefined ? 0 : next.kind === 'comment' || next.kind === ';' ? 2 : -1;
  if (next?.kind !== 'compare') {
    // `' or 1 --`, `' or true#`, `' or 'x`.
    if (own || closing < 0 || symbolic) return left.kind === 'call' && out >= 3 ? 3 : 0;
    if (left.kind === 'number' || left.kind === 'constant') return out >= 3 || (out > 0 && closing > 0) ? 3 + closing : out >= 1 ? 2 : 0;
    return out >= 3 ? 2 + closing : 0;
  }
  let cursor = left.end + 1;
  while (tokens[cursor]?.kind === 'compare' || tokens[cursor]?.text === 'not') cursor++;
  const right = operandAt(tokens, cursor);
  const after = tokens[right.end];
  const ended = after === undefined || after.kind === 'comment' || after.kind === ';';
  const literals = (kind: Operand['kind']): boolean => kind === 'number' || kind === 'string' || kind === 'constant';
  const equal = left.value !== undefined && left.value === right.value && left.kind === right.kind;
  const empty = left.kind === 'string' && right.kind === 'string' && left.value === undefined && right.value === undefined;
  const tautology = equal || empty ? 4 : literals(left.kind) && literals(right.kind) ? (left.kind === right.kind ? 3 : 2) : 1;
  if (own) return tautology === 4 && word === 'or' && literals(left.kind) ? 5 : 0;
  if (symbolic && out < 3) return tautology >= 3 && (after?.kind === 'comment' || (view.whole && ended)) ? 3 : 0;
  if (tautology === 1)
    return out >= 3 ? 3 + (after?.kind === 'comment' ? 2 : 0) + (left.kind === 'call' ? 1 : 0) : out > 0 && left.kind === 'call' ? 2 : 0;
  if (out === 0) return left.kind === 'word' ? 0 : tautology;
  return tautology + out + (after?.kind === 'comment' ? 2 : 0) + (ended && out >= 2 ? 1 : 0);
};

const unionWeight = (tokens: readonly SqlToken[], at: number, view: View, own: boolean): number => {
  let cursor = at + 1;
  while (tokens[cursor]?.text === 'all' || tokens[cursor]?.text === 'distinct' || tokens[cursor]?.kind === '(') cursor++;
  if (tokens[cursor]?.kind !== 'select') return 0;
  const limit = Math.min(tokens.length, cursor + OPERAND_TOKENS);
  let columns = 0;
  let proof = 0;
  for (let index = cursor + 1; index < limit; index++) {
    const token = tokens[index] as SqlToken;
    if (token.kind === 'number' || token.kind === 'constant' || token.kind === 'variable') columns++;
    if (token.kind === 'from' || token.kind === ',' || token.kind === '(' || token.kind === 'comment' || token.text === '*') proof = 3;
  }
  const out = breakout(tokens, at, view);
  if (own) return out >= 3 && columns > 1 ? 5 : columns > 3 ? 3 : 0;
  return 2 + proof + (columns > 1 ? 2 : columns > 0 ? 1 : 0) + out;
};

const VERB_OBJECTS = new Set([
  'table',
  'database',
  'user',
  'login',
  'view',
  'procedure',
  'function',
  'column',
  'schema',
  'role',
  'index',
  'trigger',
]);

/** Whether the tokens from a verb on are a statement and not an English sentence. */
const isStatement = (tokens: readonly SqlToken[], at: number): boolean => {
  const token = tokens[at];
  const next = tokens[at + 1];
  if (token === undefined) return false;
  switch (token.text) {
    case 'drop':
    case 'alter':
    case 'create':
    case 'truncate':
      return next !== undefined && VERB_OBJECTS.has(next.text);
    case 'insert':
    case 'delete':
    case 'merge':
    case 'replace':
      return next?.kind === 'from';
    case 'update':
      return tokens.slice(at + 2, at + 6).some(({ text }) => text === 'set');
    case 'exec':
    case 'execute':
      return next !== undefined && (next.kind === '(' || next.kind === 'variable' || /^[xs]p_|^master|^immediate|^sys/.test(next.text));
    case 'declare':
      return next?.kind === 'variable';
    case 'waitfor':
      return next?.text === 'delay' || next?.text === 'time';
    case 'shutdown':
      return next === undefined || next.kind === 'comment' || next.kind === ';' || next.text === 'with';
    case 'grant':
    case 'revoke':
    case 'backup':
      return tokens.slice(at + 1, at + 8).some(({ text }) => text === 'to' || text === 'on' || text === 'database');
    case 'select':
      return tokens
        .slice(at + 1, at + OPERAND_TOKENS)
        .some(({ kind, text }) => kind === 'from' || kind === '(' || kind === 'variable' || text === '*');
    default:
      return false;
  }
};

const stackedWeight = (tokens: readonly SqlToken[], at: number): number => {
  if (!isStatement(tokens, at + 1)) return 0;
  let before = at - 1;
  while (tokens[before]?.kind === ')') before--;
  const token = tokens[before];
  const out = token === undefined ? 1 : token.kind === 'quote' ? (token.odd ? 4 : 1) : token.kind === 'number' ? 2 : 0;
  return 3 + out;
};

/** A statement that the application wrote itself: it starts with its verb, not inside somebody's value. */
const statementStart = (tokens: readonly SqlToken[]): number => {
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at] as SqlToken;
    if (token.kind !== 'select' && token.kind !== 'verb') continue;
    const before = tokens[at - 1];
    if (
      before !== undefined &&
      (before.kind === 'union' ||
        before.kind === '(' ||
        before.kind === ';' ||
        before.kind === 'logic' ||
        before.kind === 'operator' ||
        before.kind === 'compare' ||
        before.kind === 'number' ||
        before.text === 'all')
    )
      return -1;
    if (before?.kind === 'quote' && before.text !== '"' && before.text !== '`') return -1;
    return isStatement(tokens, at) ? at : -1;
  }
  return -1;
};

const systemWeight = (word: string): number => {
  for (const [name, weight] of SYSTEM_NAMES) if (word.startsWith(name)) return weight;
  return 0;
};

const scan = (view: View): number => {
  const tokens = sqlTokens(view.lower);
  const start = statementStart(tokens);
  const best = { logic: 0, union: 0, stacked: 0, call: 0, order: 0, system: 0 };
  let oddQuote = false;
  let tail = 0;
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at] as SqlToken;
    const own = start >= 0 && at > start;
    const next = tokens[at + 1];
    switch (token.kind) {
      case 'logic':
        best.logic = Math.max(best.logic, logicWeight(tokens, at, view, own));
        break;
      case 'union':
        best.union = Math.max(best.union, unionWeight(tokens, at, view, own));
        break;
      case ';':
        if (!own) best.stacked = Math.max(best.stacked, stackedWeight(tokens, at));
        break;
      case 'verb':
        if (token.text === 'waitfor' && isStatement(tokens, at)) best.call = Math.max(best.call, 5);
        break;
      case 'having':
      case 'by': {
        const operand = operandAt(tokens, at + (token.kind === 'by' ? 2 : 1));
        const end = tokens[operand.end];
        const closed = end === undefined || end.kind === 'comment' || end.kind === ',' || end.kind === 'compare';
        const out = breakout(tokens, at, view);
        if (!own && operand.kind === 'number' && closed && out > 0)
          best.order = Math.max(best.order, 1 + out + (end?.kind === 'comment' ? 2 : 0));
        break;
      }
      case 'word':
        if (next?.kind === '(') best.call = Math.max(best.call, TELLING_FUNCTIONS.get(token.text) ?? 0);
        best.system = Math.max(best.system, systemWeight(token.text));
        break;
      case 'variable':
        if (token.text.startsWith('@@') && token.text.length > 4) best.system = Math.max(best.system, 3);
        break;
      case 'quote': {
        if (!token.odd || token.text === '`') break;
        let cursor = at + 1;
        while (tokens[cursor]?.kind === ')' || tokens[cursor]?.kind === ';') cursor++;
        const end = tokens[cursor];
        const after = end?.kind;
        if (after === 'comment') {
          const last = cursor === tokens.length - 1;
          tail = Math.max(tail, last ? (end?.text === '--' || cursor > at + 1 ? 5 : 3) : 2);
        }
        if (
          after === 'comment' ||
          after === 'logic' ||
          after === 'union' ||
          after === ';' ||
          after === 'having' ||
          after === 'by' ||
          after === 'operator' ||
          cursor > at + 1 ||
          at === 0
        )
          oddQuote = true;
        break;
      }
      default:
    }
  }
  const shape = best.logic + best.union + best.stacked + best.order;
  const context = shape > 0 || oddQuote || tail > 0;
  const helped = context
    ? best.call + best.system + (oddQuote && best.call > 1 ? 2 : 0)
    : bareWeight(tokens, start, best.call, best.system, view);
  return Math.max(shape, tail) + helped;
};

/** No break-out anywhere: a statement over the catalogue, or a call that waits, is worth noting when it is all there is. */
const bareWeight = (tokens: readonly SqlToken[], start: number, call: number, system: number, view: View): number => {
  const whole = view.whole && (start === 0 || tokens[0]?.kind === 'select');
  const telling = Math.max(call >= 2 ? call : 0, system >= 2 ? system : 0);
  if (start >= 0) return whole && telling > 0 ? Math.min(telling, 4) : Math.min(system >= 3 ? 2 : 0, 2);
  return whole ? telling : call >= 4 ? call : view.whole && telling > 0 && tokens.length <= OPERAND_TOKENS * 2 ? 2 : 0;
};

export const sqlScanner: Scanner = {
  class: 'sql',
  triggers: [
    ...[
      ' or 1',
      '1or 1',
      "'or",
      '"or',
      "' or",
      '" or',
      ')or',
      ') or',
      " or '",
      ' or "',
      ' or (',
      '||',
      ' and 1',
      "'and",
      "' and",
      '" and',
      ') and',
      " and '",
      ' and (',
    ],
    ...[
      '/or/',
      '/and/',
      'or(',
      ' xor ',
      '&&',
      "'||",
      "'+",
      "'&",
      'union',
      'select',
      'sleep(',
      'sleep (',
      'benchmark',
      'waitfor',
      "'--",
      "' --",
      '"--',
      '1--',
      '1 --',
      '--1',
      ')--',
    ],
    ...[
      "'#",
      "' #",
      '"#',
      "'/*",
      '/*',
      "';",
      "' ;",
      "')",
      '")',
      'drop table',
      'drop database',
      'insert into',
      'delete from',
      ' set ',
      'exec ',
      'exec(',
      'execute ',
      'xp_',
      'sp_',
      'order by',
    ],
    ...[
      'group by',
      'having ',
      'information_schema',
      'sysobjects',
      'syscolumns',
      'sysusers',
      '@@',
      " like '",
      "' like",
      "'like",
      'like 1',
      'rlike',
      'regexp',
      "'='",
      "' = '",
      '"="',
      '1=1',
      "'=1",
    ],
    ...[
      'load_file',
      'outfile',
      'dumpfile',
      'utl_',
      'dbms_',
      'extractvalue',
      'updatexml',
      'char(',
      'chr(',
      'ascii(',
      'substr',
      'concat(',
      'convert(',
      'cast(',
      'null,',
      'shutdown',
      'declare @',
    ],
    ...[
      'rownum',
      'pg_',
      'case when',
      ' if(',
      "''",
      'or true',
      'procedure analyse',
      'create user',
      'grant ',
      'alter ',
      'truncate ',
      'sqlite_',
      'msys',
      'v$',
      'user$',
      'all_tables',
      'db_name',
      ' is null',
      ' is not null',
      'randomblob',
    ],
  ],
  scan,
};
