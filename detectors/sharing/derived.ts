// What rules may ask of a CloudTrail record beside its own fields, about whom it lets in.
import type { LogService } from '../model/activity.ts';
import type { JsonObject } from '../model/json.ts';
import { foreignAccounts } from './foreign-accounts.ts';
import { openPrincipal } from './open-principal.ts';

type Derive = (record: JsonObject, service: LogService) => readonly string[];

const fromTrail =
  (derive: (record: JsonObject) => readonly string[]): Derive =>
  (record, service) =>
    service === 'cloudtrail' ? derive(record) : [];

/** For `buildMatcher`: fields by name. */
export const SHARING_FIELDS: ReadonlyMap<string, Derive> = new Map([
  ['lapwing.foreignAccounts', fromTrail(foreignAccounts)],
  ['lapwing.openPrincipal', fromTrail(openPrincipal)],
]);
