// Two at once: each race, played so that the wrong one is last.
import { expect, test } from 'vitest';
import { ruleSet } from '../../detectors/aws/rule-set.ts';
import { loadBaseline } from '../../detectors/baseline/baseline.ts';
import { DEFAULT_SETTINGS } from '../../detectors/model/settings.ts';
import { deployed } from '../../infra/stack/files.ts';
import type { Item } from '../../infra/state/table.ts';
import { smallAccount } from '../simulator/small-account.ts';
import { noChaos } from './world/chaos.ts';
import { eventOf, sourcesOf } from './world/sources.ts';
import { World } from './world/world.ts';

const MINUTE_MS = 60_000;
const settings = { ...DEFAULT_SETTINGS, learningDays: 0.02 };
const all = ruleSet(settings, []);
const rules = { ...all, loaded: deployed(all.loaded) };
const sources = sourcesOf(smallAccount({ days: 1.5 / 24 }), false);

/** Does `meanwhile` just before the next write of the kind to such a partition, once. */
const beforeNext = (
  world: World,
  table: 'baselines' | 'partials',
  method: 'putIf' | 'deleteIf',
  pk: string,
  meanwhile: () => Promise<void>,
) => {
  const target = world[table];
  const original = target[method].bind(target) as (item: Item, condition: never) => Promise<never>;
  target[method] = (async (item: Item, condition: never) => {
    if (item.pk.startsWith(pk)) {
      target[method] = original as never;
      await meanwhile();
    }
    return original(item, condition);
  }) as never;
};

const deliveredUntil = async (world: World, from: number, to: number): Promise<void> => {
  for (const parcel of sources.parcels.filter(({ arrivesMs }) => arrivesMs >= from && arrivesMs < to))
    await world.deliver(eventOf([parcel]), [parcel.identifier]);
};

const lastWindows = (world: World): ReadonlyMap<string, number | undefined> =>
  new Map(
    [...world.learned()].map(([name, text]) => {
      const loaded = loadBaseline(text);
      return [name, loaded.kind === 'baseline' ? loaded.baseline.lastWindow : undefined];
    }),
  );

test('a run that was overtaken does not undo what the other learned', async () => {
  const world = new World(rules, settings, noChaos);
  const { startMs } = sources;
  world.nowMs = startMs + 40 * MINUTE_MS;
  await deliveredUntil(world, 0, startMs + 40 * MINUTE_MS);
  let ahead = new Map<string, number | undefined>();
  // While the first run is about to save, half an hour passes, in which another learns on.
  beforeNext(world, 'baselines', 'putIf', 'baseline|111122223333:eu-central-1:front', async () => {
    world.nowMs = startMs + 70 * MINUTE_MS;
    await deliveredUntil(world, startMs + 40 * MINUTE_MS, startMs + 70 * MINUTE_MS);
    expect(await world.detect()).toBe(true);
    ahead = new Map(lastWindows(world));
  });
  expect(await world.detect()).toBe(true);
  expect(ahead.size).toBeGreaterThan(2);
  expect(lastWindows(world)).toEqual(ahead);
});

test('work that becomes due again while it is being done stays due', async () => {
  const world = new World(rules, settings, noChaos);
  const { startMs } = sources;
  world.nowMs = startMs + 40 * MINUTE_MS;
  const [latest] = sources.parcels.filter(({ by, arrivesMs }) => by === 'invocation' && arrivesMs < startMs + 21 * MINUTE_MS).slice(-1);
  if (latest === undefined) throw new Error('the account is silent');
  for (const parcel of sources.parcels.filter(({ arrivesMs }) => arrivesMs < startMs + 30 * MINUTE_MS))
    if (parcel !== latest) await world.deliver(eventOf([parcel]), [parcel.identifier]);
  beforeNext(world, 'partials', 'deleteIf', 'due|', async () => {
    await world.deliver(eventOf([latest]), [latest.identifier]);
  });
  await world.detect();
  expect(world.counts.late).toBe(0);
  await world.detect();
  expect(world.counts.late).toBeGreaterThan(0);
});

test('an older copy of a finding does not replace a newer one', async () => {
  const world = new World(rules, settings, noChaos);
  const { parcels, endMs } = sourcesOf(
    smallAccount({
      days: 1 / 24,
      incidents: [{ kind: 'injection', function: 'front', startMs: sources.startMs + 5 * MINUTE_MS, minutes: 10, attempts: 90 }],
    }),
    false,
  );
  world.nowMs = endMs;
  for (const parcel of parcels) await world.deliver(eventOf([parcel]), [parcel.identifier]);
  const messages = world.findingMessages.splice(0);
  expect(messages.length).toBeGreaterThan(10);
  for (const message of messages) await world.alert([message]);
  const inOrder = world.kept();
  const other = new World(rules, settings, noChaos);
  other.nowMs = endMs;
  for (const message of messages.toReversed()) await other.alert([message]);
  expect(other.kept()).toEqual(inOrder);
  // And sequences are among them, counted up with each record.
  const sequences = messages.flatMap((message) => JSON.parse(message) as readonly { finding: { kind: string }; revision: number }[]);
  expect(sequences.filter(({ finding, revision }) => finding.kind === 'sequence' && revision > 1).length).toBeGreaterThan(1);
});

test('a baseline that cannot be read is left alone, and its work stays', async () => {
  const world = new World(rules, settings, noChaos);
  world.nowMs = sources.startMs + 40 * MINUTE_MS;
  await deliveredUntil(world, 0, sources.startMs + 30 * MINUTE_MS);
  const damaged: Item = { pk: 'baseline|111122223333:eu-central-1:front', sk: '-', body: '{"version":99}', version: 5, expires: undefined };
  await world.baselines.putAll([damaged]);
  const due = () => world.partials.all('due|').filter(({ sk, body }) => sk.endsWith(':front') && body !== 'silence').length;
  const before = due();
  expect(before).toBeGreaterThan(0);
  await world.detect();
  expect(world.counts.unreadable).toBe(1);
  expect(due()).toBe(before);
  expect(await world.baselines.get(damaged)).toEqual(damaged);
});
