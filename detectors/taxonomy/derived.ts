// Fields that Sigma names for whole categories of logs, out of the records of AWS's services.
import type { LogService } from '../model/activity.ts';
import { field, isObject, type Json, type JsonObject } from '../model/json.ts';
import { CATEGORIES, categoryField } from '../sigma/category.ts';
import { type WebRequest, webRequest } from './web-request.ts';

type Derive = (record: JsonObject, service: LogService) => readonly string[];

const present = (text: string): readonly string[] => (text === '' ? [] : [text]);

const WEB: Readonly<Record<string, (request: WebRequest) => string>> = {
  'cs-method': ({ method }) => method,
  'cs-uri': ({ stem, query }) => (query === '' ? stem : `${stem}?${query}`),
  'cs-uri-stem': ({ stem }) => stem,
  'cs-uri-query': ({ query }) => query,
  'cs-host': ({ host }) => host,
  'cs-user-agent': ({ agent }) => agent,
  'cs-referer': ({ referer }) => referer,
  'cs-referrer': ({ referer }) => referer,
  'sc-status': ({ status }) => status,
  'c-ip': ({ client }) => client,
};

const scalar = (value: Json | undefined): readonly string[] =>
  typeof value === 'string' || typeof value === 'number' ? present(String(value)) : [];

/** Answers are a list of objects, each with its `Rdata`. */
const answers = (record: JsonObject): readonly string[] => {
  const given = record['answers'];
  const list = Array.isArray(given) ? (given as readonly Json[]) : isObject(given) ? [given] : [];
  return list.flatMap((answer) => scalar(field(answer, 'Rdata')));
};

/** A name as a query has it, without the dot that ends it. */
const bare = (name: string): string => (name.length > 1 && name.endsWith('.') ? name.slice(0, -1) : name);

const DNS: Readonly<Record<string, (record: JsonObject) => readonly string[]>> = {
  query: (record) => scalar(record['query_name']).map(bare),
  record_type: (record) => scalar(record['query_type']),
  answer: answers,
  src_ip: (record) => scalar(record['srcaddr']),
};

const FLOW: Readonly<Record<string, (record: JsonObject) => readonly string[]>> = {
  src_ip: (record) => scalar(record['srcaddr']),
  src_port: (record) => scalar(record['srcport']),
  dst_ip: (record) => scalar(record['dstaddr']),
  dst_port: (record) => scalar(record['dstport']),
  action: (record) => scalar(record['action']),
};

const forCategory = (category: keyof typeof CATEGORIES, derive: (name: string) => Derive): readonly (readonly [string, Derive])[] =>
  CATEGORIES[category].fields.map((name) => [categoryField(category, name), derive(name)] as const);

/** For `buildMatcher`: by the name that a rule of the category looks for. */
export const taxonomyFields: ReadonlyMap<string, Derive> = new Map([
  ...forCategory('webserver', (name) => (record, service) => {
    const request = webRequest(record, service);
    return request === undefined ? [] : present(WEB[name]?.(request) ?? '');
  }),
  ...forCategory('dns', (name) => (record, service) => (service === 'route53resolver' ? (DNS[name]?.(record) ?? []) : [])),
  ...forCategory('firewall', (name) => (record, service) => (service === 'vpcflow' ? (FLOW[name]?.(record) ?? []) : [])),
]);
