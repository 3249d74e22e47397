// What detecting needs: where it reads and writes, and the deployment's figures.
import type { Settings } from '../../detectors/model/settings.ts';
import type { Instant } from '../../detectors/model/time.ts';
import type { LoadedRules } from '../../detectors/sigma/rule.ts';
import type { Queue } from '../state/ports.ts';
import type { Table } from '../state/table.ts';

interface DetectTally {
  /** Functions looked at, and records that came after their window was learned. */
  assessed(functions: number, lateWindows: number): void;
  /** A baseline that could not be read: it is left as it is, and a person has to look. */
  unreadable(function_: string, reason: string): void;
}

export interface DetectContext {
  readonly partials: Table;
  readonly baselines: Table;
  readonly findings: Queue;
  readonly tally: DetectTally;
  readonly settings: Settings;
  /** For correlations that what is found may be a part of. */
  readonly loaded: LoadedRules;
  /** A window is assessed so long after its end. */
  readonly graceMs: number;
  /** And learned so long after its end. */
  readonly settleMs: number;
}

export interface Tick extends DetectContext {
  readonly now: Instant;
}
