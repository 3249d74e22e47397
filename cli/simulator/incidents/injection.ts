// Injection through the API: payloads tried one after the other, the errors they provoke, and at last one that works.

import type { World } from '../account/world.ts';
import { MINUTE_MS } from '../calendar.ts';
import type { FunctionSpec, Route } from '../function-spec.ts';
import type { IncidentSpec } from '../incident-spec.ts';
import type { ApiRequest, Script } from '../runtime/call.ts';
import { attackerOf } from './attacker.ts';
import { callFunction } from './inside-calls.ts';
import { BREAKTHROUGH, type Payload, PROBES } from './payloads.ts';

const REFUSED_STATUS = 400;
/** An environment block with its credentials, as the answer holds it. */
const ENVIRONMENT_BYTES = 4100;
/** After the breakthrough the same request comes a few times more. */
const REPEATS = 3;
const TOOL = 'python-httpx/0.28.1';

const routesOf = (spec: FunctionSpec): { readonly item: Route; readonly list: Route } => {
  if (spec.trigger.kind !== 'api') throw new RangeError(`${spec.name} is behind no API: nothing can be injected through one`);
  const reading = spec.trigger.routes.filter((route) => route.method === 'GET');
  const item = reading.find((route) => route.path.includes('{id}')) ?? reading[0];
  const list = reading.find((route) => !route.path.includes('{id}')) ?? item;
  if (item === undefined || list === undefined) throw new RangeError(`${spec.name} has no route to read from`);
  return { item, list };
};

const requestOf = (spec: FunctionSpec, payload: Pick<Payload, 'at' | 'text'>, address: string): ApiRequest => {
  const { item, list } = routesOf(spec);
  const route = payload.at === 'path' ? item : list;
  return {
    address,
    userAgent: TOOL,
    method: route.method,
    routeKey: `${route.method} ${route.path}`,
    path: payload.at === 'path' ? route.path.replace('{id}', payload.text) : route.path,
    query: payload.at === 'query' ? `?${payload.text}` : '',
  };
};

const linesOf = (request: ApiRequest, status: number): NonNullable<Script['lines']> => [
  { level: status >= 400 ? 'WARN' : 'INFO', message: `${request.method} ${request.path}${request.query} ${status}` },
];

const scriptOf = (payload: Payload, request: ApiRequest): Script =>
  payload.answer.kind === 'failed'
    ? { failure: payload.answer.failure, lines: [{ level: 'INFO', message: `${request.method} ${request.path}${request.query}` }] }
    : { status: REFUSED_STATUS, responseBytes: 74, lines: linesOf(request, REFUSED_STATUS) };

export const inject = (world: World, incident: IncidentSpec & { kind: 'injection' }): void => {
  const random = world.random(`injection:${incident.function}:${incident.startMs}`);
  const { spec } = world.function(incident.function);
  const { address } = attackerOf(incident.attacker, random);
  const lengthMs = incident.minutes * MINUTE_MS;
  const moments = Array.from({ length: incident.attempts }, () => random.next()).sort((a, b) => a - b);
  moments.forEach((share, index) => {
    const payload = PROBES[index % PROBES.length];
    if (payload === undefined) return;
    const request = requestOf(spec, payload, address);
    const timeMs = incident.startMs + (index === 0 ? 0 : share * lengthMs * 0.9);
    callFunction(world, incident.function, timeMs, scriptOf(payload, request), random, request);
  });
  for (let repeat = 0; repeat < REPEATS; repeat += 1) {
    const request = requestOf(spec, BREAKTHROUGH, address);
    const script = { status: 200, responseBytes: ENVIRONMENT_BYTES + random.below(40), lines: linesOf(request, 200) };
    callFunction(world, incident.function, incident.startMs + lengthMs * (0.92 + repeat * 0.03), script, random, request);
  }
};
