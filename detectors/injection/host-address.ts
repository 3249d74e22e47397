// The address a URL's host stands for, in every notation a URL parser takes: decimal, octal, hexadecimal, short, IPv6-mapped.
import ipaddr from 'ipaddr.js';

export interface HostAddress {
  /** Dotted IPv4 or normalised IPv6. */
  readonly address: string;
  readonly range: string;
  /** Written as nobody writes an address who does not hide it. */
  readonly disguised: boolean;
}

const LONGEST_HOST = 64;

/** One part of an IPv4 address as the WHATWG URL standard reads it, else -1. */
const part = (text: string): number => {
  if (text === '' || text.length > 12) return -1;
  const radix = text.startsWith('0x') ? 16 : text.length > 1 && text.startsWith('0') ? 8 : 10;
  const digits = radix === 16 ? text.slice(2) : text;
  let value = 0;
  for (let at = 0; at < digits.length; at++) {
    const code = digits.charCodeAt(at);
    const digit = code >= 48 && code <= 57 ? code - 48 : code >= 97 && code <= 102 ? code - 87 : 99;
    if (digit >= radix) return -1;
    value = value * radix + digit;
  }
  return value;
};

const ipv4Number = (host: string): number => {
  const parts = host.split('.').map(part);
  if (parts.length > 4 || parts.includes(-1)) return -1;
  const last = parts[parts.length - 1] ?? -1;
  if (last >= 256 ** (5 - parts.length)) return -1;
  let value = last;
  for (let index = 0; index < parts.length - 1; index++) {
    const byte = parts[index] ?? 0;
    if (byte > 255) return -1;
    value += byte * 256 ** (3 - index);
  }
  return value;
};

const dotted = (value: number): string => [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');

/** `host` in lower case, without port; IPv6 without brackets. Undefined when it is a name. */
export const hostAddress = (host: string): HostAddress | undefined => {
  if (host === '' || host.length > LONGEST_HOST) return undefined;
  if (host.includes(':')) {
    if (!ipaddr.IPv6.isValid(host)) return undefined;
    const address = ipaddr.IPv6.parse(host);
    if (address.isIPv4MappedAddress()) {
      const inner = address.toIPv4Address();
      return { address: inner.toString(), range: inner.range(), disguised: true };
    }
    const [seventh = 0, eighth = 0] = address.parts.slice(6);
    // `::a.b.c.d`, deprecated by RFC 4291 and still taken by some; `::1` and its neighbours are addresses of their own.
    if (seventh > 0 && address.parts.slice(0, 6).every((each) => each === 0)) {
      const inner = dotted(seventh * 65_536 + eighth);
      return { address: inner, range: ipaddr.IPv4.parse(inner).range(), disguised: true };
    }
    return { address: address.toString(), range: address.range(), disguised: false };
  }
  const value = ipv4Number(host.endsWith('.') ? host.slice(0, -1) : host);
  if (value < 0) return undefined;
  const address = dotted(value);
  return { address, range: ipaddr.IPv4.parse(address).range(), disguised: address !== host };
};
