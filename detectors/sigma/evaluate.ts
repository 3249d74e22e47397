// An expression as a function of a record.
import type { Comparison, Expression, Likeness, ValueTest } from './expression.ts';
import { type FieldValues, loweredTexts } from './field-path.ts';
import { isInNetwork } from './network.ts';
import type { FieldSlots, RecordView } from './record-view.ts';
import { timePart } from './time-part.ts';
import { lowered, patternMatcher, plainText } from './wildcard.ts';

export type Predicate = (view: RecordView) => boolean;
type ValuesPredicate = (values: FieldValues) => boolean;

const compare = (value: number, comparison: Comparison, amount: number): boolean => {
  switch (comparison) {
    case 'lt':
      return value < amount;
    case 'lte':
      return value <= amount;
    case 'gt':
      return value > amount;
    case 'gte':
      return value >= amount;
    case 'eq':
      return value === amount;
  }
};

/** NaN, which compares with nothing, for what is no number. */
const numberOf = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text));

const someText =
  (matches: (text: string) => boolean): ValuesPredicate =>
  ({ texts }) => {
    for (const text of texts) if (matches(text)) return true;
    return false;
  };

const someLowered =
  (matches: (text: string) => boolean): ValuesPredicate =>
  (values) => {
    for (const text of loweredTexts(values)) if (matches(text)) return true;
    return false;
  };

const valuesPredicate = (test: ValueTest): ValuesPredicate => {
  switch (test.kind) {
    case 'text':
      return test.cased ? someText(patternMatcher(test.pieces)) : someLowered(patternMatcher(lowered(test.pieces)));
    case 'regex':
      return someText((text) => test.regex.test(text));
    case 'network':
      return someText((text) => isInNetwork(text, test.network));
    case 'amount':
      return someText((text) => compare(numberOf(text), test.comparison, test.amount));
    case 'time-part':
      return someText((text) => compare(timePart(text, test.part), test.comparison, test.amount));
    case 'null':
      return (values) => !values.isPresent || values.hasNull;
  }
};

const isLike = (text: string, other: string, how: Likeness): boolean => {
  switch (how) {
    case 'equal':
      return text === other;
    case 'prefix':
      return text.startsWith(other);
    case 'suffix':
      return text.endsWith(other);
    case 'contains':
      return text.includes(other);
  }
};

/** The text of a test for exactly one text in any case, for which one look into a set serves a whole list of values. */
const exactText = (expression: Expression): string | undefined =>
  expression.kind === 'field' && expression.test.kind === 'text' && !expression.test.cased
    ? plainText(expression.test.pieces)?.toLowerCase()
    : undefined;

/** Alternatives, with all exact texts of one field taken together. */
const anyPredicate = (parts: readonly Expression[], slots: FieldSlots): Predicate => {
  const exact = new Map<string, Set<string>>();
  const predicates: Predicate[] = [];
  for (const part of parts) {
    const text = exactText(part);
    if (text === undefined || part.kind !== 'field') predicates.push(predicateOf(part, slots));
    else exact.set(part.field, (exact.get(part.field) ?? new Set()).add(text));
  }
  for (const [field, texts] of exact) {
    const slot = slots.slotOf(field);
    const test = someLowered((text) => texts.has(text));
    predicates.unshift((view) => test(view.field(slot)));
  }
  const [only] = predicates;
  if (only !== undefined && predicates.length === 1) return only;
  return (view) => {
    for (const predicate of predicates) if (predicate(view)) return true;
    return false;
  };
};

export const predicateOf = (expression: Expression, slots: FieldSlots): Predicate => {
  switch (expression.kind) {
    case 'all': {
      const predicates = expression.of.map((part) => predicateOf(part, slots));
      return (view) => {
        for (const predicate of predicates) if (!predicate(view)) return false;
        return true;
      };
    }
    case 'any':
      return anyPredicate(expression.of, slots);
    case 'not': {
      const predicate = predicateOf(expression.of, slots);
      return (view) => !predicate(view);
    }
    case 'field': {
      const slot = slots.slotOf(expression.field);
      const test = valuesPredicate(expression.test);
      return (view) => test(view.field(slot));
    }
    case 'exists': {
      const slot = slots.slotOf(expression.field);
      return (view) => {
        const { isPresent, hasNull, texts } = view.field(slot);
        return (isPresent && !(hasNull && texts.length === 0)) === expression.wanted;
      };
    }
    case 'like-field': {
      const slot = slots.slotOf(expression.field);
      const otherSlot = slots.slotOf(expression.other);
      const textsOf = expression.cased ? (values: FieldValues) => values.texts : loweredTexts;
      return (view) => {
        const others = textsOf(view.field(otherSlot));
        return textsOf(view.field(slot)).some((text) => others.some((other) => isLike(text, other, expression.how)));
      };
    }
    case 'keyword': {
      const test = valuesPredicate(expression.test);
      return (view) => test(view.keywords());
    }
  }
};
