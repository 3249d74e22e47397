// A second reading of the specification, as slow and plain as it can be: no index, no compilation, nothing shared with the
// engine. What it says of a rule and a record the engine must say too.
import { isIP } from 'node:net';

export type Value = null | boolean | number | string | readonly Value[] | { readonly [key: string]: Value };
type Item = readonly [key: string, value: Value];

const isMap = (value: Value | undefined): value is { readonly [key: string]: Value } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: Value): readonly Value[] => (Array.isArray(value) ? (value as readonly Value[]) : [value]);

/** Every value at the end of the path; a key may have dots, and lists are walked through. An empty list stands for itself: it is there. */
const valuesAt = (value: Value | undefined, parts: readonly string[]): readonly Value[] => {
  if (value === undefined) return [];
  if (Array.isArray(value) && !(value.length === 0 && parts.length === 0))
    return (value as readonly Value[]).flatMap((element) => valuesAt(element, parts));
  if (parts.length === 0) return [value];
  if (!isMap(value)) return [];
  return parts.flatMap((_, place) => {
    const key = parts.slice(0, place + 1).join('.');
    return Object.hasOwn(value, key) ? valuesAt(value[key], parts.slice(place + 1)) : [];
  });
};

const leaves = (value: Value): readonly Value[] =>
  Array.isArray(value) || isMap(value) ? Object.values(value as object).flatMap(leaves) : value === null ? [] : [value];

const textOf = (value: Value): string => (typeof value === 'object' ? JSON.stringify(value).replaceAll('\\"', '"') : String(value));

type Token = string | { readonly any: 'text' | 'character' };

const tokensOf = (text: string): readonly Token[] =>
  [...text.matchAll(/\\[*?\\]|[\s\S]/gu)].map(([part]) =>
    part === '*' ? { any: 'text' } : part === '?' ? { any: 'character' } : part.length > 1 && part.startsWith('\\') ? part.slice(1) : part,
  );

/** Whether the tokens cover the text: which places of the text can be reached, token by token. */
const covers = (tokens: readonly Token[], text: string): boolean => {
  if (tokens.every((token) => typeof token === 'string')) return tokens.join('') === text;
  const characters = [...text];
  let reached = new Set([0]);
  for (const token of tokens) {
    const next = new Set<number>();
    for (const place of reached) {
      if (typeof token === 'string') {
        if (characters[place] === token) next.add(place + 1);
      } else if (token.any === 'character') {
        if (place < characters.length) next.add(place + 1);
      } else for (let end = place; end <= characters.length; end++) next.add(end);
    }
    reached = next;
  }
  return reached.has(characters.length);
};

const hasText = (value: Value): boolean => value !== null && !Array.isArray(value);

const folded = (tokens: readonly Token[]): readonly Token[] =>
  tokens.map((token) => (typeof token === 'string' ? token.toLowerCase() : token));

const bits = (address: string): bigint => address.split('.').reduce((sum, part) => (sum << 8n) | BigInt(part), 0n);

const inNetwork = (text: string, network: string): boolean => {
  const [base = '', length = '32'] = network.split('/');
  return isIP(text) === 4 && bits(text) >> (32n - BigInt(length)) === bits(base) >> (32n - BigInt(length));
};

const ANY: Token = { any: 'text' };

const holdsOf = (value: Value, wanted: Value, modifiers: readonly string[]): boolean => {
  const text = textOf(value);
  if (modifiers.includes('re')) {
    const [, flag = '', source = ''] = /^(\(\?i\))?([\s\S]*)$/.exec(String(wanted)) ?? [];
    return new RegExp(source, flag !== '' || modifiers.includes('i') ? 'i' : '').test(text);
  }
  if (modifiers.includes('cidr')) return inNetwork(text, String(wanted));
  const number = text.trim() === '' ? Number.NaN : Number(text);
  if (modifiers.includes('lt')) return number < Number(wanted);
  if (modifiers.includes('lte')) return number <= Number(wanted);
  if (modifiers.includes('gt')) return number > Number(wanted);
  if (modifiers.includes('gte')) return number >= Number(wanted);
  let tokens = typeof wanted === 'string' ? tokensOf(wanted) : [...String(wanted)];
  if (modifiers.includes('contains') || modifiers.includes('endswith')) tokens = [ANY, ...tokens];
  if (modifiers.includes('contains') || modifiers.includes('startswith')) tokens = [...tokens, ANY];
  return modifiers.includes('cased') ? covers(tokens, text) : covers(folded(tokens), text.toLowerCase());
};

