// One field of a record by name, derived or found: for what looks at matched records only, away from the hot path.
import type { LogService } from '../model/activity.ts';
import type { JsonObject } from '../model/json.ts';
import { fieldPath, valuesAt } from './field-path.ts';
import type { Derivations } from './record-view.ts';

export type FieldReader = (record: JsonObject, service: LogService) => readonly string[];

const fieldReader = (name: string, derivations: Derivations): FieldReader => {
  const derived = derivations.get(name);
  if (derived !== undefined) return derived;
  const path = fieldPath(name);
  return (record) => valuesAt(record, path).texts;
};

/** A reader for each of the names, which are unique. */
export const fieldReaders = (names: Iterable<string>, derivations: Derivations): ReadonlyMap<string, FieldReader> =>
  new Map([...names].map((name) => [name, fieldReader(name, derivations)]));
