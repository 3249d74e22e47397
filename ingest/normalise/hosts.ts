// The hosts that a structured log line says its function called.
import type { LineFields } from './line-fields.ts';

/** One line is about one call, or a few. */
const MOST_HOSTS = 8;
/** DNS names are at most 253 characters. */
const LONGEST_HOST = 253;
const LONGEST_URL = 2048;

const HOST_NAME = /^[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9])?$/;

/** A DNS name with a dot, or an address: lower case, without port, user, path or brackets; undefined for anything else. */
const hostOf = (text: string): string | undefined => {
  if (text.length > LONGEST_URL) return undefined;
  const scheme = text.indexOf('://');
  let rest = scheme === -1 ? text : text.slice(scheme + 3);
  const cut = rest.search(/[/?#\s\\]/);
  if (cut !== -1) rest = rest.slice(0, cut);
  rest = rest.slice(rest.lastIndexOf('@') + 1);
  if (rest.startsWith('[')) {
    const end = rest.indexOf(']');
    const inner = rest.slice(1, end);
    return end > 1 && inner.includes(':') && /^[0-9a-fA-F:.]+$/.test(inner) ? inner.toLowerCase() : undefined;
  }
  const colon = rest.indexOf(':');
  if (colon !== -1 && colon !== rest.lastIndexOf(':')) return /^[0-9a-fA-F:.]{3,45}$/.test(rest) ? rest.toLowerCase() : undefined;
  const host = (colon === -1 ? rest : rest.slice(0, colon)).toLowerCase();
  return host.length <= LONGEST_HOST && host.includes('.') && HOST_NAME.test(host) ? host : undefined;
};

export const calledHosts = ({ urls, hosts }: LineFields): readonly string[] => {
  const found: string[] = [];
  const take = (text: string): void => {
    const host = found.length < MOST_HOSTS ? hostOf(text) : undefined;
    if (host !== undefined && !found.includes(host)) found.push(host);
  };
  // A path alone names no host.
  for (const url of urls) if (url.includes('://')) take(url);
  for (const host of hosts) take(host);
  return found;
};
