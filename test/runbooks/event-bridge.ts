// EventBridge in small: whether an event matches a pattern, and what an input transformer makes of it (EventBridge user guide).
import type { EventPattern } from '../../runbooks/automation/finding-sources.ts';
import type { Trigger } from '../../runbooks/automation/triggers.ts';

type Data = { readonly [name: string]: unknown };

const isData = (value: unknown): value is Data => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A `*` is any number of characters. */
const isLike = (wildcard: string, text: string): boolean => {
  const pieces = wildcard.split('*');
  let at = 0;
  for (const [index, piece] of pieces.entries()) {
    const found = index === pieces.length - 1 ? Math.max(at, text.length - piece.length) : text.indexOf(piece, at);
    if (found === -1 || (index === 0 && found !== 0) || !text.startsWith(piece, found)) return false;
    at = found + piece.length;
  }
  return true;
};

const demandHolds = (demand: unknown, value: unknown): boolean => {
  if (!isData(demand)) return demand === value;
  if ('exists' in demand) return (value !== undefined) === demand['exists'];
  if (typeof value !== 'string') return false;
  if ('prefix' in demand) return value.startsWith(String(demand['prefix']));
  if ('wildcard' in demand) return isLike(String(demand['wildcard']), value);
  throw new Error(`no demand ${Object.keys(demand)}`);
};

const matches = (pattern: unknown, value: unknown): boolean => {
  if (isData(pattern)) return Object.entries(pattern).every(([name, part]) => matches(part, isData(value) ? value[name] : undefined));
  if (!Array.isArray(pattern)) throw new Error('a pattern is made of lists');
  // An empty list has no element: as though the field were not there. Null is a value, and exists.
  const values: readonly unknown[] = Array.isArray(value) ? (value.length === 0 ? [undefined] : value) : [value];
  return pattern.some((demand) => values.some((one) => demandHolds(demand, one)));
};

export const eventMatches = (pattern: EventPattern, event: object): boolean => matches(pattern, event);

/** Dot notation and array indices: all that EventBridge takes. */
const valueAt = (path: string, event: unknown): unknown => {
  if (!/^\$(\.[A-Za-z0-9_-]+(\[[0-9]+\])?)+$/.test(path)) throw new Error(`EventBridge does not take ${path}`);
  let value = event;
  for (const part of path.slice(2).split(/[.[\]]+/))
    if (part !== '') value = Array.isArray(value) ? value[Number(part)] : isData(value) ? value[part] : undefined;
  return value;
};

/** What the target is given. A value that is not there leaves nothing in its place, and no JSON. */
export const transformed = ({ inputPathsMap, inputTemplate }: Trigger, event: object): unknown =>
  JSON.parse(
    inputTemplate.replace(/<([A-Za-z0-9_-]+)>/g, (_, name: string) => JSON.stringify(valueAt(inputPathsMap[name] ?? '', event)) ?? ''),
  );
