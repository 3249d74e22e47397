// The domain that a name queried was registered under: `lapwing.parentDomain`, which tells tunnels from many visits.
import { type JsonObject, textField } from '../model/json.ts';

/** DNS names are at most 255 octets on the wire. */
const LONGEST_NAME = 255;

/** Second-level labels under which registries of countries sell names (`co.uk`, `com.au`): with them a registrant's name is one label longer. */
const REGISTRY_LABELS = new Set([
  'ac',
  'co',
  'com',
  'edu',
  'gov',
  'go',
  'gob',
  'info',
  'ltd',
  'me',
  'mil',
  'ne',
  'net',
  'nom',
  'or',
  'org',
  'plc',
  'sch',
]);

/** A country's top-level domain has two letters, no other has. */
const COUNTRY_LETTERS = 2;

/** At most one name, in lower case and without its trailing dot; none for a bare label. */
export const parentDomain = (record: JsonObject): readonly string[] => {
  const name = (textField(record, 'query_name') ?? '').slice(0, LONGEST_NAME).toLowerCase();
  const labels = name.split('.').filter((label) => label !== '');
  if (labels.length < 2) return [];
  const [country = '', registry = ''] = [labels.at(-1), labels.at(-2)];
  const length = country.length === COUNTRY_LETTERS && REGISTRY_LABELS.has(registry) ? 3 : 2;
  return [labels.slice(-length).join('.')];
};
