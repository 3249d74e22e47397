// Robots that look for pages which are not there: a request now and then, all day and every day, that no function sees.
import type { Actor } from '../account/actor.ts';
import type { World } from '../account/world.ts';
import { poisson } from '../distributions.ts';
import { gatewayRequestId } from '../identifiers.ts';
import type { Random } from '../random.ts';
import { accessLine } from '../records/access-line.ts';
import { publicAddress } from '../runtime/visitors.ts';

const ABSENT_PATHS = [
  '/wp-login.php',
  '/.env',
  '/.git/config',
  '/admin',
  '/phpmyadmin/',
  '/actuator/health',
  '/robots.txt',
  '/favicon.ico',
  '/api/v1/pods',
  '/server-status',
  '/xmlrpc.php',
  '/vendor/phpunit/phpunit/src/Util/PHP/eval-stdin.php',
  '/owa/',
  '/login',
  '/.well-known/security.txt',
] as const;

const AGENTS = [
  'python-requests/2.32.5',
  'Mozilla/5.0 zgrab/0.x',
  'curl/8.16.0',
  'Mozilla/5.0 (compatible; CensysInspect/1.1; +https://about.censys.io/)',
  'Go-http-client/1.1',
] as const;

/** `{"message":"Not Found"}`, what API Gateway answers when no route matches. */
const NOT_FOUND_BYTES = 23;
const PROBES_AN_HOUR = 0.5;

export interface Robot {
  readonly address: string;
  readonly userAgent: string;
}

export const robotOf = (random: Random): Robot => ({ address: publicAddress(random), userAgent: random.pick(AGENTS) });

export const probe = (world: World, robot: Robot, timeMs: number, random: Random): void => {
  const request = { ...robot, timeMs, requestId: gatewayRequestId(random), method: 'GET', routeKey: '-', path: random.pick(ABSENT_PATHS) };
  const line = accessLine({
    ...request,
    status: 404,
    responseBytes: NOT_FOUND_BYTES,
    latencyMs: 1 + random.below(3),
    integration: undefined,
  });
  world.journal.access(timeMs, world.options.account.accessLogGroup, line);
};

export const internetNoiseActor = (world: World): Actor => {
  const behindApi = world.options.functions.some((spec) => spec.trigger.kind === 'api');
  return {
    plan(fromMs, toMs) {
      if (!behindApi) return;
      const random = world.random(`internet:${fromMs}`);
      const probes = poisson(random, PROBES_AN_HOUR);
      for (let count = 0; count < probes; count += 1) probe(world, robotOf(random), Math.floor(random.between(fromMs, toMs)), random);
    },
  };
};
