// Findings kept in the state file, for `lapwing explain`: the latest form of each, by id.
import type { Finding } from '../../detectors/model/finding.ts';
import type { StateFile } from './state-file.ts';

/** Oldest findings beyond this many are let go: a year of a busy account, at some 3 kB each. */
const KEPT = 50_000;

export const keepFindings = (state: StateFile, findings: readonly Finding[]): void => {
  const upsert = state.database.prepare(
    'INSERT INTO findings (id, time, finding) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET time = excluded.time, finding = excluded.finding',
  );
  state.atOnce(() => {
    for (const finding of findings) upsert.run(finding.id, finding.time, JSON.stringify(finding));
    state.database.prepare('DELETE FROM findings WHERE id NOT IN (SELECT id FROM findings ORDER BY time DESC, id LIMIT ?)').run(KEPT);
  });
};

/** Findings whose id begins as given. */
export const findKept = (state: StateFile, idStart: string): readonly Finding[] => {
  const rows = state.database
    .prepare('SELECT finding FROM findings WHERE substr(id, 1, ?) = ? ORDER BY id LIMIT 2')
    .all(idStart.length, idStart);
  return rows.flatMap((row) => (typeof row['finding'] === 'string' ? [JSON.parse(row['finding']) as Finding] : []));
};
