// Sigma's |cidr: is a value an address of a network? What is no address (`AWS Internal`, a service name) is in none.
import ipaddr from 'ipaddr.js';

/** The longest text of an address: IPv6 with an embedded IPv4. */
const LONGEST_ADDRESS = 45;

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** An address, an IPv4 one mapped into IPv6 as the IPv4 it is; undefined for any other text. */
const addressOf = (text: string): Address | undefined => {
  if (text.length > LONGEST_ADDRESS) return undefined;
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text);
  return text.includes(':') && ipaddr.IPv6.isValid(text) ? ipaddr.process(text) : undefined;
};

export interface Network {
  readonly address: Address;
  readonly bits: number;
}

/** `10.0.0.0/8`, `2001:db8::/32`, or a single address; undefined when it is neither. */
export const networkOf = (text: string): Network | undefined => {
  const [base = '', length, ...rest] = text.split('/');
  const address = addressOf(base);
  if (address === undefined || rest.length > 0) return undefined;
  const most = address.kind() === 'ipv4' ? 32 : 128;
  if (length === undefined) return { address, bits: most };
  const bits = Number(length);
  return /^\d{1,3}$/.test(length) && bits <= most ? { address, bits } : undefined;
};

export const isInNetwork = (text: string, network: Network): boolean => {
  const address = addressOf(text);
  return address !== undefined && address.kind() === network.address.kind() && address.match(network.address, network.bits);
};

/** Kept for examples (RFC 5737, RFC 3849): nobody's own network, and in every example an outsider. */
const EXAMPLES: readonly Network[] = ['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '2001:db8::/32'].flatMap(
  (text) => networkOf(text) ?? [],
);

const judgePublic = (text: string): boolean => {
  const address = addressOf(text);
  return address !== undefined && (address.range() === 'unicast' || EXAMPLES.some((network) => isInNetwork(text, network)));
};

/** The same few clients come again and again, and parsing one is most of what a counted request costs. */
const judged = new Map<string, boolean>();
const JUDGED_KEPT = 4_096;

/** Routable on the internet: what may name an outsider. */
export const isPublicAddress = (text: string): boolean => {
  const known = judged.get(text);
  if (known !== undefined) return known;
  const isPublic = judgePublic(text);
  if (judged.size >= JUDGED_KEPT) judged.clear();
  judged.set(text, isPublic);
  return isPublic;
};
