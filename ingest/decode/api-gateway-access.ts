// API Gateway access logs: their form is the user's, so they are known by the usual names of the variables in them.
import type { Json, JsonObject } from '../../detectors/model/json.ts';
import { httpRequest } from '../normalise/http-request.ts';
import { anyInstant } from '../normalise/instant-text.ts';
import { type ApiGatewayFacts, apiGatewayFacts } from './api-gateway-facts.ts';
import { type ApiGatewayTemplate, apiGatewayTemplate, apiGatewayValues } from './api-gateway-template.ts';
import { isRequestId } from './application-line.ts';
import { type Fate, quarantined, skipped } from './fate.ts';
import type { LineContext } from './line-context.ts';

const NO_TIME = skipped('no-time');
const BAD_TIME = quarantined('bad-time', 'the request time is no plausible time');

const text = (value: Json | undefined): string | undefined => (typeof value === 'string' ? value : undefined);

const fateOf = (facts: ApiGatewayFacts, record: JsonObject, context: LineContext): Fate => {
  const time = context.time ?? (facts.time === undefined ? context.lastTime : anyInstant(facts.time));
  if (time === undefined) return facts.time === undefined ? NO_TIME : BAD_TIME;
  const { method, path, status, responseBytes } = facts;
  const request = {
    service: 'apigateway' as const,
    method,
    path,
    status,
    responseBytes,
    client: text(facts.client),
    requestId: text(facts.requestId),
  };
  return httpRequest(request, record, time, context);
};

/** Undefined when the object has not what every access log has: a request, its status, its method, and API Gateway's own variables. */
export const apiGatewayObjectFate = (value: JsonObject, context: LineContext): Fate | undefined => {
  // An application's line about a request has a level; an access log has none.
  if (value['level'] !== undefined || value['severity'] !== undefined || value['message'] !== undefined) return undefined;
  // What has headers or a body is a request itself, as a function is given it.
  if (value['headers'] !== undefined || value['body'] !== undefined || value['multiValueHeaders'] !== undefined) return undefined;
  const facts = apiGatewayFacts(value);
  if (facts.requestId === undefined || facts.status === undefined || facts.method === undefined) return undefined;
  return facts.own >= 2 || (facts.own === 1 && facts.client !== undefined) ? fateOf(facts, value, context) : undefined;
};

/** A record that the user's own declaration says is one. */
export const apiGatewayRecordFate = (record: JsonObject, context: LineContext): Fate => fateOf(apiGatewayFacts(record), record, context);

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
