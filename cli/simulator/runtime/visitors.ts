// The people and programs that call the API: who they are, what they ask for, and how the function answers.
import type { Route } from '../function-spec.ts';
import type { Random } from '../random.ts';
import { BROWSERS } from './agents.ts';
import type { ApiRequest } from './call.ts';

/** Blocks set aside for documentation (RFC 5737, RFC 3849): nobody real is named. */
const NETWORKS = ['192.0.2', '198.51.100', '203.0.113'] as const;

export const publicAddress = (random: Random): string => `${random.pick(NETWORKS)}.${1 + random.below(254)}`;

const SIXTH_GENERATION_SHARE = 0.2;

const visitorAddress = (random: Random): string => {
  if (!random.chance(SIXTH_GENERATION_SHARE)) return publicAddress(random);
  const group = () => random.below(65_536).toString(16);
  return `2001:db8:${group()}:${group()}::${group()}`;
};

/** Words that shoppers type; some only look like code. */
const SEARCHES = [
  'red+shoes',
  'o%27neill+boots',
  'union+jack+mug',
  'select+comfort+pillow',
  '50%25+off',
  'drop+shoulder+tee',
  'table+%26+chairs',
  'size+38%2F40',
  'rock+%22n%22+roll',
  'script+lettering+kit',
  'cat+bowl',
  '../',
] as const;

const QUERY_SHARE = 0.35;

const queryOf = (random: Random): string => {
  if (!random.chance(QUERY_SHARE)) return '';
  switch (random.below(4)) {
    case 0:
      return `?page=${1 + random.below(9)}`;
    case 1:
      return `?sort=${random.pick(['price', 'newest', 'rating'])}&order=${random.pick(['asc', 'desc'])}`;
    case 2:
      return `?utm_source=newsletter&utm_campaign=w${1 + random.below(52)}`;
    default:
      return `?q=${random.pick(SEARCHES)}`;
  }
};

const routeOf = (routes: readonly Route[], random: Random): Route => {
  let left = random.next() * routes.reduce((sum, route) => sum + route.weight, 0);
  for (const route of routes) {
    left -= route.weight;
    if (left <= 0) return route;
  }
  return random.pick(routes);
};

export const visit = (routes: readonly Route[], random: Random): ApiRequest => {
  const route = routeOf(routes, random);
  return {
    address: visitorAddress(random),
    userAgent: random.pick(BROWSERS),
    method: route.method,
    routeKey: `${route.method} ${route.path}`,
    path: route.path.replace('{id}', String(1000 + random.below(9000))),
    query: route.method === 'GET' ? queryOf(random) : '',
  };
};

/** The status of a request that the function answered itself. */
export const statusOf = (request: ApiRequest, random: Random): number => {
  const draw = random.next();
  if (request.method === 'GET') return draw < 0.03 ? 404 : draw < 0.042 ? 400 : draw < 0.06 ? 304 : 200;
  return draw < 0.035 ? 400 : draw < 0.045 ? 409 : request.method === 'POST' ? 201 : 200;
};
