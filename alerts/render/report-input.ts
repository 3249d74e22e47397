// Everything that text and page renderings are drawn from.
import type { Finding } from '../../detectors/model/finding.ts';

/** Law 1 in figures: received = folded + skipped + quarantined. */
interface SourceAccount {
  readonly received: number;
  readonly folded: number;
  readonly skipped: number;
  readonly quarantined: number;
}

export interface RecordStatistics {
  readonly received: number;
  readonly folded: number;
  /** By reason. */
  readonly skipped: Readonly<Record<string, number>>;
  readonly quarantined: Readonly<Record<string, number>>;
  readonly bySource: Readonly<Record<string, SourceAccount>>;
}

/** How far a function's baseline is learned. */
export interface LearningState {
  readonly function: string;
  readonly learnedDays: number;
  readonly neededDays: number;
  readonly invocations: number;
  readonly state: 'learning' | 'watching';
}

export interface ReportInput {
  readonly title: string;
  /** What the records span; null when there were none. ISO 8601 UTC. */
  readonly period: { readonly start: string; readonly end: string } | null;
  readonly findings: readonly Finding[];
  readonly stories: readonly Finding[];
  readonly statistics: RecordStatistics;
  readonly functions: readonly LearningState[];
  /** What is warming up, blind or was left out, in sentences. */
  readonly notes: readonly string[];
  /** The state file that keeps these findings, as a shell names it; absent when nothing is kept. */
  readonly state?: string;
}
