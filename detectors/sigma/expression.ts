// A rule's detection as one boolean expression over a record: what the matcher evaluates and the index reads.
import type { LinearRegex } from './linear-regex.ts';
import type { Network } from './network.ts';
import type { TimePart } from './time-part.ts';
import type { Piece } from './wildcard.ts';

export type Comparison = 'lt' | 'lte' | 'gt' | 'gte' | 'eq';

/** A test of one value of a field, or of any value of the record. */
export type ValueTest =
  | { readonly kind: 'text'; readonly pieces: readonly Piece[]; readonly cased: boolean }
  | { readonly kind: 'regex'; readonly regex: LinearRegex }
  | { readonly kind: 'network'; readonly network: Network }
  | { readonly kind: 'amount'; readonly comparison: Comparison; readonly amount: number }
  | { readonly kind: 'time-part'; readonly part: TimePart; readonly comparison: Comparison; readonly amount: number }
  /** The field is missing or null. */
  | { readonly kind: 'null' };

export type Likeness = 'equal' | 'prefix' | 'suffix' | 'contains';

export type Expression =
  | { readonly kind: 'all'; readonly of: readonly Expression[] }
  | { readonly kind: 'any'; readonly of: readonly Expression[] }
  | { readonly kind: 'not'; readonly of: Expression }
  | { readonly kind: 'field'; readonly field: string; readonly test: ValueTest; readonly line: number }
  | { readonly kind: 'exists'; readonly field: string; readonly wanted: boolean; readonly line: number }
  | { readonly kind: 'like-field'; readonly field: string; readonly other: string; readonly how: Likeness; readonly cased: boolean }
  | { readonly kind: 'keyword'; readonly test: ValueTest };

const ALWAYS: Expression = { kind: 'all', of: [] };
const NEVER: Expression = { kind: 'any', of: [] };

const isConstant = (expression: Expression, kind: 'all' | 'any'): boolean => expression.kind === kind && expression.of.length === 0;

const combined = (kind: 'all' | 'any', parts: readonly Expression[]): Expression => {
  const flat = parts.flatMap((part) => (part.kind === kind ? part.of : [part]));
  if (flat.some((part) => isConstant(part, kind === 'all' ? 'any' : 'all'))) return kind === 'all' ? NEVER : ALWAYS;
  const [only] = flat;
  return flat.length === 1 && only !== undefined ? only : { kind, of: flat };
};

/** True when every part is; with no parts, always. Constants are folded away, so that the index sees what remains. */
export const allOf = (parts: readonly Expression[]): Expression => combined('all', parts);
/** True when at least one part is; with no parts, never. */
export const anyOf = (parts: readonly Expression[]): Expression => combined('any', parts);

export const notOf = (part: Expression): Expression => {
  if (part.kind === 'not') return part.of;
  if (isConstant(part, 'any')) return ALWAYS;
  return isConstant(part, 'all') ? NEVER : { kind: 'not', of: part };
};

/** Every leaf with its polarity: whether an even number of `not` is above it. */
export const leavesOf = (expression: Expression, positive = true): readonly (readonly [Expression, boolean])[] => {
  switch (expression.kind) {
    case 'all':
    case 'any':
      return expression.of.flatMap((part) => leavesOf(part, positive));
    case 'not':
      return leavesOf(expression.of, !positive);
    case 'field':
    case 'exists':
    case 'like-field':
    case 'keyword':
      return [[expression, positive]];
  }
};
