// What became of each finding at the latest scan that saw it, kept for whoever asks later why somebody was told, or was not.
import type { Fate } from '../../alerts/triage/fates.ts';
import type { Suppression } from '../../alerts/triage/suppression.ts';
import type { Triaged } from '../../alerts/triage/triage.ts';
import type { StateFile } from './state-file.ts';

export interface Decision {
  readonly finding: string;
  readonly fate: Fate;
  /** The suppression that hid it, as it was then. */
  readonly suppression: Suppression | null;
  /** The clock of the scan, ISO 8601. */
  readonly decidedAt: string;
}

const TABLE = 'CREATE TABLE IF NOT EXISTS decisions (id TEXT PRIMARY KEY, decided_at TEXT NOT NULL, decision TEXT NOT NULL) STRICT';
/** As many as findings are kept, and as many again that were hidden. */
const KEPT = 100_000;

export const keepDecisions = (state: StateFile, triaged: Triaged, decidedAt: string): void => {
  state.database.exec(TABLE);
  const upsert = state.database.prepare(
    'INSERT INTO decisions (id, decided_at, decision) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET decided_at = excluded.decided_at, decision = excluded.decision',
  );
  const byId = new Map(triaged.suppressions.map(({ suppression }) => [suppression.id, suppression]));
  for (const [finding, fate] of triaged.fates) {
    const suppression = fate.kind === 'suppressed' ? (byId.get(fate.suppression) ?? null) : null;
    upsert.run(finding, decidedAt, JSON.stringify({ finding, fate, suppression, decidedAt } satisfies Decision));
  }
  state.database.prepare('DELETE FROM decisions WHERE id NOT IN (SELECT id FROM decisions ORDER BY decided_at DESC, id LIMIT ?)').run(KEPT);
};

/** Undefined when the state is older than this table, or the finding was never triaged with it. */
export const decisionOf = (state: StateFile, id: string): Decision | undefined => {
  const exists = state.database.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'decisions'").get() !== undefined;
  const row = exists ? state.database.prepare('SELECT decision FROM decisions WHERE id = ?').get(id) : undefined;
  return typeof row?.['decision'] === 'string' ? (JSON.parse(row['decision']) as Decision) : undefined;
};
