// A rule's `detection` (or a filter's) as one expression: search identifiers, joined by the condition.
import { type Condition, parseCondition } from './condition.ts';
import { type DetectionContext, detectionItem } from './detection-item.ts';
import { allOf, anyOf, type Expression } from './expression.ts';
import type { Located, LocatedMap } from './located.ts';

/** A search identifier: maps are all needed, lists are alternatives, plain values are keywords. */
const searchIdentifier = (value: Located, context: DetectionContext): Expression | undefined => {
  if (value.kind === 'map') {
    const parts: Expression[] = [];
    for (const [key, item] of value.entries) {
      const part = detectionItem(key, item, item.at, context);
      if (part === undefined) return undefined;
      parts.push(part);
    }
    return parts.length === 0 ? context.report(value.at, 'an empty search identifier') : allOf(parts);
  }
  const items = value.kind === 'list' ? value.items : [value];
  if (items.length === 0) return context.report(value.at, 'an empty search identifier');
  const parts: Expression[] = [];
  for (const item of items) {
    const part = item.kind === 'scalar' ? detectionItem('', item, item.at, context) : searchIdentifier(item, context);
    if (part === undefined) return undefined;
    parts.push(part);
  }
  return anyOf(parts);
};

export interface Detection {
  readonly expression: Expression;
  readonly negated: readonly string[];
}

/** `reserved` names keys that are no search identifiers: `condition`, and `rules` in a filter. */
export const detectionOf = (section: LocatedMap, reserved: readonly string[], context: DetectionContext): Detection | undefined => {
  const identifiers = new Map<string, Expression>();
  for (const [name, value] of section.entries) {
    if (reserved.includes(name)) continue;
    const expression = searchIdentifier(value, context);
    if (expression === undefined) return undefined;
    identifiers.set(name, expression);
  }
  const given = section.entries.get('condition');
  if (given === undefined) return context.report(section.at, 'no condition');
  const conditions: Condition[] = [];
  for (const item of given.kind === 'list' ? given.items : [given]) {
    if (item.kind !== 'scalar' || typeof item.value !== 'string') return context.report(item.at, 'a condition that is no text');
    const condition = parseCondition(item.value, identifiers, item.at, context.report);
    if (condition === undefined) return undefined;
    conditions.push(condition);
  }
  if (conditions.length === 0) return context.report(given.at, 'no condition');
  return {
    expression: anyOf(conditions.map((condition) => condition.expression)),
    negated: [...new Set(conditions.flatMap((condition) => condition.negated))],
  };
};
