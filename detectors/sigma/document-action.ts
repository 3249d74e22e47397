// Old Sigma's collections: `action: global` gives the documents after it what they share, `action: repeat` changes the last one.
import { type LocatedMap, textOf } from './located.ts';
import type { Report } from './report.ts';

/** `over` laid on `under`, map by map. */
const merged = (under: LocatedMap, over: LocatedMap): LocatedMap => {
  const entries = new Map(under.entries);
  for (const [key, value] of over.entries) {
    const known = entries.get(key);
    entries.set(key, value.kind === 'map' && known?.kind === 'map' ? merged(known, value) : value);
  }
  return { kind: 'map', entries, at: over.at };
};

const without = (map: LocatedMap, key: string): LocatedMap => ({
  ...map,
  entries: new Map([...map.entries].filter(([name]) => name !== key)),
});

/** A document that takes its title from another is a further rule of that title: it is numbered, and has no uuid of its own. */
const numbered = (map: LocatedMap, own: LocatedMap, ordinal: number): LocatedMap => {
  const title = map.entries.get('title');
  if (own.entries.has('title') || title?.kind !== 'scalar' || ordinal < 2) return map;
  const text = `${title.text} (${ordinal})`;
  const entries = new Map(map.entries).set('title', { ...title, value: text, text });
  if (!own.entries.has('id')) entries.delete('id');
  return { ...map, entries };
};

/** The documents that are to be read as rules, each whole. As in pySigma, correlations and filters take no part in it. */
export const withActions = (documents: readonly LocatedMap[], report: Report): readonly LocatedMap[] => {
  let shared: LocatedMap | undefined;
  let last: LocatedMap | undefined;
  let ordinal = 0;
  const whole: LocatedMap[] = [];
  const add = (map: LocatedMap, own: LocatedMap): void => {
    last = map;
    ordinal++;
    whole.push(numbered(map, own, ordinal));
  };
  for (const document of documents) {
    const action = document.entries.get('action');
    const own = without(document, 'action');
    if (action === undefined) {
      if (shared === undefined || own.entries.has('correlation') || own.entries.has('filter')) {
        last = own;
        ordinal = 1;
        whole.push(own);
      } else add(merged(shared, own), own);
      continue;
    }
    switch (textOf(action)) {
      case 'global':
        shared = own;
        last = own;
        ordinal = 0;
        break;
      case 'reset':
        shared = undefined;
        break;
      case 'repeat':
        if (last === undefined) report(action.at, '`action: repeat` with nothing before it');
        else add(merged(last, own), own);
        break;
      default:
        report(action.at, 'unknown action: `global`, `reset` and `repeat` are defined');
    }
  }
  return whole;
};
