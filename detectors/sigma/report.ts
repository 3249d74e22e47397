// How a compiling step says what is wrong: it reports the place and the reason, and has no result.
import type { Place } from './located.ts';
import type { RuleProblem } from './rule.ts';

export type Report = (at: Place, reason: string) => undefined;

export const reportTo =
  (problems: RuleProblem[], file: string): Report =>
  (at, reason) => {
    problems.push({ file, line: at.line, column: at.column, reason });
    return undefined;
  };
