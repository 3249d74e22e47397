// Template injection: an expression between a template engine's marks that computes instead of naming a value.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: payloads are spelt as they are sent.
import { formatStringWeight } from './format-string.ts';
import type { Scanner, View } from './scanner.ts';
import { includesAny, isDigit, isSpace, isWord, skipSpace, wordEnd } from './text-scan.ts';

const MARKS: readonly (readonly [open: string, close: string])[] = [
  ['{{', '}}'],
  ['{%', '%}'],
  ['${', '}'],
  ['#{', '}'],
  ['*{', '}'],
  ['@{', '}'],
  ['@(', ')'],
  ['<%', '%>'],
  ['[[', ']]'],
  ['~{', '}'],
  ['[=', ']'],
  ['{!', '!}'],
];

/** Names that lead from a template's values to its interpreter. */
const ROOTS: readonly (readonly [string, number])[] = [
  ['__class__', 9],
  ['__mro__', 9],
  ['__subclasses__', 9],
  ['__globals__', 9],
  ['__builtins__', 9],
  ['__import__', 9],
  ['__init__', 7],
  ['_templatereference__', 9],
  ['.getruntime', 9],
  ['java.lang', 7],
  ['getclass(', 7],
  ['.constructor', 6],
  ['self.', 4],
  ['linecache', 7],
  ['lipsum', 6],
  ['cycler', 5],
  ['joiner', 5],
  ['config.', 3],
  ['config}', 3],
  ['self}', 4],
  ['request}', 3],
  ['$smarty', 7],
  ['request.', 3],
  ['application.', 2],
  ['app.request', 5],
  ['_self', 6],
  ['registerundefinedfiltercallback', 9],
  ['|filter(', 5],
  ['|map(', 2],
  ['|attr(', 7],
  ['freemarker', 7],
  ['?new()', 7],
  ['dump(', 5],
  ['system(', 6],
  ['exec(', 5],
  ['popen(', 7],
  ['phpinfo', 6],
  ['open(', 3],
  ['file.read', 4],
  ['dir.entries', 6],
  ['process.', 3],
  ['require(', 3],
  ['env.', 1],
  ['include ', 2],
  ['import ', 3],
  ['debug', 2],
];

/** Places looked at per mark, and the longest expression read. */
const PLACES = 32;
const LONGEST = 1024;

/** `7*7`, `'7'*7`, `1 + 1`: arithmetic on literals that nobody writes into a template. */
const computes = (inner: string): boolean => {
  const literalEnd = (from: number): number => {
    const at = skipSpace(inner, from);
    const quote = inner.charCodeAt(at);
    if (quote === 39 || quote === 34) {
      const end = inner.indexOf(inner.charAt(at), at + 1);
      return end < 0 ? -1 : end + 1;
    }
    let end = at;
    while (end < inner.length && isDigit(inner.charCodeAt(end))) end++;
    return end > at ? end : -1;
  };
  let start = 0;
  while (start < 2 && '=(-{'.includes(inner.charAt(start))) start++;
  const left = literalEnd(start);
  if (left < 0) return false;
  const operator = skipSpace(inner, left);
  if (!'*+-/%|'.includes(inner.charAt(operator)) || operator >= inner.length) return false;
  return literalEnd(inner.charAt(operator + 1) === '*' ? operator + 2 : operator + 1) >= 0;
};

/** `name(…)`: a call, where placeholders only name. */
const calls = (inner: string): boolean => {
  const open = inner.indexOf('(');
  return open > 0 && isWord(inner.charCodeAt(open - 1)) && inner.includes(')', open);
};

/** Blocks that templates are written with. */
const BLOCKS = new Set(
  'if elif else endif for endfor block endblock extends with endwith raw endraw comment endcomment macro endmacro trans endtrans'.split(
    ' ',
  ),
);

const firstWord = (inner: string): string => {
  const start = skipSpace(inner, inner.startsWith('-') ? 1 : 0);
  return inner.slice(start, wordEnd(inner, start));
};

const expressionWeight = (inner: string, open: string): number => {
  let weight = 0;
  for (const [root, points] of ROOTS) if (points > weight && inner.includes(root)) weight = points;
  if (computes(inner)) weight = Math.max(weight, 6);
  else if (calls(inner)) weight = Math.max(weight, 2);
  // In JavaScript's own template strings and in shell scripts `${` is ordinary, and so is a link's `[[`.
  if ((open === '[[' || open === '@(' || open === '<%' || open === '~{') && weight < 6) weight = Math.min(weight, 2);
  // `--name[=value]`
  if ((open === '[=' || open === '{!') && weight < 6) return 0;
  if (open === '{%' && weight === 0 && !BLOCKS.has(firstWord(inner))) weight = 2;
  return weight;
};

const DIRECTIVES = [
  '<!--#exec',
  '<!--#include',
  '<!--#echo',
  '<!--#config',
  '<!--#set',
  '<!--#printenv',
  '<!--#fsize',
  '<!--#flastmod',
  '<#assign',
  '#set($',
  '{php}',
  '{literal}',
  '<#include',
  '<esi:include',
  '<esi:debug',
  '{$smarty.',
  '{@math ',
  '{{#with "',
];

const scan = ({ lower }: View): number => {
  if (includesAny(lower, DIRECTIVES)) return 8;
  let best = 0;
  for (const [open, close] of MARKS) {
    let seen = 0;
    for (let at = lower.indexOf(open); at >= 0 && seen < PLACES; seen++) {
      const start = at + open.length;
      const window = lower.slice(start, start + LONGEST);
      const end = window.indexOf(close);
      const inner = end < 0 ? window : window.slice(0, end + close.length);
      // Half a block in random text is none.
      if (!(open === '{%' && end < 0)) best = Math.max(best, expressionWeight(inner.slice(0, skipBack(inner, close)), open));
      at = lower.indexOf(open, start);
    }
  }
  return best;
};

const skipBack = (inner: string, close: string): number => {
  let end = inner.endsWith(close) ? inner.length - close.length + 1 : inner.length;
  while (end > 0 && isSpace(inner.charCodeAt(end - 1))) end--;
  return end;
};

const templateOrFormat = (view: View): number => Math.max(scan(view), formatStringWeight(view));

export const templateScanner: Scanner = {
  class: 'template',
  triggers: [
    '{{',
    '{%',
    '${',
    '#{',
    '*{',
    '@{',
    '@(',
    '<%',
    '[[',
    '~{',
    '[=',
    '{!',
    '{@math ',
    '<!--#',
    '<#assign',
    '<#include',
    '#set($',
    '{php}',
    '<esi:',
    '{$smarty.',
    // Format strings; `%11x` stands for any two digits.
    ...[
      '%n',
      '%s%',
      '%s|',
      '%s.%',
      '%x%',
      '%p%',
      '%d%',
      '%f%',
      '%@%',
      '%x.',
      '%p.',
      '.%p',
      '%11x',
      '%11d',
      '%11s',
      '%11n',
      '%11111',
      '%.1',
      '$hn',
      '$n',
      '%*$',
      '%i',
    ],
  ],
  scan: templateOrFormat,
};
