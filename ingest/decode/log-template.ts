// A log format as a user gave it to AWS (`$context.requestId …`, `${srcaddr} …`) → what reads its lines. One pass over a line:
// each variable ends where the text behind it begins, so a line costs what it is long, whatever somebody wrote into it.

export interface Template {
  /** Text before, between and behind the variables: one more than there are names. */
  readonly literals: readonly string[];
  readonly names: readonly string[];
}

/** API Gateway has about 100 variables, flow logs about 50 fields. */
const MOST_VARIABLES = 128;

/** The template, or what is wrong with it. `variable` finds all variables, their name in its first group. */
export const compileTemplate = (text: string, variable: RegExp): Template | string => {
  const literals: string[] = [];
  const names: string[] = [];
  let at = 0;
  for (const found of text.matchAll(variable)) {
    const literal = text.slice(at, found.index);
    if (literal === '' && names.length > 0) return `has nothing between two variables, at ${found[0]}`;
    literals.push(literal);
    names.push(found[1] ?? '');
    at = found.index + found[0].length;
  }
  literals.push(text.slice(at));
  if (names.length === 0) return 'has no variables';
  return names.length > MOST_VARIABLES ? `has more than ${MOST_VARIABLES} variables` : { literals, names };
};

/** A value may hold what stands behind it (`GET /orders` before a space): looked for so often, while the value's form is not the variable's. */
const MOST_TRIES = 4;

/** The values in the order of the names; undefined when the line is not of the template. `fits`: whether a value can be the variable's. */
export const matchTemplate = (
  { literals, names }: Template,
  line: string,
  fits: (name: string, value: string) => boolean,
): readonly string[] | undefined => {
  const first = literals[0] ?? '';
  const last = literals[names.length] ?? '';
  if (!line.startsWith(first) || !line.endsWith(last)) return undefined;
  const end = line.length - last.length;
  const values: string[] = [];
  let at = first.length;
  for (let index = 0; index < names.length; index++) {
    const name = names[index] ?? '';
    const behind = literals[index + 1] ?? '';
    const isLast = index === names.length - 1;
    let found = isLast ? end : line.indexOf(behind, at);
    for (let tries = 1; !isLast && found !== -1 && tries < MOST_TRIES && !fits(name, line.slice(at, found)); tries++)
      found = line.indexOf(behind, found + 1);
    if (found < at || found > end || !fits(name, line.slice(at, found))) return undefined;
    values.push(line.slice(at, found));
    at = found + behind.length;
  }
  return values;
};
