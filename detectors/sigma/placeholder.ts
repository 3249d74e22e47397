// Sigma's |expand: `%name%` in a value stands for each value of a list that the user gives.

/** More combinations of several placeholders in one value than this help nobody. */
const MOST_VALUES = 10_000;

export type Expanded =
  | { readonly kind: 'values'; readonly values: readonly string[]; readonly names: readonly string[] }
  | { readonly kind: 'unknown'; readonly name: string }
  | { readonly kind: 'too-many'; readonly limit: number };

/** Literal text at even places, a placeholder's name at odd ones. `\%` is a plain percent sign. */
const split = (text: string): readonly string[] => {
  const parts = [''];
  let index = 0;
  while (index < text.length) {
    const character = text[index] ?? '';
    const end = character === '%' ? text.indexOf('%', index + 1) : -1;
    const name = end > 0 ? text.slice(index + 1, end) : '';
    if (name !== '' && /^\w+$/.test(name)) {
      parts.push(name, '');
      index = end + 1;
    } else {
      const escaped = character === '\\' && text[index + 1] === '%';
      parts[parts.length - 1] += escaped ? '%' : character;
      index += escaped ? 2 : 1;
    }
  }
  return parts;
};

/** All that the value can stand for. A known placeholder with an empty list leaves no value: it matches nothing. */
export const expandPlaceholders = (
  text: string,
  lists: ReadonlyMap<string, readonly string[]>,
  quote: (value: string) => string,
): Expanded => {
  const parts = split(text);
  const names = parts.filter((_, place) => place % 2 === 1);
  let values: readonly string[] = [''];
  for (const [place, part] of parts.entries()) {
    const list = place % 2 === 0 ? [part] : lists.get(part)?.map(quote);
    if (list === undefined) return { kind: 'unknown', name: part };
    if (values.length * list.length > MOST_VALUES) return { kind: 'too-many', limit: MOST_VALUES };
    values = values.flatMap((value) => list.map((end) => value + end));
  }
  return { kind: 'values', values, names };
};
