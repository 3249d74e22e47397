// A shell's separator in a text, and a program behind it.
import { programAt, programWeight } from './command-program.ts';
import type { View } from './scanner.ts';
import { charSet, isLetter } from './text-scan.ts';

/** Separators looked at in one text. */
const SEPARATORS = 256;
/** What may stand before a separator and still be "a value that was left". */
const SHORT_LEAD = 24;

/** `| id | name |`, `a | b | c`: a table or a list, not a pipe. */
const isTable = (lower: string): boolean => {
  const first = lower.indexOf(' | ');
  return (first >= 0 && lower.indexOf(' | ', first + 2) > 0) || (lower.startsWith('| ') && lower.endsWith(' |'));
};

/** How little stands before a separator: `;id`, `1;id` and `');id` leave a value; a sentence goes on. */
const leadWeight = (lower: string, at: number): number => {
  if (at > SHORT_LEAD) return 0;
  const before = lower.slice(0, at).trim();
  return before === '' ? 2 : before.includes(' ') ? 0 : 1;
};

/** `\`hostname\`. On success …`: a name in the marks of Markdown, and the sentence goes on. */
const isQuotedName = (lower: string, at: number): boolean => {
  const close = lower.indexOf('`', at + 1);
  if (close < 0) return false;
  let next = close + 1;
  while (next < lower.length && '.,:;)'.includes(lower.charAt(next))) next++;
  return lower.charAt(next) === ' ' && isLetter(lower.charCodeAt(next + 1));
};

/** `;`, `|`, `&`, a backtick, line breaks and `$`. */
const SEPARATES = charSet(';|&`\n\r$');

export const separatorWeight = ({ lower, breaksSent }: View): number => {
  let best = 0;
  let seen = 0;
  const table = isTable(lower);
  for (let at = 0; at < lower.length && seen < SEPARATORS; at++) {
    const written = at === 0 && (lower.startsWith('\\n') || lower.startsWith('\\r'));
    if (!written && !SEPARATES.has(lower.charCodeAt(at))) continue;
    seen++;
    const symbol = lower.charAt(at);
    if (symbol === '$' && lower.charAt(at + 1) !== '(') continue;
    // A fence of Markdown.
    if (symbol === '`' && (lower.charAt(at + 1) === '`' || lower.charAt(at - 1) === '`')) continue;
    // Line breaks of a log's own are no separators: only those that somebody encoded, or that begin a text.
    if ((symbol === '\n' || symbol === '\r') && !breaksSent && at > 0) continue;
    if (symbol === '|' && table) continue;
    let after = at + (symbol === '$' || written ? 2 : 1);
    while (after < lower.length && '|&;\n\r \t'.includes(lower.charAt(after))) after++;
    const start = at;
    // A run of separators is looked at once.
    at = Math.max(at, after - 1);
    const program = programAt(lower, after);
    const weight = program === undefined ? 0 : programWeight(lower, program);
    if (weight === 0 || program === undefined) continue;
    const lead = leadWeight(lower, start);
    let total = weight + lead + (symbol === '$' ? 1 : 0);
    // `read; sort`, `R & D`, `the \`id\` column`: separators of prose stand between blanks.
    const blank = lower.charAt(after - 1) === ' ';
    if (blank && lead < 2 && weight < 3) total -= 1;
    if (symbol === '&' && lower.charAt(start + 1) !== '&' && (lead === 0 || weight < 4)) total -= 2;
    if (symbol === '`' && ((start > 0 && '( |'.includes(lower.charAt(start - 1))) || isQuotedName(lower, start))) total -= 3;
    best = Math.max(best, total);
  }
  return best;
};
