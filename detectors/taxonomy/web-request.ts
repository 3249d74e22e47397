// A request of an access log in the names that Sigma has for web servers.
import type { LogService } from '../model/activity.ts';
import { field, isObject, type Json, type JsonObject } from '../model/json.ts';

export type WebField = 'method' | 'stem' | 'query' | 'host' | 'agent' | 'referer' | 'status' | 'client';

/** What a record has of each; an empty text where it has nothing. */
export type WebRequest = Readonly<Record<WebField, string>>;

/** A log writes `-` for nothing. */
const textOf = (value: Json | undefined): string =>
  (typeof value === 'string' || typeof value === 'number') && value !== '-' ? String(value) : '';

const first = (record: JsonObject, names: readonly string[]): string => {
  for (const name of names) {
    const text = textOf(record[name]);
    if (text !== '') return text;
  }
  return '';
};

/** `https://host:443/path?query` → path and query. */
const parts = (target: string): { readonly stem: string; readonly query: string; readonly host: string } => {
  const [, host = '', rest = ''] = /^(?:[a-z]{2,8}:\/\/([^/?]*))?([\s\S]*)$/i.exec(target) ?? [];
  const mark = rest.indexOf('?');
  return {
    stem: mark === -1 ? rest : rest.slice(0, mark),
    query: mark === -1 ? '' : rest.slice(mark + 1),
    host: host.replace(/:\d+$/, ''),
  };
};

const cloudFront = (record: JsonObject): WebRequest => ({
  method: textOf(record['cs-method']),
  stem: textOf(record['cs-uri-stem']),
  query: textOf(record['cs-uri-query']),
  host: first(record, ['x-host-header', 'cs(Host)', 'cs-host']),
  agent: first(record, ['cs(User-Agent)', 'cs-user-agent']),
  referer: first(record, ['cs(Referer)', 'cs-referer']),
  status: textOf(record['sc-status']),
  client: textOf(record['c-ip']),
});

const loadBalancer = (record: JsonObject): WebRequest => {
  const [method = '', target = ''] = textOf(record['request']).split(' ');
  return {
    method,
    ...parts(target),
    host: first(record, ['domain_name']) || parts(target).host,
    agent: textOf(record['user_agent']),
    referer: '',
    status: textOf(record['elb_status_code']),
    client: textOf(record['client:port']).replace(/:\d+$/, ''),
  };
};

const firewall = (record: JsonObject): WebRequest => {
  const request = field(record, 'httpRequest');
  const headers = field(request, 'headers');
  const header = (name: string): string => {
    const found = Array.isArray(headers)
      ? (headers as readonly Json[]).find((one) => textOf(field(one, 'name')).toLowerCase() === name)
      : undefined;
    return textOf(field(found, 'value'));
  };
  return {
    method: textOf(field(request, 'httpMethod')),
    stem: textOf(field(request, 'uri')),
    query: textOf(field(request, 'args')),
    host: header('host'),
    agent: header('user-agent'),
    referer: header('referer'),
    status: textOf(record['responseCodeSent']) || (record['action'] === 'BLOCK' ? '403' : ''),
    client: textOf(field(request, 'clientIp')),
  };
};

/** The form is the user's: keys in any spelling, as they stand or one object down. */
const spelled = (record: JsonObject): ReadonlyMap<string, string> => {
  const found = new Map<string, string>();
  const add = (object: JsonObject, depth: number): void => {
    for (const [key, value] of Object.entries(object)) {
      const name = key.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
      const text = textOf(value);
      if (text !== '' && !found.has(name)) found.set(name, text);
      if (isObject(value) && depth < 2) add(value, depth + 1);
    }
  };
  add(record, 0);
  return found;
};

const gateway = (record: JsonObject): WebRequest => {
  const values = spelled(record);
  const any = (...names: readonly string[]): string => names.map((name) => values.get(name)).find((text) => text !== undefined) ?? '';
  const route = any('routekey').split(' ');
  const target = parts(any('path', 'rawpath', 'uri', 'url', 'resourcepath') || (route[1] ?? ''));
  return {
    method: any('httpmethod', 'method', 'requestmethod', 'verb') || (route.length === 2 ? (route[0] ?? '') : ''),
    stem: target.stem,
    query: target.query || any('querystring', 'rawquerystring', 'query'),
    host: any('domainname', 'host'),
    agent: any('useragent'),
    referer: any('referer', 'referrer'),
    status: any('status', 'statuscode', 'responsestatus'),
    client: any('ip', 'sourceip', 'clientip', 'remoteip', 'remoteaddr'),
  };
};

/** Undefined for records of services that log no requests. */
export const webRequest = (record: JsonObject, service: LogService): WebRequest | undefined => {
  switch (service) {
    case 'cloudfront':
      return cloudFront(record);
    case 'elb':
      return loadBalancer(record);
    case 'waf':
      return firewall(record);
    case 'apigateway':
      return gateway(record);
    case 'cloudtrail':
    case 'lambda':
    case 'vpcflow':
    case 'route53resolver':
    case 's3access':
      return undefined;
  }
};
