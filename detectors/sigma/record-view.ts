// A record as rules look at it: each field is found, and folded to lower case, at most once, and only when a rule asks.
import type { LogService } from '../model/activity.ts';
import type { JsonObject } from '../model/json.ts';
import { allValues, type FieldPath, type FieldValues, fieldPath, fieldValues, valuesAt } from './field-path.ts';

/** Fields that are computed from a record, by name: `lapwing.injection`. */
export type Derivations = ReadonlyMap<string, (record: JsonObject, service: LogService) => readonly string[]>;

export const NO_DERIVATIONS: Derivations = new Map();

export interface RecordView {
  /** Turns to another record. One view serves all records in turn, so that a record no rule wants costs no memory. */
  begin(service: LogService, record: JsonObject): void;
  field(slot: number): FieldValues;
  /** Every value of the record. */
  keywords(): FieldValues;
}

/** Numbers the fields that rules name, so that a view can keep what it found in an array. */
export interface FieldSlots {
  slotOf(field: string): number;
  readonly names: readonly string[];
}

export const newFieldSlots = (): FieldSlots => {
  const slots = new Map<string, number>();
  const names: string[] = [];
  return {
    names,
    slotOf: (field) => {
      const known = slots.get(field);
      if (known !== undefined) return known;
      slots.set(field, names.length);
      return names.push(field) - 1;
    },
  };
};

const NO_RECORD: JsonObject = {};

/** Call it after every rule is compiled: it has room for the slots given until then. */
export const newRecordView = (slots: FieldSlots, derivations: Derivations): RecordView => {
  const paths: readonly FieldPath[] = slots.names.map(fieldPath);
  const derived = slots.names.map((name) => derivations.get(name));
  const found: (FieldValues | undefined)[] = slots.names.map(() => undefined);
  /** The record for which `found` was filled, by ordinal: nothing has to be cleared between records. */
  const filledFor = new Float64Array(slots.names.length);
  let ordinal = 0;
  let keywords: FieldValues | undefined;
  let current = NO_RECORD;
  let service: LogService = 'cloudtrail';
  return {
    begin: (nextService, record) => {
      ordinal++;
      service = nextService;
      current = record;
      keywords = undefined;
    },
    field: (slot) => {
      const known = found[slot];
      if (known !== undefined && filledFor[slot] === ordinal) return known;
      const derive = derived[slot];
      const values = derive === undefined ? valuesAt(current, paths[slot] ?? []) : fieldValues(derive(current, service));
      found[slot] = values;
      filledFor[slot] = ordinal;
      return values;
    },
    keywords: () => {
      keywords ??= allValues(current);
      return keywords;
    },
  };
};
