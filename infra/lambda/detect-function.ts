// One function: its pending windows assessed and learned, its findings sent, then its baseline saved, then what was due done with.
// In this order a crash anywhere leaves the work due, and doing it again gives the same findings under the same ids.
import { assessPending, firstUnlearned, type PendingWindow, type Revised } from '../../detectors/aws/assess-pending.ts';
import { collectSequences } from '../../detectors/aws/sequence-events.ts';
import { type Baseline, loadBaseline, newBaseline, saveBaseline, WINDOW_MS } from '../../detectors/baseline/baseline.ts';
import { type Peer, usedByPeers } from '../../detectors/behaviours/peers.ts';
import { hash53, stableId } from '../../detectors/model/hash.ts';
import { type FunctionId, functionParts } from '../../detectors/model/identity.ts';
import { after, DAY_MS, HOUR_MS, type Instant, startOf } from '../../detectors/model/time.ts';
import { NO_DERIVATIONS } from '../../detectors/sigma/record-view.ts';
import type { Item } from '../state/table.ts';
import type { Tick } from './detect-context.ts';
import { type DueItem, type FunctionWork, isWholeName } from './due-work.ts';
import { packFindings } from './finding-message.ts';
import { BASELINES_KEPT_MS, PARTIALS_KEPT_MS } from './kept.ts';
import { baselineKey, DUE_SHARDS, dueKey, learnedKey } from './keys.ts';
import { pendingWindows, unitOwner } from './pending-windows.ts';
import { writeSequence } from './write-sequence.ts';

/** Another run was first: the work stays due, and is done on what that run saved. */
export class Overtaken extends Error {
  constructor(function_: FunctionId) {
    super(`the baseline of ${function_} was saved by another run`);
    this.name = 'Overtaken';
  }
}

/** The window of a due item that only asks whether the function has fallen silent. */
const SILENCE = 0 as Instant;
/** A silence is told within the hour; a function that slept longer than this is retired, and is asked after no more. */
const SILENCE_EVERY_MS = HOUR_MS;
const SILENCE_ASKED_MS = 30 * DAY_MS;

/** Spread over the hour, so that a thousand functions are not asked after in one minute. */
const nextSilence = (function_: FunctionId, now: Instant): Instant => {
  const offset = (hash53(function_, 7) % 60) * 60_000;
  return after(startOf((now - offset) as Instant, SILENCE_EVERY_MS), SILENCE_EVERY_MS + offset);
};

const waiting = (function_: FunctionId, time: Instant, window: Instant, body: string, now: Instant): Item => ({
  ...dueKey(hash53(function_) % DUE_SHARDS, time, function_, window),
  body,
  version: 0,
  expires: Math.max(now, time) + PARTIALS_KEPT_MS,
});

/** What was looked at and is not learned yet comes again when it is settled. */
const comesAgain = (due: readonly DueItem[], baseline: Baseline, { now, settleMs }: Tick): readonly Item[] => {
  const learned = firstUnlearned(baseline);
  return due
    .filter(({ window }) => window !== SILENCE && window >= learned)
    .map(({ function: member, window }) => waiting(member, after(window, WINDOW_MS + settleMs), window, 'settled', now))
    .filter((again) => !due.some(({ item }) => item.pk === again.pk && item.sk === again.sk));
};

const asksAgain = (function_: FunctionId, baseline: Baseline, now: Instant): readonly Item[] => {
  const isAsleep = firstUnlearned(baseline) < now - SILENCE_ASKED_MS;
  return functionParts(function_).name === '' || isAsleep ? [] : [waiting(function_, nextSilence(function_, now), SILENCE, 'silence', now)];
};

const load = async (function_: FunctionId, tick: Tick): Promise<{ baseline: Baseline; version: number } | undefined> => {
  const stored = await tick.baselines.get(baselineKey(function_));
  if (stored === undefined) return { baseline: newBaseline(function_), version: 0 };
  const loaded = loadBaseline(stored.body);
  if (loaded.kind === 'baseline') return { baseline: loaded.baseline, version: stored.version };
  tick.tally.unreadable(function_, loaded.reason);
  return undefined;
};

/** What a window was made of, as one word. */
const digestOf = (units: readonly string[]): string => stableId(...units.toSorted());

/**
 * Learned windows for which records came that were not there when they were learned; a mere redelivery is nothing new. Told by
 * each id by itself: of a function's several ids only those that are due are known now.
 */
