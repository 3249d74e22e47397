// Whether tokens are a statement and not an English sentence, and whether the application itself wrote it.
import { OPERAND_TOKENS } from './sql-operand.ts';
import type { SqlToken } from './sql-tokens.ts';

const OBJECTS = new Set([
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
  'aggregate',
]);
const PROCEDURES = ['xp_', 'sp_', 'master', 'immediate', 'sys'];

export const isStatement = (tokens: readonly SqlToken[], at: number): boolean => {
  const token = tokens[at];
  const next = tokens[at + 1];
  const within = (count: number, test: (token: SqlToken) => boolean): boolean => tokens.slice(at + 1, at + 1 + count).some(test);
  switch (token?.text) {
    case 'drop':
    case 'alter':
    case 'create':
    case 'truncate':
      return next !== undefined && OBJECTS.has(next.text);
    case 'insert':
    case 'delete':
    case 'merge':
    case 'replace':
      return next?.kind === 'from';
    case 'update':
      return within(5, ({ text }) => text === 'set');
    case 'exec':
    case 'execute':
      return (
        next !== undefined && (next.kind === '(' || next.kind === 'variable' || PROCEDURES.some((start) => next.text.startsWith(start)))
      );
    case 'call':
      return next?.kind === 'word' && tokens[at + 2]?.kind === '(';
    case 'declare':
      return next?.kind === 'variable';
    case 'waitfor':
      return next?.text === 'delay' || next?.text === 'time';
    case 'shutdown':
      return next === undefined || next.kind === 'comment' || next.kind === ';' || next.text === 'with';
    case 'grant':
    case 'revoke':
    case 'backup':
      return within(7, ({ text }) => text === 'to' || text === 'on' || text === 'database');
    case 'select':
      return within(OPERAND_TOKENS, ({ kind, text }) => kind === 'from' || kind === '(' || kind === 'variable' || text === '*');
    default:
      return false;
  }
};

/** Statements of a script that an application runs: what follows their semicolon is its own as well. */
const OPENERS = new Set(['begin', 'transaction', 'start', 'commit', 'go', 'off', 'on']);

/** The index where a statement starts that the application wrote: with its verb, not inside somebody's value; -1 if none. */
export const statementStart = (tokens: readonly SqlToken[]): number => {
  const at = tokens.findIndex(({ kind }) => kind === 'select' || kind === 'verb');
  const before = tokens[at - 1];
  if (at < 0 || !isStatement(tokens, at)) return -1;
  if (before === undefined) return at;
  switch (before.kind) {
    case 'word':
      return before.text === 'all' || before.text === 'distinct' ? -1 : at;
    case ';':
      return at <= 3 && OPENERS.has(tokens[at - 2]?.text ?? '') ? at : -1;
    case 'quote':
      return before.text === "'" ? -1 : at;
    case 'comment':
    case ')':
    case '.':
    case ',':
    case 'where':
      return at;
    default:
      return -1;
  }
};
