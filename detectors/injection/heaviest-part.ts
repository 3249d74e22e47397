// The greatest weight among many parts that a text may hold, in one pass over the text.
import { triggerSearch } from './trigger-automaton.ts';

/**
 * Parts with their weights, each below 31: a weight is a bit of what the search gives. Parts are compared as triggers are:
 * any digit for a digit, any letter beyond ASCII for another. Prepared for the first text: most kinds of attack are never looked for.
 */
export const heaviestPart = (parts: readonly (readonly [part: string, weight: number])[]): ((text: string) => number) => {
  let search: ((text: string) => number) | undefined;
  return (text) => {
    search ??= triggerSearch(parts.map(([word, weight]) => ({ word, bits: 1 << weight })));
    const bits = search(text);
    return bits === 0 ? 0 : 31 - Math.clz32(bits);
  };
};
