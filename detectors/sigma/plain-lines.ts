// Whether a rule could match one of Lambda's plain lines at all: decided once for all of them, since they differ only in ids,
// versions and figures.
import { PLAIN_LINES, PLAIN_TYPES, type PlainLine, type Varying } from '../model/plain-line.ts';
import type { Expression } from './expression.ts';
import type { Derivations } from './record-view.ts';
import { requirementOf, type Sign } from './required-literals.ts';

/** One part has one requirement: there is nothing to choose by cost. */
const ANY_COST = (): number => 0;

/** What one character of a line may be. */
interface Step {
  readonly of: string;
  readonly isOptional: boolean;
}

const stepsOf = (parts: readonly (string | Varying)[]): readonly Step[] =>
  parts.flatMap((part) =>
    typeof part === 'string'
      ? [...part.toLowerCase()].map((of) => ({ of, isOptional: false }))
      : Array.from({ length: part.most }, (_, place) => ({ of: part.of.toLowerCase(), isOptional: place >= part.least })),
  );

/** Whether some line of the form has the text in it: all lines are followed at once, from every place. */
const mayHold = (steps: readonly Step[], text: string): boolean => {
  let places: ReadonlySet<number> = new Set(steps.keys());
  for (const character of text) {
    const next = new Set<number>();
    for (const place of places) {
      // From a place the optional steps may be left out.
      for (let at = place; at < steps.length; at++) {
        const step = steps[at] as Step;
        if (step.of.includes(character)) next.add(at + 1);
        if (!step.isOptional) break;
      }
    }
    if (next.size === 0) return false;
    places = next;
  }
  return true;
};

const FORMS: Readonly<Record<PlainLine, readonly (readonly Step[])[]>> = {
  start: PLAIN_LINES.start.map(stepsOf),
  end: PLAIN_LINES.end.map(stepsOf),
  report: PLAIN_LINES.report.map(stepsOf),
};

/** Where a text must stand is not looked at; a sign that a field is there has none, and none is in every line. */
const mayHave = (line: PlainLine, { field, text }: Sign, derivations: Derivations): boolean => {
  const isInType = PLAIN_TYPES[line].includes(text);
  const isInMessage = (): boolean => FORMS[line].some((steps) => mayHold(steps, text));
  if (field === undefined) return isInType || isInMessage();
  if (field === 'type') return isInType;
  if (field === 'message') return isInMessage();
  const derive = derivations.get(field);
  if (derive !== undefined) return derive({ type: PLAIN_TYPES[line], message: '' }, 'lambda').length > 0;
  return field === 'record' || field.startsWith('record.');
};

/** `expression`: of a rule for Lambda's logs. */
export const mayMatchPlainLine = (line: PlainLine, expression: Expression, derivations: Derivations): boolean => {
  const may = (part: Expression): boolean => {
    if (part.kind === 'all') return part.of.every(may);
    if (part.kind === 'any') return part.of.some(may);
    const requirement = requirementOf(part, ANY_COST);
    return requirement === undefined || requirement.some((sign) => mayHave(line, sign, derivations));
  };
  return may(expression);
};
