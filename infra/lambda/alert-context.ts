// What alerting needs: where it keeps findings, whom it tells, and what people said about suppressions.
import type { Suppression } from '../../alerts/triage/suppression.ts';
import type { Settings } from '../../detectors/model/settings.ts';
import type { Instant } from '../../detectors/model/time.ts';
import type { Bus, Topic } from '../state/ports.ts';
import type { Table } from '../state/table.ts';

interface AlertTally {
  told(mails: number, events: number): void;
}

export interface AlertContext {
  readonly findings: Table;
  /** Only the names of functions are read here. */
  readonly baselines: Table;
  readonly topic: Topic;
  readonly bus: Bus;
  readonly tally: AlertTally;
  readonly settings: Settings;
  readonly suppressions: readonly Suppression[];
  readonly environment: string;
  readonly projectUrl: string | undefined;
  readonly now: () => Instant;
}
