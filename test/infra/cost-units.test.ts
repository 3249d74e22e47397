// What the bill reckons with, against what the deployed path does: units of DynamoDB by message, event and due window, in a play.
import { expect, test } from 'vitest';
import { fleet } from '../../cli/simulator/fleet.ts';
import { ruleSet } from '../../detectors/aws/rule-set.ts';
import { DEFAULT_SETTINGS } from '../../detectors/model/settings.ts';
import { PER_DUE, PER_EVENT, PER_MESSAGE } from '../../infra/cost/work.ts';
import { deployed } from '../../infra/stack/files.ts';
import type { Item } from '../../infra/state/table.ts';
import { noChaos } from './world/chaos.ts';
import type { FakeTable } from './world/fake-table.ts';
import { playInOrder } from './world/play.ts';
import { sourcesOf } from './world/sources.ts';
import { World } from './world/world.ts';

const bytesOf = ({ pk, sk, body }: Item): number => pk.length + sk.length + Buffer.byteLength(body) + 'pkskbodyversionttl'.length + 22;
const units = (bytes: number, unit: number): number => Math.max(1, Math.ceil(bytes / unit));
const written = (item: Item): number => units(bytesOf(item), 1024);

interface Meter {
  reads: number;
  writes: number;
  deletes: number;
}

/** Counts what DynamoDB would, by who asked. */
const metered = (table: FakeTable, meters: Map<string, Meter>): void => {
  const meter = (): Meter => {
    const known = meters.get(table.actor) ?? { reads: 0, writes: 0, deletes: 0 };
    meters.set(table.actor, known);
    return known;
  };
  const { get, query, putAll, putIf, deleteIf } = table;
  table.get = async (key) => {
    const item = await get.call(table, key);
    meter().reads += units(item === undefined ? 0 : bytesOf(item), 4096);
    return item;
  };
  table.query = async (pk, from, to, limit) => {
    const items = await query.call(table, pk, from, to, limit);
    meter().reads += units(
      items.reduce((sum, item) => sum + bytesOf(item), 0),
      4096,
    );
    return items;
  };
  table.putAll = async (items) => {
    for (const item of items) meter().writes += written(item);
    await putAll.call(table, items);
  };
  table.putIf = (item, expected) => {
    meter().writes += written(item);
    return putIf.call(table, item, expected);
  };
  table.deleteIf = (key, body) => {
    meter().writes++;
    meter().deletes++;
    return deleteIf.call(table, key, body);
  };
};

const ABOUT = 0.3;

test('a message, an event and a due window cost what the bill says', { timeout: 240_000 }, async () => {
  const all = ruleSet(DEFAULT_SETTINGS, []);
  const world = new World({ ...all, loaded: deployed(all.loaded) }, DEFAULT_SETTINGS, noChaos);
  const meters = new Map<string, Meter>();
  for (const table of [world.partials, world.baselines, world.findings]) metered(table, meters);
  const sources = sourcesOf(fleet({ seed: 1, functions: 10, days: 2 / 24, startMs: Date.parse('2026-03-02T08:00:00Z') }), false);
  const minutes = (sources.endMs - sources.startMs) / 60_000;
  await playInOrder(world, sources);
  const messages = sources.parcels.filter(({ by }) => by === 'invocation').length;
  const events = sources.parcels.length - messages;
  const { ingest, detect } = Object.fromEntries(meters);
  if (ingest === undefined || detect === undefined) throw new Error('nothing was played');
  const close = (measured: number, reckoned: number): void => {
    expect(measured / reckoned).toBeGreaterThan(1 - ABOUT);
    expect(measured / reckoned).toBeLessThan(1 + ABOUT);
  };
  close(ingest.writes, messages * PER_MESSAGE.writes + events * PER_EVENT.writes);
  close(ingest.reads, messages * PER_MESSAGE.reads + events * PER_EVENT.reads);
  // The play goes on for an hour after the last record; each minute eight shards are asked.
  close(detect.writes, detect.deletes * PER_DUE.writes);
  close(detect.reads, detect.deletes * PER_DUE.reads + (minutes + 58) * 8);
});
