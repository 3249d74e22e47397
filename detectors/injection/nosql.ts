// NoSQL injection: query operators where a value is expected, and JavaScript that leaves a string of a `$where`.
import { heaviestPart } from './heaviest-part.ts';
import type { Scanner, View } from './scanner.ts';
import { includesAny, isLetter, skipSpace } from './text-scan.ts';
import { START } from './trigger-automaton.ts';

/** Operators of a query, by what an attacker gains: code, a match of everything, a comparison that applications use as well. */
const CODE = new Set(['where', 'func', 'function', 'accumulator']);
const MATCHING = new Set(['ne', 'nin', 'regex', 'exists', 'nor', 'not', 'jsonschema']);
const COMPARING = new Set([
  'gt',
  'gte',
  'lt',
  'lte',
  'eq',
  'in',
  'or',
  'and',
  'type',
  'mod',
  'size',
  'all',
  'elemmatch',
  'expr',
  'options',
  'comment',
  'text',
  'search',
]);

/** Stages of an aggregation that read or write another collection: no value of a request. */
const STAGES = new Set(['lookup', 'unionwith', 'out', 'merge', 'graphlookup', 'project', 'match']);

/** Operands that every document meets: `{"$gt":""}`, `{"$ne":null}`, `{"$regex":".*"}`. */
const EMPTY_OPERANDS = ['""', "''", 'null', 'undefined', '".*', "'.*", '"."', '"^', "'^", '[]', '{}', '1}', '1 }', '-1', '[ {}', '[{}'];

/** Operators looked at in one text. */
const OPERATORS = 64;

const operatorWeight = (lower: string, place: View['place']): number => {
  let best = 0;
  let empty = 0;
  let at = lower.indexOf('$');
  for (let seen = 0; at >= 0 && seen < OPERATORS; seen++, at = lower.indexOf('$', at + 1)) {
    let end = at + 1;
    while (end < lower.length && end - at < 16 && isLetter(lower.charCodeAt(end))) end++;
    const name = lower.slice(at + 1, end);
    const known = CODE.has(name) || MATCHING.has(name) || COMPARING.has(name) || STAGES.has(name);
    if (!known) continue;
    // `user[$ne]=`: a query string that a parser turns into an operator.
    if (lower.charAt(at - 1) === '[' && lower.charAt(end) === ']') return 8;
    const quoted = lower.charAt(end) === '"' || lower.charAt(end) === "'";
    const colon = skipSpace(lower, quoted ? end + 1 : end);
    if (lower.charAt(colon) !== ':') continue;
    const operandAt = skipSpace(lower, colon + 1);
    const operand = lower.slice(operandAt, operandAt + 8);
    const lead = lower.slice(Math.max(0, at - 4), at).trim();
    const alone = at < 4 && (lead === '{' || lead === '{"' || lead === "{'" || lead === '');
    const matchesAll = EMPTY_OPERANDS.some((value) => operand.startsWith(value));
    if (matchesAll) empty++;
    // An application logs its own queries: `{"status":{"$ne":"done"}}`. Code, or a comparison with nothing, is another matter.
    if (CODE.has(name)) best = Math.max(best, 5);
    else if (matchesAll && (alone || name.startsWith('g') || lower.startsWith("'") || lower.startsWith('"'))) best = Math.max(best, 6);
    else if (matchesAll || !quoted) best = Math.max(best, 3);
    else if (MATCHING.has(name)) best = Math.max(best, 2);
    else if (STAGES.has(name)) best = Math.max(best, place === 'query' ? 3 : 0);
  }
  return empty > 1 ? Math.max(best, 6) : best;
};

/** Calls on a collection or a database that no value needs. */
const MASS_CALLS = ['.mapreduce(', '.insert({', '.drop()', '.getcollectionnames', '.runcommand('];

const LEAVING = [
  "';return",
  "'; return",
  '";return',
  '"; return',
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
];

