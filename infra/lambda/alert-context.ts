// What alerting needs: where it keeps findings, whom it tells, and what people said about suppressions.
import type { Channel } from '../../alerts/triage/to-tell.ts';
import type { Instant } from '../../detectors/model/time.ts';
import type { Bus, Topic } from '../state/ports.ts';
import type { Table } from '../state/table.ts';
import type { Config } from './environment.ts';

interface AlertTally {
  told(mails: number, events: number): void;
  /** A channel did not take word of so many; each is told again later. */
  failed(channel: Channel, count: number, reason: string): void;
  /** The canary's findings that came out. */
  canaries(count: number): void;
}

export interface AlertContext extends Config {
  readonly findings: Table;
  /** Only the names of functions are read here. */
  readonly baselines: Table;
  readonly topic: Topic;
  /** Of Slack and Teams; undefined where nobody uses them. */
  readonly chat: Topic | undefined;
  readonly bus: Bus;
  readonly tally: AlertTally;
  /** The deployment's name for itself; empty: a finding says whether it is of production. */
  readonly environment: string;
  readonly projectUrl: string | undefined;
  readonly now: () => Instant;
}
