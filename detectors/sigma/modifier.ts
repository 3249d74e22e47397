// Sigma's value modifiers by name, and which of them may stand together.
import { TIME_PARTS, type TimePart } from './time-part.ts';

const TEXT_SHAPES = ['contains', 'startswith', 'endswith'] as const;
const ENCODINGS = ['base64', 'base64offset', 'utf16', 'utf16le', 'utf16be', 'wide', 'windash'] as const;
const COMPARISONS = ['lt', 'lte', 'gt', 'gte'] as const;

/** The flags of |re; the long names are pySigma's. */
export const REGEX_FLAGS: ReadonlyMap<string, 'i' | 'm' | 's'> = new Map([
  ['i', 'i'],
  ['ignorecase', 'i'],
  ['m', 'm'],
  ['multiline', 'm'],
  ['s', 's'],
  ['dotall', 's'],
]);

/** What a value is taken for, each with the modifiers that may stand beside `all`, `neq` and `expand`, which always may. */
const KINDS = {
  exists: ['exists'],
  fieldref: ['fieldref', 'cased', ...TEXT_SHAPES],
  re: ['re', ...REGEX_FLAGS.keys(), ...TEXT_SHAPES],
  cidr: ['cidr'],
  amount: [...COMPARISONS, ...TIME_PARTS],
  text: ['cased', ...TEXT_SHAPES, ...ENCODINGS],
} as const;

export type ModifierKind = keyof typeof KINDS;

const ALWAYS_ALLOWED = ['all', 'neq', 'expand'];

export const isTimePart = (name: string): name is TimePart => (TIME_PARTS as readonly string[]).includes(name);
export const isComparison = (name: string): name is (typeof COMPARISONS)[number] => (COMPARISONS as readonly string[]).includes(name);

export type ModifierChain =
  | { readonly kind: 'chain'; readonly values: ModifierKind; readonly names: readonly string[] }
  | { readonly kind: 'problem'; readonly reason: string };

export const modifierChain = (names: readonly string[]): ModifierChain => {
  const known = new Set<string>([...ALWAYS_ALLOWED, ...Object.values(KINDS).flat()]);
  const unknown = names.find((name) => !known.has(name));
  if (unknown !== undefined) return { kind: 'problem', reason: `unknown modifier \`${unknown}\`` };
  const values = names.some((name) => isTimePart(name) || isComparison(name))
    ? 'amount'
    : ((['exists', 'fieldref', 're', 'cidr'] as const).find((kind) => names.includes(kind)) ?? 'text');
  const allowed = new Set<string>([...ALWAYS_ALLOWED, ...KINDS[values]]);
  const misplaced = names.find((name) => !allowed.has(name));
  if (misplaced !== undefined) return { kind: 'problem', reason: `modifier \`${misplaced}\` cannot be used with \`${names.join('|')}\`` };
  return { kind: 'chain', values, names };
};
