// A deployment over an older or a newer one: what lies in the tables is read, carried over, or left as it is and told of; never lost.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { ruleSet } from '../../detectors/aws/rule-set.ts';
import { newBaseline, saveBaseline } from '../../detectors/baseline/baseline.ts';
import type { FunctionId } from '../../detectors/model/identity.ts';
import { DEFAULT_SETTINGS } from '../../detectors/model/settings.ts';
import type { Instant } from '../../detectors/model/time.ts';
import { baselineKey, partialKey } from '../../infra/lambda/keys.ts';
import { deployed } from '../../infra/stack/files.ts';
import { noChaos } from './world/chaos.ts';
import { subscriptionEvent } from './world/subscription-event.ts';
import { World } from './world/world.ts';

const GOLDEN = fileURLToPath(new URL('../golden/baseline/', import.meta.url));
const all = ruleSet(DEFAULT_SETTINGS, []);
const FUNCTION = '111122223333:us-east-1:orders' as FunctionId;
const MINUTE = 60_000;

interface Saved {
  readonly version: number;
  readonly windows: readonly [number, number];
}

const saved = (text: string): Saved => JSON.parse(text) as Saved;
const WINDOW_MS = 5 * MINUTE;

const REPORT =
  'REPORT RequestId: 8f5079bc-6f69-4a2c-8f5e-6d3c9a1b2c3d\tDuration: 12.00 ms\tBilled Duration: 12 ms\tMemory Size: 256 MB\tMax Memory Used: 80 MB\t\n';

/** The baseline as it was stored, then a message of its function, then the detector when all is settled. */
const playAfter = async (body: string, window: number): Promise<World> => {
  const world = new World({ ...all, loaded: deployed(all.loaded) }, DEFAULT_SETTINGS, noChaos, 'us-east-1');
  await world.baselines.putAll([{ ...baselineKey(FUNCTION), body, version: 7, expires: undefined }]);
  const time = window * WINDOW_MS + MINUTE;
  world.nowMs = time + MINUTE;
  expect(await world.deliver(subscriptionEvent('/aws/lambda/orders', time, [REPORT]), ['whole'])).toEqual([]);
  world.nowMs = time + 30 * MINUTE;
  await world.detect();
  return world;
};

describe.for(readdirSync(GOLDEN))('%s', (file) => {
  test('is learned on, in the version of today', async () => {
    const body = readFileSync(`${GOLDEN}${file}`, 'utf8').trim();
    const next = saved(body).windows[1] + 1;
    const world = await playAfter(body, next);
    expect(world.counts.unreadable).toBe(0);
    const [stored] = world.baselines.all(`baseline|${FUNCTION}`);
    expect(stored?.version).toBe(8);
    const carried = saved(stored?.body ?? '');
    expect(carried.version).toBe(saved(saveBaseline(newBaseline(FUNCTION))).version);
    // What was remembered is there still, and what came is learned with it.
    expect(carried.windows).toEqual([saved(body).windows[0], next]);
  });
});

test('a baseline of a version to come is left as it is, and told of', async () => {
  const [file = ''] = readdirSync(GOLDEN);
  const body = readFileSync(`${GOLDEN}${file}`, 'utf8').trim();
  const later = JSON.stringify({ ...JSON.parse(body), version: 99 });
  const world = await playAfter(later, saved(body).windows[1] + 1);
  expect(world.counts.unreadable).toBe(1);
  expect(world.baselines.all(`baseline|${FUNCTION}`)).toMatchObject([{ body: later, version: 7 }]);
});

test('a partial of another version is read for what is known of it', async () => {
  const [file = ''] = readdirSync(GOLDEN);
  const body = readFileSync(`${GOLDEN}${file}`, 'utf8').trim();
  const window = saved(body).windows[1] + 1;
  const world = new World({ ...all, loaded: deployed(all.loaded) }, DEFAULT_SETTINGS, noChaos, 'us-east-1');
  await world.baselines.putAll([{ ...baselineKey(FUNCTION), body, version: 7, expires: undefined }]);
  const partial = {
    sums: [
      ['invocations', 3],
      ['moonbeams', 4],
    ],
    peaks: [],
    named: [['portents', [[], 0]]],
  };
  const start = (window * WINDOW_MS) as Instant;
  await world.partials.putAll([{ ...partialKey(FUNCTION, start, 'unit'), body: JSON.stringify(partial), version: 0, expires: undefined }]);
  world.nowMs = start + 2 * MINUTE;
  await world.deliver(subscriptionEvent('/aws/lambda/orders', start + MINUTE, [REPORT]), ['whole']);
  world.nowMs = start + 30 * MINUTE;
  expect(await world.detect()).toBe(true);
  const [stored] = world.baselines.all(`baseline|${FUNCTION}`);
  expect(saved(stored?.body ?? '').windows[1]).toBe(window);
});
