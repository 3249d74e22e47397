// What was told, in the findings' table: of people's channels by day, of machines' by id.
import { type Channel, type Told, toldOf } from '../../alerts/triage/to-tell.ts';
import type { Finding } from '../../detectors/model/finding.ts';
import type { Item, Table } from '../state/table.ts';
import { dayOf } from './keep-findings.ts';
import { FINDINGS_KEPT_MS } from './kept.ts';
import { AFTER_ALL, BEFORE_ALL, eventToldKey, toldOf as toldPartition } from './keys.ts';

/** The budget allows 1,440 a day at most, and as many for each step of severity; two channels. */
const MOST_TOLD_A_DAY = 15_000;

/** Reads at once. */
const AT_ONCE = 16;

const itemsOf = (finding: Finding, channel: Channel, expires: number): readonly Item[] => {
  const told = toldOf(finding, channel);
  const rest = { body: JSON.stringify(told), version: 0, expires };
  if (channel !== 'event') return [{ pk: toldPartition(dayOf(told.time)), sk: `${told.id}|${channel}|${told.severity}`, ...rest }];
  // Told again it is graver, so that overwriting what was told before loses nothing.
  return finding.parts.length === 0
    ? [{ ...eventToldKey('finding', told.id), ...rest }]
    : finding.parts.map((part) => ({ ...eventToldKey('part', part), ...rest }));
};

export const markTold = (table: Table, findings: readonly Finding[], channel: Channel, nowMs: number): Promise<void> =>
  table.putAll(findings.flatMap((finding) => itemsOf(finding, channel, nowMs + FINDINGS_KEPT_MS)));

export const peopleTold = async (table: Table, days: readonly string[]): Promise<readonly Told[]> => {
  const items = await Promise.all(days.map((day) => table.query(toldPartition(day), BEFORE_ALL, AFTER_ALL, MOST_TOLD_A_DAY)));
  return items.flat().map(({ body }) => JSON.parse(body) as Told);
};

/** Of these findings and stories. */
export const machinesTold = async (table: Table, candidates: readonly Finding[]): Promise<readonly Told[]> => {
  const keys = candidates.flatMap(({ id, parts }) =>
    parts.length === 0 ? [eventToldKey('finding', id)] : parts.map((part) => eventToldKey('part', part)),
  );
  const told: Told[] = [];
  for (let at = 0; at < keys.length; at += AT_ONCE) {
    const items = await Promise.all(keys.slice(at, at + AT_ONCE).map((key) => table.get(key)));
    told.push(...items.flatMap((item) => (item === undefined ? [] : [JSON.parse(item.body) as Told])));
  }
  return told;
};
