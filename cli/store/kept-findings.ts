// Findings kept in the state file, for `lapwing explain`: the latest form of each, by id.
import { STORY_DETECTOR } from '../../alerts/triage/stories.ts';
import { EVIDENCE_LIMIT, type Finding } from '../../detectors/model/finding.ts';
import type { StateFile } from './state-file.ts';

/** Oldest findings beyond this many are let go: a year of a busy account, at some 3 kB each. */
const KEPT = 50_000;

export const keepFindings = (state: StateFile, findings: readonly Finding[]): void => {
  const upsert = state.database.prepare(
    'INSERT INTO findings (id, time, finding) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET time = excluded.time, finding = excluded.finding',
  );
  for (const finding of findings) upsert.run(finding.id, finding.time, JSON.stringify(finding));
  state.database.prepare('DELETE FROM findings WHERE id NOT IN (SELECT id FROM findings ORDER BY time DESC, id LIMIT ?)').run(KEPT);
};

/** Findings whose id begins as given. */
export const findKept = (state: StateFile, idStart: string): readonly Finding[] => {
  const rows = state.database
    .prepare('SELECT finding FROM findings WHERE substr(id, 1, ?) = ? ORDER BY id LIMIT 2')
    .all(idStart.length, idStart);
  return rows.flatMap((row) => (typeof row['finding'] === 'string' ? [JSON.parse(row['finding']) as Finding] : []));
};

/** Findings that began at or after the instant (ISO 8601), stories left out: those are told anew from their parts. */
export const keptSince = (state: StateFile, time: string): readonly Finding[] =>
  state.database
    .prepare('SELECT finding FROM findings WHERE time >= ? ORDER BY time, id')
    .all(time)
    .flatMap((row) => (typeof row['finding'] === 'string' ? [JSON.parse(row['finding']) as Finding] : []))
    .filter(({ detector }) => detector !== STORY_DETECTOR);

/**
 * A rule's finding grows from scan to scan of its day: records are never matched twice, so what is new is added to what was
 * kept. A behaviour's finding holds its whole episode already.
 */
export const grownFrom = (state: StateFile, finding: Finding): Finding => {
  if (finding.kind !== 'rule') return finding;
  const [before] = findKept(state, finding.id);
  if (before === undefined) return finding;
  const [first, last] = before.time <= finding.time ? [before, finding] : [finding, before];
  const end = before.window.end > finding.window.end ? before.window.end : finding.window.end;
  return {
    ...finding,
    time: first.time,
    window: { start: first.window.start, end },
    explanation: first.explanation,
    evidence: [...new Set([...first.evidence, ...last.evidence])].slice(0, EVIDENCE_LIMIT),
    occurrences: before.occurrences + finding.occurrences,
  };
};