const lateWindows = async (work: FunctionWork, unlearned: Instant, tick: Tick): Promise<readonly PendingWindow[]> => {
  const asked = new Set<Instant>();
  for (const { function: member, window } of work.due) {
    if (window === SILENCE || window >= unlearned || asked.has(window)) continue;
    const learned = await tick.partials.get(learnedKey(member, window));
    const [found] = await pendingWindows(tick.partials, [member], window, after(window, WINDOW_MS));
    if (found !== undefined && digestOf(found.units) !== learned?.body) asked.add(window);
  }
  const late: PendingWindow[] = [];
  for (const window of [...asked].sort((one, other) => one - other))
    late.push(...(await pendingWindows(tick.partials, work.members, window, after(window, WINDOW_MS))));
  return late;
};

const learnedItems = ({ start, units }: PendingWindow, now: Instant): readonly Item[] =>
  [...Map.groupBy(units, unitOwner)].map(([member, mine]) => ({
    ...learnedKey(member, start),
    body: digestOf(mine),
    version: 0,
    expires: now + PARTIALS_KEPT_MS,
  }));

/** Findings of correlations that what was found is a part of. */
const sequencesOf = async (found: readonly Revised[], { partials, loaded, now }: Tick): Promise<readonly Revised[]> => {
  const collector = collectSequences(loaded, NO_DERIVATIONS);
  for (const each of found) collector.addFinding(each);
  const findings: Revised[] = [];
  for (const events of collector.collected()) findings.push(...(await writeSequence(events, { partials, loaded, now: () => now })));
  return findings;
};

const reloaded = (text: string): Baseline => {
  const loaded = loadBaseline(text);
  if (loaded.kind !== 'baseline') throw new Error(`a baseline just saved does not load: ${loaded.reason}`);
  return loaded.baseline;
};

/** What is told of because the function never did it: peers may have. */
const ASKS_PEERS: ReadonlySet<string> = new Set(['new-action', 'new-destination']);

/** Peers' memories are read only when something new was found: most minutes bring nothing new. Unreadable ones know nothing. */
const peersOf = async ({ peers }: FunctionWork, tick: Tick): Promise<readonly Peer[]> => {
  const stored = await Promise.all(peers.map((function_) => tick.baselines.get(baselineKey(function_))));
  return stored.flatMap((item) => {
    const loaded = item === undefined ? undefined : loadBaseline(item.body);
    return loaded?.kind === 'baseline' ? [{ function: loaded.baseline.function, baseline: loaded.baseline }] : [];
  });
};

export const detectFunction = async (work: FunctionWork, tick: Tick): Promise<void> => {
  const kept = await load(work.function, tick);
  // Never begun anew: an empty memory would learn an attacker's ways as usual. It stays due, and is told aloud each minute.
  if (kept === undefined) return;
  const { version } = kept;
  let { baseline } = kept;
  const closed = startOf((tick.now - tick.graceMs) as Instant, WINDOW_MS);
  const settled = startOf((tick.now - tick.settleMs) as Instant, WINDOW_MS);
  const unlearned = firstUnlearned(baseline);
  const late = await lateWindows(work, unlearned, tick);
  const horizon = Math.max(unlearned, tick.now - PARTIALS_KEPT_MS) as Instant;
  const pending = await pendingWindows(tick.partials, work.members, horizon, closed);
  const before = saveBaseline(baseline);
  const windows = [...late, ...pending];
  const clock = { closed, settled };
  let found = assessPending(baseline, windows, clock, { settings: tick.settings });
  if (work.peers.length > 0 && found.some(({ finding }) => ASKS_PEERS.has(finding.detector))) {
    const context = { settings: tick.settings, usedByPeers: usedByPeers(work.function, await peersOf(work, tick)) };
    baseline = reloaded(before);
    found = assessPending(baseline, windows, clock, context);
  }
  const sequences = await sequencesOf(found, tick);
  if (found.length > 0) await tick.findings.send(packFindings([...found, ...sequences]));
  const body = saveBaseline(baseline);
  if (body !== before) {
    const learned = pending.filter(({ start }) => start < firstUnlearned(baseline));
    await tick.partials.putAll(learned.flatMap((window) => learnedItems(window, tick.now)));
    const item = { ...baselineKey(work.function), body, version: version + 1, expires: tick.now + BASELINES_KEPT_MS };
    if (!(await tick.baselines.putIf(item, version))) throw new Overtaken(work.function);
  }
  const silence = isWholeName(work.function) ? asksAgain(work.function, baseline, tick.now) : [];
  await tick.partials.putAll([...comesAgain(work.due, baseline, tick), ...silence]);
  for (const { item } of work.due) await tick.partials.deleteIf(item, item.body);
  tick.tally.assessed(1, late.length);
};
