// Figures that no report of Lambda's has.
import type { Invocation } from '../../detectors/model/activity.ts';

/** Lambda's longest timeout is 15 minutes (Lambda quotas); a minute more for initialisation and rounding. */
export const LONGEST_RUN_MS = 16 * 60_000;
/** The largest function has 10,240 MB, an instance of managed instances 32 GB (Lambda quotas); twice that is none. */
const MOST_MEMORY_MB = 65_536;

export const hasImpossibleFigures = ({ durationMs, billedMs, memorySizeMb, maxMemoryUsedMb }: Invocation): boolean =>
  durationMs > LONGEST_RUN_MS || billedMs > LONGEST_RUN_MS || memorySizeMb > MOST_MEMORY_MB || maxMemoryUsedMb > MOST_MEMORY_MB;
