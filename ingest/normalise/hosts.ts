// The hosts that a structured log line says its function called.
import type { JsonObject } from '../../detectors/model/json.ts';
import { at } from './first-field.ts';

/** Fields whose value is a URL. */
const URLS = [
  'url',
  'url.full',
  'http.url',
  'request.url',
  'requestUrl',
  'request_url',
  'targetUrl',
  'target_url',
  'endpoint',
  'http.request.url',
] as const;

/** Fields whose value is a host, a host with a port, or an address (OpenTelemetry, ECS, and what people write by hand). */
const HOSTS = [
  'host',
  'server.address',
  'net.peer.name',
  'net.peer.ip',
  'network.peer.address',
  'http.host',
  'url.domain',
  'destination',
  'destination.domain',
  'destination.address',
  'destination.ip',
  'destinationHost',
  'destination_host',
  'dest_host',
  'dest_ip',
  'dst_host',
  'dst_ip',
  'remoteHost',
  'remote_host',
  'targetHost',
  'target_host',
  'upstream',
  'details.host',
  'details.ip',
] as const;

/** One line is about one call, or a few. */
const MOST_HOSTS = 8;
/** DNS names are at most 253 characters. */
const LONGEST_HOST = 253;

const HOST_NAME = /^[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9])?$/;

/** A DNS name with a dot, or an address: lower case, without port, user, path or brackets; undefined for anything else. */
export const hostOf = (text: string): string | undefined => {
  if (text.length > 2048) return undefined;
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
  return host.length <= LONGEST_HOST && host.includes('.') && HOST_NAME.test(host) ? host.replace(/\.$/, '') : undefined;
};

export const calledHosts = (line: JsonObject): readonly string[] => {
  const found: string[] = [];
  const take = (names: readonly string[], urlsOnly: boolean): void => {
    for (const name of names) {
      const value = at(line, name);
      if (typeof value !== 'string' || found.length >= MOST_HOSTS) continue;
      if (urlsOnly && !value.includes('://')) continue;
      const host = hostOf(value);
      if (host !== undefined && !found.includes(host)) found.push(host);
    }
  };
  take(URLS, true);
  take(HOSTS, false);
  return found;
};
