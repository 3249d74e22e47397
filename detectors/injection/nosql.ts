// NoSQL injection: query operators where a value is expected, and JavaScript that leaves a string of a `$where`.
import type { Scanner, View } from './scanner.ts';
import { eachPlace, includesAny, isLetter, skipSpace } from './text-scan.ts';

const OPERATORS = new Set(
  'ne gt gte lt lte eq in nin exists regex where or and not nor type mod size all elemmatch expr jsonschema options comment func function accumulator text search'.split(
    ' ',
  ),
);

/** Values that match everything when they are what an operator compares with. */
const EMPTY_VALUES = [
  '""',
  "''",
  'null',
  '1}',
  '1 }',
  '0}',
  '-1',
  'true',
  'false',
  '"."',
  '".*',
  "'.*",
  '"^',
  '{}',
  '[]',
  'undefined',
  '"a"',
  '"" ',
  '[ {}',
  '[{}',
];

const operatorWeight = ({ lower, whole }: View): number => {
  let best = 0;
  eachPlace(lower, '$', 64, (at) => {
    let end = at + 1;
    while (end < lower.length && end - at < 16 && isLetter(lower.charCodeAt(end))) end++;
    const name = lower.slice(at + 1, end);
    if (!OPERATORS.has(name)) return;
    const before = lower.charAt(at - 1);
    if (before === '[' && lower.charAt(end) === ']') {
      best = Math.max(best, 8);
      return;
    }
    let after = end;
    if (lower.charAt(after) === '"' || lower.charAt(after) === "'") after++;
    after = skipSpace(lower, after);
    if (lower.charAt(after) !== ':') return;
    const value = lower.slice(skipSpace(lower, after + 1), skipSpace(lower, after + 1) + 8);
    // An application logs its own queries: `{"status":{"$ne":"done"}}`. A comparison with nothing, or code, is another matter.
    const everything = EMPTY_VALUES.some((empty) => value.startsWith(empty)) || /^\d+ ?\}/.test(value);
    const code = name === 'where' || name === 'func' || name === 'function' || name === 'accumulator';
    const unquoted = lower.charAt(end) === ':' || lower.charAt(end) === ' ';
    const lead = lower.slice(0, at).trim();
    const alone = whole && (lead === '{' || lead === '{"' || lead === "{'" || lead === '');
    best = Math.max(best, code ? 5 : everything && alone ? 6 : everything && lower.startsWith("'") ? 6 : everything || unquoted ? 3 : 2);
  });
  return best;
};

const QUOTES = ["'", '"'];

/** `'; return true; var x='`, `' && this.password.match(/.*\/)//`. */
const scriptWeight = (lower: string): number => {
  let weight = 0;
  if (includesAny(lower, ['this.', 'db.'])) {
    if (includesAny(lower, ['.match(', '.test(', '.charat(', '.length', '.substring(']))
      weight = QUOTES.some((quote) => lower.startsWith(quote)) || lower.includes("'||") || lower.includes('&&') ? 5 : 2;
    if (includesAny(lower, ['.mapreduce(', '.insert({', '.find({', '.drop()', '.getcollectionnames', '.runcommand(']))
      weight = Math.max(weight, 3);
  }
  if (
    includesAny(lower, [
      "';return",
      "'; return",
      '";return',
      "';var ",
      "'; var ",
      "';it=",
      "';sleep(",
      "'; sleep(",
      "';while(",
      "'||'a'=='a",
      "'||1==1",
      "' || 1==1",
      "'=='",
      "'=='a",
    ])
  )
    weight = Math.max(weight, 5);
  if (lower.includes('new date()') && includesAny(lower, ['while(', 'while ('])) weight = Math.max(weight, 5);
  if (includesAny(lower, ['|| 1==1', '||1==1', '|| true', "|| '1'=='1", '|| "1"=="1'])) weight = Math.max(weight, 4);
  return weight;
};

const scan = (view: View): number => Math.max(view.lower.includes('$') ? operatorWeight(view) : 0, scriptWeight(view.lower));

export const nosqlScanner: Scanner = {
  class: 'nosql',
  triggers: [
    ...[
      '$ne',
      '$gt',
      '$lt',
      '$eq',
      '$in',
      '$nin',
      '$exists',
      '$regex',
      '$where',
      '$or',
      '$and',
      '$not',
      '$nor',
      '$expr',
      '$func',
      '$elem',
      '$comment',
      '$accum',
      'this.',
      'db.',
      "';return",
      "'; return",
      "';var",
      "'; var",
    ],
    ...["';it=", "';sleep", "'; sleep", "';while", "'||", "'=='", '|| 1==1', '||1==1', '|| true', 'new date()', "' || "],
  ],
  scan,
};
