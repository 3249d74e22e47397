// API Gateway access logs: their form is the user's, so they are known by the usual names of the variables in them.
import { isObject, type Json, type JsonObject } from '../../detectors/model/json.ts';
import { httpRequest, pathOf } from '../normalise/http-request.ts';
import { anyInstant } from '../normalise/instant-text.ts';
import { type ApiGatewayTemplate, apiGatewayTemplate, apiGatewayValues } from './api-gateway-template.ts';
import { isRequestId } from './application-line.ts';
import { type Fate, quarantined, skipped } from './fate.ts';
import type { LineContext } from './line-context.ts';

const NO_TIME = skipped('no-time');
const BAD_TIME = quarantined('bad-time', 'the request time is no plausible time');

/** A format holds some of about 100 variables. */
const MOST_KEYS = 128;

type Facts = ReadonlyMap<string, Json>;

/** Keys made plain once. A format holds some of about 100 variables; what others write comes after. */
const MOST_REMEMBERED = 1_024;
const rememberedKeys = new Map<string, string>();

/** Keys without case, `_`, `-`, `.` and the words that only say where a variable is from. */
const plainKey = (key: string): string => {
  if (key.length > 64) return key;
  const known = rememberedKeys.get(key);
  if (known !== undefined) return known;
  const plain = key
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '')
    .replace(/^(?:context|requestcontext|identity|http|request)+(?=[a-z]{2})/, '');
  if (rememberedKeys.size < MOST_REMEMBERED) rememberedKeys.set(key, plain);
  return plain;
};

const collect = (value: JsonObject, facts: Map<string, Json>, depth: number): void => {
  for (const key in value) {
    const found = value[key];
    if (found === undefined || found === null || found === '-' || found === '') continue;
    if (facts.size >= MOST_KEYS) return;
    if (isObject(found)) {
      if (depth < 2) collect(found, facts, depth + 1);
    } else {
      const name = plainKey(key);
      if (!facts.has(name)) facts.set(name, found);
    }
  }
};

/** Names after `plainKey`: it takes `request` off `requestId`, `http` off `httpMethod`. */
const REQUEST_IDS = ['id', 'requestid', 'extendedrequestid', 'extendedid', 'reqid', 'apigwrequestid'];
const STATUSES = ['status', 'statuscode', 'responsestatus', 'responsestatuscode'];
/** What a WebSocket's client does is its `eventType`: CONNECT, MESSAGE, DISCONNECT. */
const METHODS = ['method', 'verb', 'eventtype'];
const PATHS = ['path', 'rawpath', 'uri', 'url', 'resourcepath', 'resource', 'routekey'];
const CLIENTS = ['ip', 'sourceip', 'clientip', 'remoteip', 'remoteaddr', 'client', 'sourceipaddress', 'ipaddress'];
const SIZES = ['responselength', 'responsesize', 'responsebytes', 'dataprocessed', 'bytessent', 'bytes', 'length'];
const TIMES = ['timeepoch', 'epoch', 'time', 'timestamp', 'datetime'];
/** Variables that only API Gateway has. */
const OWN = [
  'stage',
  'apiid',
  'resourcepath',
  'routekey',
  'responselength',
  'integrationstatus',
  'integrationlatency',
  'responselatency',
  'dataprocessed',
  'domainname',
  'timeepoch',
  'protocol',
  'extendedid',
  'extendedrequestid',
  'caller',
  'connectionid',
  'eventtype',
];

const first = (facts: Facts, names: readonly string[]): Json | undefined => {
  for (const name of names) if (facts.has(name)) return facts.get(name);
  return undefined;
};

const firstText = (facts: Facts, names: readonly string[]): string | undefined => {
  const found = first(facts, names);
  return typeof found === 'string' ? found : undefined;
};

/** `GET /orders/{id}` of a route key. */
const methodAndPath = (facts: Facts): { readonly method: string | undefined; readonly path: string | undefined } => {
  const path = firstText(facts, PATHS);
  const [one, two] = (path ?? '').split(' ', 2);
  const method = firstText(facts, METHODS) ?? (two === undefined ? undefined : one);
  return { method, path: path === undefined ? undefined : pathOf(two ?? path) };
};

