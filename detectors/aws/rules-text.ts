// Compiled rules as text and back, so that a function need not read a hundred YAML files each time it starts.
import ipaddr from 'ipaddr.js';
import type { Expression } from '../sigma/expression.ts';
import { LinearRegex } from '../sigma/linear-regex.ts';
import type { LoadedRules } from '../sigma/rule.ts';

/** What JSON cannot hold, by a key that no Sigma file may have. */
const MAP = '\u0000map';
const REGEX = '\u0000regex';
const ADDRESS = '\u0000address';
/** A field compared with a text: two thirds of all that rules hold, and short so that a start reads less. */
const TEXT = '\u0000text';

const isPlain = (value: object): boolean => Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;

type TextTest = Extract<Expression, { kind: 'field' }> & { readonly test: { readonly kind: 'text' } };

const isTextTest = (value: unknown): value is TextTest =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'field' && (value as TextTest).test.kind === 'text';

function encoded(this: unknown, _key: string, value: unknown): unknown {
  if (isTextTest(value)) return { [TEXT]: [value.field, value.test.pieces, value.test.cased, value.line] };
  if (value instanceof Map) return { [MAP]: [...value] };
  if (value instanceof LinearRegex) return { [REGEX]: [value.source, value.flags] };
  if (value instanceof ipaddr.IPv4 || value instanceof ipaddr.IPv6) return { [ADDRESS]: value.toString() };
  if (typeof value === 'object' && value !== null && !isPlain(value))
    throw new Error(`rules hold a ${value.constructor.name}, which cannot be written down`);
  return value;
}

export const rulesText = (loaded: LoadedRules): string => JSON.stringify(loaded, encoded);

/** In place, where it can be: a reviver for JSON.parse takes five times as long. */
const decoded = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    for (let at = 0; at < value.length; at++) if (typeof value[at] === 'object') value[at] = decoded(value[at]);
    return value;
  }
  if (TEXT in value) {
    const [field, pieces, cased, line] = value[TEXT] as [string, readonly unknown[], boolean, number];
    return { kind: 'field', field, test: { kind: 'text', pieces, cased }, line };
  }
  if (MAP in value) return new Map(decoded(value[MAP]) as [unknown, unknown][]);
  if (REGEX in value) {
    const [pattern, flags] = value[REGEX] as [string, number];
    return new LinearRegex(pattern, flags);
  }
  if (ADDRESS in value) return ipaddr.parse(String(value[ADDRESS]));
  for (const key in value) {
    const inner = value[key as keyof typeof value] as unknown;
    if (typeof inner === 'object') Object.assign(value, { [key]: decoded(inner) });
  }
  return value;
};

/** Only for what `rulesText` wrote. */
export const rulesFrom = (text: string): LoadedRules => decoded(JSON.parse(text)) as LoadedRules;
