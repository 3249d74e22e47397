// The laws over the deployed path, in one process: nothing lost, nothing twice, the same whatever the order and the faults.
import { describe, expect, test } from 'vitest';
import { candidatesFor, newsAmong } from '../../alerts/triage/to-tell.ts';
import { triage } from '../../alerts/triage/triage.ts';
import { openPath } from '../../cli/path.ts';
import { openState } from '../../cli/store/state-file.ts';
import { ruleSet } from '../../detectors/aws/rule-set.ts';
import type { Finding } from '../../detectors/model/finding.ts';
import type { FunctionId } from '../../detectors/model/identity.ts';
import { DEFAULT_SETTINGS } from '../../detectors/model/settings.ts';
import { type Instant, isoOf } from '../../detectors/model/time.ts';
import { openFindings, underKnownNames } from '../../infra/lambda/open-findings.ts';
import { deployed } from '../../infra/stack/files.ts';
import { inflate } from '../../ingest/aws/inflate.ts';
import { START_MS } from '../simulator/read-account.ts';
import { smallAccount } from '../simulator/small-account.ts';
import { chaosOf, noChaos } from './world/chaos.ts';
import { playBadly, playInOrder } from './world/play.ts';
import { sourcesOf } from './world/sources.ts';
import { World } from './world/world.ts';

/** Half an hour is learned, so that behaviours speak within a short test. */
const settings = { ...DEFAULT_SETTINGS, learningDays: 0.02 };
const all = ruleSet(settings, []);
const rules = { ...all, loaded: deployed(all.loaded) };
const MINUTE_MS = 60_000;

/** A window is assessed three minutes after its end, and arrivals are rounded up to the minute. */
const IN_GRACE_MS = 2 * MINUTE_MS;
/** It is learned thirteen minutes after its end. */
const BEFORE_SETTLED_MS = 11 * MINUTE_MS;

const attacker = { address: '203.0.113.77', userAgent: 'aws-cli/2.31.13' };
const account = smallAccount({
  days: 2.5 / 24,
  ordinary: [{ kind: 'scanner', function: 'front', startMs: START_MS + 95 * MINUTE_MS, minutes: 4, requests: 120 }],
  incidents: [
    { kind: 'stolen-credentials', function: 'front', startMs: START_MS + 70 * MINUTE_MS, minutes: 10, attacker },
    { kind: 'escalation', function: 'front', startMs: START_MS + 80 * MINUTE_MS, minutes: 10, attacker },
    { kind: 'injection', function: 'front', startMs: START_MS + 85 * MINUTE_MS, minutes: 10, attempts: 90, attacker },
  ],
});

const inOrder = async (): Promise<World> => {
  const world = new World(rules, settings, noChaos);
  await playInOrder(world, sourcesOf(account, false));
  return world;
};

const asText = (findings: ReadonlyMap<string, Finding>): readonly string[] =>
  [...findings.values()].map((finding) => JSON.stringify(finding)).sort();

const keyOf = (mail: World['mails'][number]): string => {
  const { id, severity, detector } = JSON.parse((JSON.parse(mail.Message) as { sqs: string }).sqs) as Finding;
  return `${id} ${severity} ${detector}`;
};

/** Under the names that are known in the end, as alerts give them. */
const relabelledBy = (world: World, findings: readonly Finding[]): readonly Finding[] => {
  const names = world.baselines.all('names').map(({ sk }) => sk as FunctionId);
  return underKnownNames(findings, names);
};

/** What would be told if every finding came once more. */
const untold = async (world: World): Promise<readonly string[]> => {
  const { findings, told } = await openFindings([...world.kept().values()], world.alertContext);
  const triaged = triage(findings, {
    now: isoOf(world.nowMs as Instant),
    sent: told.filter(({ channel }) => channel === 'mail'),
  });
  const candidates = candidatesFor(triaged, 'mail', new Set(findings.map(({ id }) => id)));
  return newsAmong(candidates, told).map(({ finding }) => finding.id);
};

