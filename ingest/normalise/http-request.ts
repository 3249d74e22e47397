// What an access log tells of one request → HttpRequest.
import type { HttpRequest } from '../../detectors/model/activity.ts';
import { recordId } from '../../detectors/model/identity.ts';
import type { Json, JsonObject } from '../../detectors/model/json.ts';
import type { Instant } from '../../detectors/model/time.ts';
import type { LineContext } from '../decode/line-context.ts';
import { amountOf } from './amount.ts';

export interface RequestFacts {
  readonly service: HttpRequest['service'];
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly status: Json | undefined;
  readonly responseBytes: Json | undefined;
  readonly client: string | undefined;
  readonly requestId: string | undefined;
}

const given = (text: string | undefined): string | undefined => (text === undefined || text === '' || text === '-' ? undefined : text);

/** `https://host:443/path?query` and `/path?query` → `/path`; the record keeps the rest. */
export const pathOf = (target: string): string => {
  const scheme = target.indexOf('://');
  const start = scheme === -1 || scheme > 8 ? 0 : target.indexOf('/', scheme + 3);
  if (start === -1) return '/';
  const query = target.indexOf('?', start);
  return target.slice(start, query === -1 ? undefined : query);
};

/** `203.0.113.9:51000` → `203.0.113.9`; an IPv6 address stands bare or in brackets. */
export const withoutPort = (address: string): string => {
  if (address.startsWith('[')) return address.slice(1, Math.max(1, address.indexOf(']')));
  const colon = address.lastIndexOf(':');
  return colon === -1 || address.indexOf(':') !== colon ? address : address.slice(0, colon);
};

export const httpRequest = (facts: RequestFacts, record: JsonObject, time: Instant, context: LineContext): HttpRequest => {
  const status = amountOf(facts.status);
  return {
    kind: 'http-request',
    id: recordId(context.id),
    time,
    function: undefined,
    account: context.account,
    region: context.region,
    service: facts.service,
    record,
    method: given(facts.method) ?? '',
    path: given(facts.path) ?? '',
    status: status < 1000 ? Math.floor(status) : 0,
    responseBytes: amountOf(facts.responseBytes),
    client: given(facts.client),
    requestId: given(facts.requestId),
  };
};
