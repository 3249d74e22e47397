// What people said about findings: harmless, with an owner, a reason and an end; or an attack, whose time must never be learned.
import { feedbackSuppression } from '../../alerts/triage/feedback.ts';
import type { Suppression } from '../../alerts/triage/suppression.ts';
import type { Finding } from '../../detectors/model/finding.ts';
import type { StateFile } from './state-file.ts';

export interface Feedback {
  readonly finding: Finding;
  readonly verdict: 'benign' | 'malicious';
  readonly owner: string;
  readonly reason: string;
  /** ISO 8601. */
  readonly at: string;
}

const TABLE = 'CREATE TABLE IF NOT EXISTS feedback (id TEXT PRIMARY KEY, at TEXT NOT NULL, feedback TEXT NOT NULL) STRICT';

/** Which verdicts the baselines have learned: one that is changed is learned again. */
const LEARNED = 'CREATE TABLE IF NOT EXISTS feedback_learned (id TEXT PRIMARY KEY, at TEXT NOT NULL) STRICT';

const isThere = (state: StateFile): boolean =>
  state.database.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'feedback'").get() !== undefined;

/** The latest word on a finding is the one that counts. */
export const keepFeedback = (state: StateFile, feedback: Feedback): void => {
  state.database.exec(TABLE);
  state.database
    .prepare(
      'INSERT INTO feedback (id, at, feedback) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET at = excluded.at, feedback = excluded.feedback',
    )
    .run(feedback.finding.id, feedback.at, JSON.stringify(feedback));
};

/** In the order of the findings' ids. */
export const allFeedback = (state: StateFile): readonly Feedback[] =>
  isThere(state)
    ? state.database
        .prepare('SELECT feedback FROM feedback ORDER BY id')
        .all()
        .flatMap((row) => (typeof row['feedback'] === 'string' ? [JSON.parse(row['feedback']) as Feedback] : []))
    : [];

/** One for each finding called harmless; expired ones too, so that a scan can say that they are. */
export const feedbackSuppressions = (state: StateFile): readonly Suppression[] =>
  allFeedback(state).flatMap(({ finding, verdict, owner, reason, at }) =>
    verdict === 'benign' ? [feedbackSuppression(finding, { owner, reason, at })] : [],
  );

/** Of these, the ones no baseline has learned yet; they count as learned from now on. */
export const takeUnlearned = (state: StateFile, feedback: readonly Feedback[]): readonly Feedback[] => {
  state.database.exec(LEARNED);
  const known = state.database.prepare('SELECT at FROM feedback_learned WHERE id = ?');
  const mark = state.database.prepare(
    'INSERT INTO feedback_learned (id, at) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET at = excluded.at',
  );
  const fresh = feedback.filter(({ finding, at }) => known.get(finding.id)?.['at'] !== at);
  for (const { finding, at } of fresh) mark.run(finding.id, at);
  return fresh;
};
