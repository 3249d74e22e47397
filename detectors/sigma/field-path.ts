// Values of a record by a dotted name, as CloudTrail nests them: `userIdentity.sessionContext.sessionIssuer.type`.
import { isObject, type Json, type JsonObject } from '../model/json.ts';

/** What a field holds. Numbers and booleans are in their string form, an object as its JSON text. */
export interface FieldValues {
  readonly isPresent: boolean;
  readonly hasNull: boolean;
  readonly texts: readonly string[];
  /** Made on first need: most texts are looked at by no rule. */
  lowered: readonly string[] | undefined;
}

/** Made here only: what every rule reads of every field has one shape. */
const valuesOf = (isPresent: boolean, hasNull: boolean, texts: readonly string[]): FieldValues => ({
  isPresent,
  hasNull,
  texts,
  lowered: undefined,
});

const ABSENT = valuesOf(false, false, []);

const inLowerCase = (texts: readonly string[]): readonly string[] => {
  const [only] = texts;
  if (only === undefined || texts.length > 1) return texts.map((text) => text.toLowerCase());
  const lowered = only.toLowerCase();
  return lowered === only ? texts : [lowered];
};

export const loweredTexts = (values: FieldValues): readonly string[] => {
  values.lowered ??= inLowerCase(values.texts);
  return values.lowered;
};

export const fieldValues = (texts: readonly string[]): FieldValues => (texts.length === 0 ? ABSENT : valuesOf(true, false, texts));

interface Step {
  readonly key: string;
  /** How many of the name's parts are used up after this key. */
  readonly next: number;
  /** Whether every object inherits something of this name, so that only its own must be looked for. */
  readonly isInherited: boolean;
}

/** For each part of the name, the keys that may begin there: a key may itself have dots. */
export type FieldPath = readonly (readonly Step[])[];

/** No record nests deeper; a name with more parts would take time squared in them. */
const MOST_PARTS = 32;
/** Past the depth that decoding lets through. */
const DEEPEST = 200;

export const fieldPath = (name: string): FieldPath => {
  const all = name.split('.');
  const parts = all.length <= MOST_PARTS ? all : [...all.slice(0, MOST_PARTS - 1), all.slice(MOST_PARTS - 1).join('.')];
  return parts.map((_, start) =>
    parts.slice(start).map((_, length) => {
      const key = parts.slice(start, start + length + 1).join('.');
      return { key, next: start + length + 1, isInherited: key in Object.prototype };
    }),
  );
};

interface Found {
  isPresent: boolean;
  hasNull: boolean;
  texts: string[];
}

const isDeeperThan = (value: Json | undefined, levels: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some((part: Json) => isDeeperThan(part, levels - 1)));

/**
 * An object's JSON; of one nested past all records, which would exhaust the stack, nothing. Quotes within its strings stand
 * unescaped: a policy document is a string there, and rules look for `"Action":"*"` as it reads.
 */
const textOf = (value: boolean | number | string | JsonObject): string =>
  typeof value !== 'object' ? String(value) : isDeeperThan(value, DEEPEST) ? '' : JSON.stringify(value).replaceAll('\\"', '"');

const ownValue = (record: JsonObject, { key, isInherited }: Step): Json | undefined =>
  isInherited && !Object.hasOwn(record, key) ? undefined : record[key];

const collect = (value: Json | undefined, path: FieldPath, part: number, found: Found, depth: number): void => {
  if (value === undefined || depth > DEEPEST) return;
  const steps = path[part];
  if (steps === undefined) found.isPresent = true;
  if (Array.isArray(value)) {
    for (const element of value as readonly Json[]) collect(element, path, part, found, depth + 1);
  } else if (steps === undefined) {
    if (value === null) found.hasNull = true;
    else if (!Array.isArray(value)) found.texts.push(textOf(value as boolean | number | string | JsonObject));
  } else if (isObject(value)) {
    for (const step of steps) collect(ownValue(value, step), path, step.next, found, depth + 1);
  }
};

/** Most fields that rules ask for are in few records: what they are asked of in vain must cost next to nothing. */
const leadsSomewhere = (value: Json | undefined, path: FieldPath, part: number, depth: number): boolean => {
  if (value === undefined || depth > DEEPEST) return false;
  const steps = path[part];
  // An empty list is there too, but only a list's elements can lead further.
  if (steps === undefined) return true;
  if (Array.isArray(value)) {
    for (let place = 0; place < value.length; place++) if (leadsSomewhere(value[place] as Json, path, part, depth + 1)) return true;
    return false;
  }
  if (!isObject(value)) return false;
  for (let place = 0; place < steps.length; place++) {
    const step = steps[place] as Step;
    if (leadsSomewhere(ownValue(value, step), path, step.next, depth + 1)) return true;
  }
  return false;
};

/** A field of the record itself that is a text, or none: what most fields that rules ask for are. Undefined when it is neither. */
const plainValue = (record: JsonObject, path: FieldPath): FieldValues | undefined => {
  const step = path.length === 1 ? path[0]?.[0] : undefined;
  if (step === undefined) return undefined;
  const value = ownValue(record, step);
  return value === undefined ? ABSENT : typeof value === 'string' ? valuesOf(true, false, [value]) : undefined;
};

/** All values that the path leads to: any element where it crosses an array, and those of an array at its end. */
export const valuesAt = (record: JsonObject, path: FieldPath): FieldValues => {
  const plain = plainValue(record, path);
  if (plain !== undefined) return plain;
  if (!leadsSomewhere(record, path, 0, 0)) return ABSENT;
  const found: Found = { isPresent: false, hasNull: false, texts: [] };
  collect(record, path, 0, found, 0);
  return found.isPresent ? valuesOf(true, found.hasNull, found.texts) : ABSENT;
};

const collectLeaves = (value: Json | undefined, texts: string[], depth: number): void => {
  if (value === null || value === undefined || depth > DEEPEST) return;
  if (Array.isArray(value)) for (const element of value as readonly Json[]) collectLeaves(element, texts, depth + 1);
  else if (isObject(value)) for (const key in value) collectLeaves(value[key], texts, depth + 1);
  else texts.push(String(value));
};

/** Every value of the record, for keywords. */
export const allValues = (record: JsonObject): FieldValues => {
  const texts: string[] = [];
  collectLeaves(record, texts, 0);
  return fieldValues(texts);
};
