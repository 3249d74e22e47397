// What a scan saw, as a month's volumes.
import { statSync } from 'node:fs';
import { AT_REST, SECONDS, type Volumes } from '../infra/cost/volumes.ts';
import type { ScanResult } from './scan.ts';

export interface Measured {
  readonly volumes: Volumes;
  /** Of the records. */
  readonly days: number;
}

const DAY_SECONDS = 86_400;

/** Zipped or not, as they lie: CloudWatch Logs sends lines zipped. */
const bytesOf = (source: string): number => statSync(source, { throwIfNoEntry: false })?.size ?? 0;

/** Undefined when no record told a time. */
export const measuredVolumes = ({ report, statistics }: ScanResult): Measured | undefined => {
  const { period } = report;
  if (period === null) return undefined;
  // Less than an hour is no measure of a month.
  const seconds = Math.max(3600, (Date.parse(period.end) - Date.parse(period.start)) / 1000);
  const month = SECONDS / seconds;
  const sources = Object.entries(statistics.bySource);
  const trails = sources.filter(([, { formats }]) => (formats['cloudtrail'] ?? 0) > 0);
  const logs = sources.filter(([, { formats }]) => (formats['cloudtrail'] ?? 0) === 0);
  return {
    days: seconds / DAY_SECONDS,
    volumes: {
      ...AT_REST,
      functions: report.functions.length,
      invocations: Math.round(report.functions.reduce((sum, { invocations }) => sum + invocations, 0) * month),
      logGb: (logs.reduce((sum, [name]) => sum + bytesOf(name), 0) * month) / 1e9,
      trailEvents: Math.round(trails.reduce((sum, [, { formats }]) => sum + (formats['cloudtrail'] ?? 0), 0) * month),
    },
  };
};
