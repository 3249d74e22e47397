// Whether each key of a function is used from one place. A key is made for an execution environment, which has one address; a copied
// user agent makes a thief's calls look like the environment's, but not come from there.
import { type KeyedCount, sortedKeys } from '../model/keyed-counts.ts';
import { countsOf, type FunctionPartial } from '../model/partial.ts';

/** What a window shows of it; learned under these names among the sources of credentials. */
export const KEYS_APART = 'keys:apart';
export const KEY_SHARED = 'key:shared';

/** `KEY ADDRESS` of the window by key, in a fixed order. */
const byKey = (places: readonly KeyedCount[]): ReadonlyMap<string, readonly KeyedCount[]> =>
  Map.groupBy(
    [...places].sort((one, other) => (one.name < other.name ? -1 : 1)),
    ({ name }) => name.slice(0, name.indexOf(' ')),
  );

/** All that shows keys used from several addresses. */
export const sharedPlaces = (places: readonly KeyedCount[]): readonly KeyedCount[] =>
  [...byKey(places).values()].filter((mine) => mine.length > 1).flat();

/** Undefined when the window had but one address, and tells nothing. */
export const keysShown = (partial: FunctionPartial): typeof KEYS_APART | typeof KEY_SHARED | undefined => {
  const counts = countsOf(partial, 'credentialPlaces');
  if (counts === undefined) return undefined;
  const places = sortedKeys(counts);
  if (sharedPlaces(places).length > 0) return KEY_SHARED;
  const addresses = new Set(places.map(({ name }) => name.slice(name.indexOf(' ') + 1)));
  return addresses.size > 1 ? KEYS_APART : undefined;
};
