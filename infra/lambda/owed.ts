// What a channel did not take is owed: kept by the finding, and told with the next batch or the next tick, whichever comes first.
import type { Finding } from '../../detectors/model/finding.ts';
import type { Item, Table } from '../state/table.ts';
import { dayOf, storedFinding } from './keep-findings.ts';
import { FINDINGS_KEPT_MS } from './kept.ts';
import { AFTER_ALL, BEFORE_ALL, findingKey, OWED, owedKey } from './keys.ts';

/** Told of in one run; the rest waits for the next one. */
const MOST_AT_ONCE = 300;

export interface Owed {
  readonly items: readonly Item[];
  readonly findings: readonly Finding[];
}

export const readOwed = async (table: Table): Promise<Owed> => {
  const items = await table.query(OWED, BEFORE_ALL, AFTER_ALL, MOST_AT_ONCE);
  const stored = await Promise.all(
    items.map(({ sk }) => {
      const [day = '', ...id] = sk.split('|');
      return table.get(findingKey(day, id.join('|')));
    }),
  );
  return { items, findings: stored.flatMap((item) => (item === undefined ? [] : [storedFinding(item.body).finding])) };
};

/**
 * `failed`: findings and stories that some channel did not take. A story is owed by one of its parts, with which it is told. What
 * was owed before and did not fail again is settled.
 */
export const settleOwed = async (
  table: Table,
  before: Owed,
  failed: readonly Finding[],
  byId: ReadonlyMap<string, Finding>,
  nowMs: number,
): Promise<void> => {
  const owed = new Map<string, Item>();
  for (const finding of failed) {
    const { id, time } = finding.parts.flatMap((part) => byId.get(part) ?? [])[0] ?? finding;
    const key = owedKey(dayOf(time), id);
    owed.set(key.sk, { ...key, body: '{}', version: 0, expires: nowMs + FINDINGS_KEPT_MS });
  }
  if (owed.size > 0) await table.putAll([...owed.values()]);
  for (const item of before.items) if (!owed.has(item.sk)) await table.deleteIf(item, item.body);
};
