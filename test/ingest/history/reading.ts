// Runs a reading of history and keeps all that came of it.
import type { Instant } from '../../../detectors/model/time.ts';
import { type Checkpoint, checkpointFrom, checkpointText } from '../../../ingest/aws/history/checkpoint.ts';
import type { Clock } from '../../../ingest/aws/history/edges.ts';
import { readHistory } from '../../../ingest/aws/history/history.ts';
import type { SourceHints } from '../../../ingest/decode/source.ts';
import { clientsOf, type FakeAccount } from './fake-account.ts';

export interface Reading {
  readonly items: string[];
  readonly opened: SourceHints[];
  readonly broken: string[];
  readonly failed: { readonly source: string; readonly reason: string }[];
  readonly progress: string[];
  readonly checkpoints: Checkpoint[];
  ended: number;
}

export interface ReadingOptions {
  readonly since?: number;
  readonly until?: number;
  readonly checkpoint?: Checkpoint | undefined;
  readonly clock?: Clock;
  readonly maxAttempts?: number;
  /** Stops the run after so many checkpoints. */
  readonly breakAfter?: number;
}

/** 2026-03-10T12:00:00Z: long after everything in these tests. */
export const NOW = Date.UTC(2026, 2, 10, 12);

/** A clock that stands still but for those who sleep. */
export const virtualClock = (now = NOW): Clock & { slept: number } => {
  const clock = {
    slept: 0,
    now: () => now + clock.slept,
    elapsed: () => clock.slept,
    sleep: async (milliseconds: number) => {
      clock.slept += milliseconds;
    },
  };
  return clock;
};

const instant = (milliseconds: number | undefined): Instant | undefined => milliseconds as Instant | undefined;

export const read = async (account: FakeAccount, source: string, options: ReadingOptions = {}): Promise<Reading> => {
  const reading: Reading = { items: [], opened: [], broken: [], failed: [], progress: [], checkpoints: [], ended: 0 };
  const stop = new AbortController();
  await readHistory(
    { source, since: instant(options.since), until: instant(options.until), checkpoint: options.checkpoint },
    {
      open(hints) {
        reading.opened.push(hints);
        return {
          item: (text) => reading.items.push(text),
          broken: (reason, line, detail) => reading.broken.push(`${hints.name}:${line}: ${reason}: ${detail}`),
          end: () => {
            reading.ended++;
          },
        };
      },
      progress: (text) => reading.progress.push(text),
      checkpoint(point) {
        // As a caller keeps it: as text.
        reading.checkpoints.push(checkpointFrom(checkpointText(point)) ?? { version: 1, lanes: [] });
        if (reading.checkpoints.length === options.breakAfter) stop.abort();
      },
      failed: (failedSource, reason) => reading.failed.push({ source: failedSource, reason }),
    },
    { ...clientsOf(account, options.maxAttempts), clock: options.clock ?? virtualClock(), signal: stop.signal },
  );
  return reading;
};

/** The distinct ones, sorted: what is left when records are known by their ids. */
export const distinct = (items: readonly string[]): readonly string[] => [...new Set(items)].sort();
