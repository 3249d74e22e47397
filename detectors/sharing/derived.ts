// What rules may ask of a CloudTrail record beside its own fields, about whom it lets in.
import type { LogService } from '../model/activity.ts';
import type { JsonObject } from '../model/json.ts';
import { foreignAccounts } from './foreign-accounts.ts';
import { foreignKeys } from './foreign-keys.ts';
import { foreignLayers } from './foreign-layers.ts';
import { openPrincipal } from './open-principal.ts';

type Derive = (record: JsonObject, service: LogService) => readonly string[];

const fromTrail =
  (derive: (record: JsonObject) => readonly string[]): Derive =>
  (record, service) =>
    service === 'cloudtrail' ? derive(record) : [];

/**
 * For `buildMatcher`: fields by name. Trusted accounts are left out here and not by the rules: Sigma can say that one of
 * several accounts is trusted, but not that all of them are.
 */
export const sharingFields = (trustedAccounts: readonly string[]): ReadonlyMap<string, Derive> => {
  const trusted = new Set(trustedAccounts);
  const untrusted = (accounts: readonly string[]): readonly string[] => accounts.filter((account) => !trusted.has(account));
  return new Map([
    ['lapwing.foreignAccounts', fromTrail((record) => untrusted(foreignAccounts(record)))],
    ['lapwing.foreignKeys', fromTrail((record) => untrusted(foreignKeys(record)))],
    ['lapwing.foreignLayers', fromTrail((record) => untrusted(foreignLayers(record)))],
    ['lapwing.openPrincipal', fromTrail(openPrincipal)],
  ]);
};
