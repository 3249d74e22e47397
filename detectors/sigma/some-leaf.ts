// Whether any value of a record passes a test, without collecting the values.
import type { Json, JsonObject } from '../model/json.ts';

/** Past the depth that decoding lets through: whatever lies deeper counts as passing. */
const DEEPEST = 200;

const someOf = (value: Json | undefined, test: (text: string) => boolean, depth: number): boolean => {
  if (typeof value === 'string') return test(value);
  if (typeof value !== 'object') return value !== undefined && test(String(value));
  if (value === null) return false;
  if (depth > DEEPEST) return true;
  if (Array.isArray(value)) {
    for (let place = 0; place < value.length; place++) if (someOf(value[place] as Json, test, depth + 1)) return true;
    return false;
  }
  for (const key in value) if (someOf((value as JsonObject)[key], test, depth + 1)) return true;
  return false;
};

/** `test` is given each value that is no list, object or null, as text. */
export const someLeaf = (record: JsonObject, test: (text: string) => boolean): boolean => someOf(record, test, 0);
