// Every field that rules may ask for beside a record's own: what `buildMatcher` and `newCorrelator` are given.
import { parentDomain } from './dns/parent-domain.ts';
import { doerField } from './doer.ts';
import { injectionDerivations } from './injection/record.ts';
import type { LogService } from './model/activity.ts';
import type { JsonObject } from './model/json.ts';
import { DEFAULT_SETTINGS, type Settings } from './model/settings.ts';
import { sharingFields } from './sharing/derived.ts';
import { taxonomyFields } from './taxonomy/derived.ts';

type Derivation = (record: JsonObject, service: LogService) => readonly string[];

/** Fields by name; the user's trusted accounts are foreign to no rule. */
export const derivedFields = (settings: Pick<Settings, 'trustedAccounts'>): ReadonlyMap<string, Derivation> =>
  new Map<string, Derivation>([
    ...injectionDerivations,
    ...sharingFields(settings.trustedAccounts),
    ...taxonomyFields,
    doerField,
    ['lapwing.parentDomain', (record, service) => (service === 'route53resolver' ? parentDomain(record) : [])],
  ]);

/** Where nobody is trusted. */
export const DERIVED_FIELDS = derivedFields(DEFAULT_SETTINGS);