type Placeholders = ReadonlyMap<string, readonly string[]>;

const expanded = (wanted: Value, placeholders: Placeholders): readonly Value[] => {
  const name = /^%(\w+)%$/.exec(String(wanted))?.[1];
  return name === undefined ? [wanted] : (placeholders.get(name) ?? []);
};

const itemHolds = ([key, given]: Item, record: Value, placeholders: Placeholders): boolean => {
  const [field = '', ...modifiers] = key.split('|');
  const values = field === '' ? leaves(record) : valuesAt(record, field.split('.'));
  const others = field === '' ? [...modifiers, 'contains'] : modifiers;
  const one = (wanted: Value): boolean => {
    if (modifiers.includes('exists')) return values.some((value) => value !== null) === wanted;
    if (wanted === null) return values.length === 0 || values.includes(null);
    if (modifiers.includes('fieldref')) {
      const texts = valuesAt(record, String(wanted).split('.'))
        .filter(hasText)
        .map((value) => textOf(value).toLowerCase());
      return values.some((value) => hasText(value) && texts.includes(textOf(value).toLowerCase()));
    }
    return values.some((value) => hasText(value) && holdsOf(value, wanted, others));
  };
  const wanted = listOf(given).flatMap((value) => (modifiers.includes('expand') ? expanded(value, placeholders) : [value]));
  const holds = modifiers.includes('all') ? wanted.every(one) : wanted.some(one);
  return modifiers.includes('neq') ? !holds : holds;
};

const identifierHolds = (value: Value, record: Value, placeholders: Placeholders): boolean =>
  Array.isArray(value)
    ? (value as readonly Value[]).some((part) => identifierHolds(part, record, placeholders))
    : isMap(value)
      ? Object.entries(value).every((item) => itemHolds(item, record, placeholders))
      : itemHolds(['', value], record, placeholders);

/** The condition with every name replaced by whether it holds, then reduced from the inside out. */
const conditionHolds = (condition: string, truths: ReadonlyMap<string, boolean>): boolean => {
  const quantified = condition.replaceAll(/\b(1|any|all) of (\S*[^\s)])/g, (_, quantifier: string, pattern: string) => {
    const names = [...truths].filter(
      ([name]) =>
        !name.startsWith('_') &&
        (pattern === 'them' ||
          covers(
            pattern.split('').map((c) => (c === '*' ? ANY : c)),
            name,
          )),
    );
    return String(quantifier === 'all' ? names.every(([, holds]) => holds) : names.some(([, holds]) => holds));
  });
  let text = quantified.replaceAll(/[\w.-]+/g, (word) =>
    ['and', 'or', 'not', 'true', 'false'].includes(word) ? word : String(truths.get(word)),
  );
  for (let before = ''; before !== text; ) {
    before = text;
    text = text.replace(/not (true|false)/, (_, word: string) => String(word === 'false')).replace(/\((true|false)\)/, '$1');
    if (text === before)
      text = text.replace(/\b(true|false) and (true|false)/, (_, one, other) => String(one === 'true' && other === 'true'));
    if (text === before)
      text = text.replace(/(?<=^|\()(true|false) or (true|false)/, (_, one, other) => String(one === 'true' || other === 'true'));
  }
  return text === 'true';
};

/** What conditions came to, by their text and what their names hold: few of them differ from record to record. */
const decided = new Map<string, boolean>();

const decision = (condition: string, truths: ReadonlyMap<string, boolean>): boolean => {
  const text = JSON.stringify([condition, ...truths]);
  const holds = decided.get(text) ?? conditionHolds(condition, truths);
  decided.set(text, holds);
  return holds;
};

/**
 * Whether the rule's detection, as YAML or JSON reads it, holds for the record. `known`: what search identifiers, as JSON, were
 * found to say of this record; many rules have the same ones.
 */
export const oracle = (
  detection: { readonly [key: string]: Value },
  record: Value,
  placeholders: Placeholders = new Map(),
  known = new Map<string, boolean>(),
): boolean => {
  const { condition, ...identifiers } = detection;
  const truths = new Map(
    Object.entries(identifiers).map(([name, value]) => {
      const text = JSON.stringify(value);
      const holds = known.get(text) ?? identifierHolds(value, record, placeholders);
      known.set(text, holds);
      return [name, holds];
    }),
  );
  return listOf(condition ?? '').some((one) => decision(String(one), truths));
};