describe('the deployed path', async () => {
  const clean = await inOrder();

  test('finds the attack, and tells it', () => {
    const detectors = new Set([...clean.kept().values()].map(({ detector }) => detector));
    expect([...detectors]).toEqual(
      expect.arrayContaining(['credentials-elsewhere', 'iam-admin-policy-attached', 'injection-command-payload', 'query-errors-in-a-row']),
    );
    expect(clean.mails.at(-1)?.Subject).toMatch(/^\[Lapwing CRITICAL(, was HIGH)?\] Attack on front/);
    expect(new Set(clean.mails.map(keyOf)).size).toBe(clean.mails.length);
  });

  test('finds what a scan of the same records finds, to the byte', () => {
    const opened = openState(undefined);
    if (opened.kind !== 'open') throw new Error(opened.reason);
    const path = openPath({
      settings,
      ...rules,
      state: opened.state,
      surroundings: { inflate },
      now: clean.nowMs as Instant,
      since: undefined,
      until: undefined,
      onBroken: () => undefined,
    });
    const source = path.source({ name: 'all', region: 'eu-central-1' });
    for (const { content } of sourcesOf(account, false).parcels) source.item(content, 1);
    source.end();
    const scanned = path.finish();
    expect(clean.counts.folded).toBe(scanned.account.folded);
    const named = relabelledBy(clean, [...clean.kept().values()]);
    // A function that stays silent is told of at the end of the data there, and in the hour after it here.
    expect(named.map((finding) => JSON.stringify(finding)).sort()).toEqual(
      scanned.findings.map((finding) => JSON.stringify(finding)).sort(),
    );
  });

  test('repeats nothing and keeps nothing to itself', async () => {
    expect(await untold(clean)).toEqual([]);
    expect(new Set(clean.partials.all('due|').map(({ body }) => body))).toEqual(new Set(['silence']));
  });

  test.for([1, 2, 3, 4, 5, 6])('comes to the same however badly it goes (seed %i)', { timeout: 120_000 }, async (seed) => {
    const chaos = chaosOf(seed, seed % 2 === 0 ? 0.003 : 0.04);
    const world = new World(rules, settings, chaos);
    await playBadly(world, sourcesOf(account, seed % 2 === 0), seed, IN_GRACE_MS);
    expect(chaos.crashes()).toBeGreaterThan(15);
    expect(world.counts.late).toBe(0);
    expect(world.learned()).toEqual(clean.learned());
    expect(asText(world.kept())).toEqual(asText(clean.kept()));
    const keys = world.mails.map(keyOf);
    expect(keys.length - new Set(keys).size).toBeLessThanOrEqual(world.alertCrashes + world.undelivered);
    chaos.stop();
    expect(await untold(world)).toEqual([]);
    // Once each but for retries, which count again: what is counted is at least all, and what is kept is exactly all.
    expect(world.counts.folded).toBeGreaterThanOrEqual(clean.counts.folded);
  });

  test('learns the same from what comes after the grace, and finds it all the same', { timeout: 120_000 }, async () => {
    const world = new World(rules, settings, chaosOf(7, 0.01));
    await playBadly(world, sourcesOf(account, false), 7, BEFORE_SETTLED_MS);
    expect(world.learned()).toEqual(clean.learned());
    // What was said of a window too early may stay said; nothing that is right is missing.
    const kept = world.kept();
    for (const [id, finding] of clean.kept()) expect(kept.get(id)).toEqual(finding);
  });

  test('assesses what comes after its window was learned, and learns nothing from it', async () => {
    const sources = sourcesOf(account, false);
    const isLate = ({ by, arrivesMs }: (typeof sources.parcels)[number]): boolean =>
      by === 'queue' && arrivesMs > START_MS + 69 * MINUTE_MS;
    const delayed = sources.parcels.map((parcel) =>
      isLate(parcel) ? { ...parcel, arrivesMs: parcel.arrivesMs + 40 * MINUTE_MS } : parcel,
    );
    const world = new World(rules, settings, noChaos);
    await playInOrder(world, {
      ...sources,
      endMs: sources.endMs + 40 * MINUTE_MS,
      parcels: delayed.sort((one, other) => one.arrivesMs - other.arrivesMs),
    });
    expect(world.counts.late).toBeGreaterThan(0);
    expect(world.counts.folded).toBe(clean.counts.folded);
    const detectors = new Set([...world.kept().values()].map(({ detector }) => detector));
    expect([...detectors]).toEqual(expect.arrayContaining(['credentials-elsewhere', 'iam-admin-policy-attached']));
  });
});