/** `'; return true; var x='`, `' && this.password.match(/.*\/)//`. */
const scriptWeight = (lower: string): number => {
  let weight = 0;
  if (includesAny(lower, ['this.', 'db.'])) {
    if (includesAny(lower, ['.match(', '.test(', '.charat(', '.length', '.substring('])) {
      weight = lower.startsWith("'") || lower.startsWith('"') || lower.includes("'||") || lower.includes("' &&") ? 5 : 0;
    }
    if (includesAny(lower, MASS_CALLS)) weight = Math.max(weight, 3);
  }
  if (includesAny(lower, LEAVING)) weight = Math.max(weight, 5);
  if (lower.includes('new date()') && includesAny(lower, ['while(', 'while (']) && includesAny(lower, ["'", '"']))
    weight = Math.max(weight, 5);
  if (includesAny(lower, ['|| 1==1', '||1==1', "|| '1'=='1", '|| "1"=="1'])) weight = Math.max(weight, 4);
  return weight;
};

/** Names and secrets are looked up as they are: an operator under one of them was put there. */
const OPERATOR_ON_IDENTITY =
  /["']?(?:user(?:name|_?id)?|login|e-?mail|pass(?:word|wd|code)?|pwd|token|otp|pin|secret|api_?key)["']?\s{0,3}:\s{0,3}\{\s{0,3}["']?\$[a-z]/;
/** `' && 0 && 'x`, `tea' || 1 || 'x`: a string of JavaScript left, something true, and a string begun for the rest. */
const LEFT_AND_BEGUN = /^[^'"]{0,24}['"]\s{0,3}(?:\|\||&&)[^'"|&]{1,40}(?:\|\||&&)\s{0,3}['"]/;
// `}, { password: …`: an object closed and another begun.
const CLOSED_AND_BEGUN = /^["'\]\s]{0,4}\}\s{0,3},\s{0,3}\{/;

const shapeWeight = ({ lower, place }: View): number => {
  if (OPERATOR_ON_IDENTITY.test(lower)) return 5;
  if (LEFT_AND_BEGUN.test(lower)) return 4;
  if (place !== 'json' && CLOSED_AND_BEGUN.test(lower)) return 3;
  // An operator alone where a value is expected.
  return place !== 'json' && /^\{\s{0,3}["']\$(?:in|nin|or|nor|and|not|expr|gt|gte|lt|lte|eq|ne)["']\s{0,3}:/.test(lower) ? 2 : 0;
};

/** Clauses of Cypher that destroy, load or look into a graph database. */
const graphWeight = heaviestPart([
  ['return 1 union match', 5],
  [' detach delete ', 4],
  ['load csv from', 4],
  ['call dbms.', 4],
  ['call db.labels', 4],
  ['call db.schema', 4],
  ['call apoc.', 3],
]);

const scan = (view: View): number =>
  Math.max(
    graphWeight(view.lower),
    view.lower.includes('$') ? operatorWeight(view.lower, view.place) : 0,
    scriptWeight(view.lower),
    shapeWeight(view),
  );

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
      '$accum',
      '$json',
      '$comment',
      '$type',
      '$size',
      '$lookup',
      '$union',
      '$out',
      '$merge',
      '$graph',
      'union match',
      'detach delete',
      'load csv',
      'call db',
      'call apoc',
    ],
    ...[
      'this.',
      "' &&",
      "'&&",
      '}, {',
      '},{',
      `${START}'`,
      `${START}"`,
      ...MASS_CALLS,
      "';return",
      "'; return",
      '";return',
      '"; return',
      "';var",
      "'; var",
      "';it=",
      "';sleep",
      "'; sleep",
      "';while",
      "'||",
      "'=='",
      '|| 1==1',
      '||1==1',
      'new date()',
      "' || ",
      "|| '1",
      '|| "1',
    ],
  ],
  scan,
};