const fateOf = (facts: Facts, record: JsonObject, context: LineContext): Fate => {
  const told = first(facts, TIMES);
  const time = context.time ?? (told === undefined ? context.lastTime : anyInstant(told));
  if (time === undefined) return told === undefined ? NO_TIME : BAD_TIME;
  const request = {
    service: 'apigateway' as const,
    ...methodAndPath(facts),
    status: first(facts, STATUSES),
    responseBytes: first(facts, SIZES),
    client: firstText(facts, CLIENTS),
    requestId: firstText(facts, REQUEST_IDS),
  };
  return httpRequest(request, record, time, context);
};

/** Undefined when the object has not what every access log has: a request, its status, its method, and API Gateway's own variables. */
export const apiGatewayObjectFate = (value: JsonObject, context: LineContext): Fate | undefined => {
  // An application's line about a request has a level; an access log has none.
  if (value['level'] !== undefined || value['severity'] !== undefined || value['message'] !== undefined) return undefined;
  // What has headers or a body is a request itself, as a function is given it.
  if (value['headers'] !== undefined || value['body'] !== undefined || value['multiValueHeaders'] !== undefined) return undefined;
  const facts = new Map<string, Json>();
  collect(value, facts, 0);
  if (first(facts, REQUEST_IDS) === undefined || first(facts, STATUSES) === undefined) return undefined;
  if (methodAndPath(facts).method === undefined) return undefined;
  const own = OWN.filter((name) => facts.has(name)).length;
  return own >= 2 || (own === 1 && first(facts, CLIENTS) !== undefined) ? fateOf(facts, value, context) : undefined;
};

/** A record that the user's own declaration says is one. */
export const apiGatewayRecordFate = (record: JsonObject, context: LineContext): Fate => {
  const facts = new Map<string, Json>();
  collect(record, facts, 0);
  return fateOf(facts, record, context);
};

/** A format that AWS gives as an example (set up CloudWatch logging, for REST and HTTP APIs). */
const example = (format: string): ApiGatewayTemplate => {
  const template = apiGatewayTemplate(format);
  if (typeof template === 'string') throw new Error(`${format} ${template}`);
  return template;
};

// `path` stands where the examples have the resource's: the line is the same, and rules look for what was asked.
const IP = '$context.identity.sourceIp';
const TIME = '$context.requestTime';
const END = '$context.status $context.responseLength $context.requestId';
const COMMON_LOG: readonly ApiGatewayTemplate[] = [
  example(`${IP} - - [${TIME}] "$context.httpMethod $context.routeKey $context.protocol" ${END}`),
  example(`${IP} $context.identity.caller $context.identity.user [${TIME}] "$context.httpMethod $context.path $context.protocol" ${END}`),
];
const COMMA: readonly ApiGatewayTemplate[] = [
  example(
    `${IP},$context.identity.caller,$context.identity.user,${TIME},$context.httpMethod,$context.path,$context.protocol,${END.replaceAll(' ', ',')}`,
  ),
  example(`${IP},${TIME},$context.httpMethod,$context.routeKey,$context.protocol,${END.replaceAll(' ', ',')}`),
];

/** Longer lines are no request's in these formats: a path is at most 8 kB. */
const LONGEST_EXAMPLE = 10_000;

/** A request's id is a UUID or, of an HTTP API, base64; a web server's line ends in something else. */
const endsInRequestId = (record: JsonObject): boolean => {
  const id = record['requestId'];
  return typeof id === 'string' && (isRequestId(id) || /^[A-Za-z0-9+/=_-]{12,64}$/.test(id));
};

/** AWS's examples in Common Log Format, CSV and XML. */
export const apiGatewayLineFate = (line: string, context: LineContext): Fate | undefined => {
  if (line.startsWith('<')) return xmlFate(line, context);
  if (line.length > LONGEST_EXAMPLE) return undefined;
  const templates = line.includes('] "') ? COMMON_LOG : COMMA;
  for (const template of templates) {
    const record = apiGatewayValues(template, line);
    if (record !== undefined && endsInRequestId(record)) return apiGatewayRecordFate(record, context);
  }
  return undefined;
};

const TAG = /<([A-Za-z]{2,40})>([^<]{0,2000})<\//g;

/** AWS's example in XML: `<request id="…"><ip>…</ip>…</request>`. */
const xmlFate = (line: string, context: LineContext): Fate | undefined => {
  const opening = /^<request id="([^"]{1,100})">/.exec(line);
  if (opening === null || line.length > 20_000) return undefined;
  const record: Record<string, string> = { requestId: opening[1] ?? '' };
  for (const [, name = '', value = ''] of line.matchAll(TAG)) record[name] = value;
  return apiGatewayObjectFate(record, context);
};
