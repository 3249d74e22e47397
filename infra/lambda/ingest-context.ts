// What ingesting needs beside the event: where it writes, the rules, and the deployment's figures.
import type { Settings } from '../../detectors/model/settings.ts';
import type { Instant } from '../../detectors/model/time.ts';
import type { Matcher } from '../../detectors/sigma/matcher.ts';
import type { LoadedRules } from '../../detectors/sigma/rule.ts';
import type { DeclaredFormat } from '../../ingest/decode/declared-format.ts';
import type { Objects, Queue, Tally } from '../state/ports.ts';
import type { Table } from '../state/table.ts';

export interface IngestContext {
  readonly partials: Table;
  readonly findings: Queue;
  /** Takes what could not be read, as it came. */
  readonly quarantine: Queue;
  readonly objects: Objects;
  readonly tally: Tally;
  readonly settings: Settings;
  /** Log formats that the configuration declares. */
  readonly declared?: readonly DeclaredFormat[];
  readonly loaded: LoadedRules;
  readonly matcher: Matcher;
  /** Of the deployment; subscription messages do not tell theirs. */
  readonly region: string;
  /** A window is closed so long after its end. */
  readonly graceMs: number;
  readonly now: () => Instant;
}
