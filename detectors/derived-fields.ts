// Every field that rules may ask for beside a record's own: what `buildMatcher` and `newCorrelator` are given.
import { injectionDerivations } from './injection/record.ts';
import type { LogService } from './model/activity.ts';
import type { JsonObject } from './model/json.ts';
import { SHARING_FIELDS } from './sharing/derived.ts';

export const DERIVED_FIELDS: ReadonlyMap<string, (record: JsonObject, service: LogService) => readonly string[]> = new Map([
  ...injectionDerivations,
  ...SHARING_FIELDS,
]);
