// Sigma's |cidr: is a value an address of a network? What is no address (`AWS Internal`, a service name) is in none.
import ipaddr from 'ipaddr.js';

/** The longest text of an address: IPv6 with an embedded IPv4. */
const LONGEST_ADDRESS = 45;

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** The four bytes of `203.0.113.9`, without the library's expressions: nearly all addresses of records are such. */
const fourBytes = (text: string): number[] | undefined => {
  const bytes: number[] = [];
  let byte = -1;
  for (let at = 0; at <= text.length; at++) {
    // A dot behind the last byte, so that it ends like the others.
    const code = at < text.length ? text.charCodeAt(at) : 46;
    if (code === 46) {
      if (byte < 0 || byte > 255) return undefined;
      bytes.push(byte);
      byte = -1;
    } else if (code >= 48 && code <= 57 && byte !== 0) byte = Math.max(byte, 0) * 10 + code - 48;
    // What has a leading zero is octal to some and decimal to others.
    else return undefined;
  }
  return bytes.length === 4 ? bytes : undefined;
};

/** The value of a hexadecimal digit, else -1. */
const hexDigit = (code: number): number =>
  code >= 48 && code <= 57 ? code - 48 : code >= 97 && code <= 102 ? code - 87 : code >= 65 && code <= 70 ? code - 55 : -1;

/**
 * The eight parts of an IPv6 address as most are written: hexadecimal digits and colons, two in a row at most once, and no part
 * of the first being zero, where the notations for IPv4 begin. Undefined leaves it to the library, whose expressions take ten
 * times as long: where clients come by IPv6 each has an address of its own.
 */
const eightParts = (text: string): number[] | undefined => {
  const parts: number[] = [];
  let part = 0;
  let digits = 0;
  let gap = -1;
  for (let at = 0; at <= text.length; at++) {
    const code = at < text.length ? text.charCodeAt(at) : 58;
    const digit = hexDigit(code);
    if (digit >= 0) {
      if (++digits > 4) return undefined;
      part = part * 16 + digit;
    } else if (code !== 58) return undefined;
    else if (digits > 0) {
      parts.push(part);
      part = 0;
      digits = 0;
    } else if (at === text.length) {
      // It ends with the colons of the gap, or with one too many.
      if (gap !== parts.length) return undefined;
    } else if (gap >= 0 || at === 0) return undefined;
    else gap = parts.length;
  }
  if (parts.length > 8 || (parts[0] ?? 0) === 0 || (gap < 0 ? parts.length < 8 : parts.length > 7)) return undefined;
  if (gap >= 0) parts.splice(gap, 0, ...new Array<number>(8 - parts.length).fill(0));
  return parts;
};

const sixteenBytes = (text: string): Address | undefined => {
  const parts = eightParts(text);
  if (parts !== undefined) return new ipaddr.IPv6(parts);
  return ipaddr.IPv6.isValid(text) ? ipaddr.process(text) : undefined;
};

/** An address, an IPv4 one mapped into IPv6 as the IPv4 it is; undefined for any other text. */
const addressOf = (text: string): Address | undefined => {
  if (text.length > LONGEST_ADDRESS) return undefined;
  if (text.includes(':')) return sixteenBytes(text);
  const bytes = fourBytes(text);
  return bytes === undefined ? undefined : new ipaddr.IPv4(bytes);
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

const isWithin = (address: Address, network: Network): boolean =>
  address.kind() === network.address.kind() && address.match(network.address, network.bits);

export const isInNetwork = (text: string, network: Network): boolean => {
  const address = addressOf(text);
  return address !== undefined && isWithin(address, network);
};

/** Kept for examples (RFC 5737, RFC 3849): nobody's own network, and in every example an outsider. */
const EXAMPLES: readonly Network[] = ['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '2001:db8::/32'].flatMap(
  (text) => networkOf(text) ?? [],
);

const judgePublic = (text: string): boolean => {
  const address = addressOf(text);
  return address !== undefined && (address.range() === 'unicast' || EXAMPLES.some((network) => isWithin(address, network)));
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
