// The canary: what it prints comes out as a finding that nobody is told of, and nothing else hides behind it.
import { expect, test } from 'vitest';
import { ruleSet } from '../../detectors/aws/rule-set.ts';
import { DEFAULT_SETTINGS } from '../../detectors/model/settings.ts';
import { withoutCanaries } from '../../infra/lambda/canary.ts';
import { CANARY } from '../../infra/names.ts';
import { deployed } from '../../infra/stack/files.ts';
import { findingOf } from '../alerts/fixtures/finding-of.ts';
import { noChaos } from './world/chaos.ts';
import { subscriptionEvent } from './world/subscription-event.ts';
import { World } from './world/world.ts';

const NOW = Date.parse('2026-03-02T10:00:00Z');
const all = ruleSet(DEFAULT_SETTINGS, []);

const play = async (logGroup: string, message: string): Promise<World> => {
  const world = new World({ ...all, loaded: deployed(all.loaded) }, DEFAULT_SETTINGS, noChaos);
  world.nowMs = NOW;
  const line = JSON.stringify({
    timestamp: new Date(NOW).toISOString(),
    level: 'INFO',
    requestId: '8f5079bc-6f69-4a2c-8f5e-6d3c9a1b2c3d',
    message,
  });
  expect(await world.deliver(subscriptionEvent(logGroup, NOW, [line]), ['whole'])).toEqual([]);
  expect(await world.alert(world.findingMessages)).toBe(true);
  return world;
};

test('it comes out at the other end, counted, and nobody is told', async () => {
  const world = await play('/aws/lambda/lapwing-canary', CANARY.line);
  expect(world.counts.canaries).toBe(1);
  expect([world.mails, world.events, [...world.kept()]]).toEqual([[], [], []]);
});

test('the same line in another function’s log is news', async () => {
  const world = await play('/aws/lambda/orders', CANARY.line);
  expect(world.counts.canaries).toBe(0);
  expect([...world.kept().values()].map(({ detector }) => detector)).toEqual([CANARY.detector]);
});

test('another attack in the canary’s log is news', async () => {
  const world = await play('/aws/lambda/lapwing-canary', 'GET /files?name=../../../../etc/passwd');
  expect(world.counts.canaries).toBe(0);
  expect([...world.kept().values()].map(({ detector }) => detector)).toEqual(['injection-file-payload']);
});

test.for([
  ['lapwing-canary', 1],
  ['arn:aws:lambda:eu-west-1:111122223333:function:lapwing-canary', 1],
  ['not-lapwing-canary', 0],
  ['arn:aws:lambda:eu-west-1:111122223333:function:not-lapwing-canary', 0],
] as const)('a finding on %s is %i canary', ([on, canaries]) => {
  const attack = {
    detector: CANARY.detector,
    severity: 'low',
    at: '2026-03-02T10:00:00.000Z',
    category: 'injection',
    title: 'a query',
  } as const;
  const finding = { ...findingOf(attack), function: on };
  expect(withoutCanaries([{ finding, revision: 1 }]).canaries).toBe(canaries);
});
