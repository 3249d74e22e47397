// Which of the things a finding names are specific enough to say "this is the same doing", each as one comparable key.
import ipaddr from 'ipaddr.js';
import type { Finding } from '../../detectors/model/finding.ts';
import { matchesGlob } from '../../detectors/model/glob.ts';

type EntityKind = 'function' | 'principal' | 'access key' | 'address';
export interface EntityKey {
  readonly kind: EntityKind;
  /** As a person should read it. */
  readonly name: string;
}

export const keyText = (key: EntityKey): string => `${key.kind} ${key.name}`;

/** An ARN without its version or alias; a bare name as it is; undefined for the account itself, which has no name. */
const functionName = (label: string): { readonly name: string; readonly arn: string | undefined } | undefined => {
  if (!label.startsWith('arn:')) return label === '' ? undefined : { name: label, arn: undefined };
  const parts = label.split(':');
  const name = parts[6] ?? '';
  return name === '' ? undefined : { name, arn: parts.slice(0, 7).join(':') };
};

/** Every ARN that a bare function name may stand for: some sources tell no region, and their findings name the function barely. */
export type Namesakes = ReadonlyMap<string, ReadonlySet<string>>;

export const namesakesIn = (findings: readonly Finding[]): Namesakes => {
  const namesakes = new Map<string, Set<string>>();
  for (const finding of findings) {
    for (const label of [finding.function ?? '', ...finding.entities.functions]) {
      const known = functionName(label);
      if (known?.arn === undefined) continue;
      const arns = namesakes.get(known.name) ?? new Set();
      namesakes.set(known.name, arns.add(known.arn));
    }
  }
  return namesakes;
};

const functionKey = (label: string, namesakes: Namesakes): EntityKey | undefined => {
  const known = functionName(label);
  if (known === undefined) return undefined;
  const [only, ...others] = namesakes.get(known.name) ?? [];
  // With two functions of that name, in two accounts or regions, a bare name stays apart: better two stories than a false one.
  return { kind: 'function', name: known.arn ?? (only !== undefined && others.length === 0 ? only : known.name) };
};

/** AWS's own hands, and an account as a whole, do everything to everybody. */
const isEverybody = (principal: string): boolean =>
  principal === '' || principal.endsWith('.amazonaws.com') || principal.includes('/aws-service-role/') || /^\d{12}$/.test(principal);

/** Addresses that mean somebody else in every network. Documentation ranges stay: logs are often published with them. */
const MEANINGLESS = new Set([
  'private',
  'loopback',
  'linkLocal',
  'uniqueLocal',
  'carrierGradeNat',
  'unspecified',
  'broadcast',
  'multicast',
]);

/** A subscriber holds a whole IPv6 /64 (RFC 6177) and changes address in it at will. */
const IPV6_SUBSCRIBER_BITS = 64;

const addressName = (text: string): string | undefined => {
  if (!ipaddr.isValid(text)) return undefined;
  const address = ipaddr.process(text);
  if (MEANINGLESS.has(address.range())) return undefined;
  if (address.kind() === 'ipv4') return address.toString();
  const network = ipaddr.IPv6.networkAddressFromCIDR(`${address.toString()}/${IPV6_SUBSCRIBER_BITS}`);
  return `${network.toString()}/${IPV6_SUBSCRIBER_BITS}`;
};

/** `shared`: principals and addresses (`*` as wildcard) that are known to be everybody's: pipelines, the company's NAT. */
export const entityKeys = (finding: Finding, namesakes: Namesakes, shared: readonly string[]): readonly EntityKey[] => {
  const keys = new Map<string, EntityKey>();
  const add = (key: EntityKey | undefined): void => {
    if (key !== undefined) keys.set(keyText(key), key);
  };
  const isShared = (name: string): boolean => shared.some((pattern) => matchesGlob(pattern, name));
  const { functions, principals, accessKeys, addresses } = finding.entities;
  for (const label of [finding.function ?? '', ...functions]) add(functionKey(label, namesakes));
  // A session's key is as shared as the principal that holds it.
  const holders = [finding.principal ?? '', ...principals];
  for (const name of holders) if (!isEverybody(name) && !isShared(name)) add({ kind: 'principal', name });
  if (!holders.some(isShared)) for (const name of accessKeys) if (name !== '') add({ kind: 'access key', name });
  for (const text of addresses) {
    const name = isShared(text) ? undefined : addressName(text);
    if (name !== undefined) add({ kind: 'address', name });
  }
  return [...keys.values()];
};
