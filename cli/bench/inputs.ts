// The bench's input: the CloudTrail records and the log messages of a simulated busy account, each kind in a few large
// gzip files of one day each.
import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { fleet } from '../simulator/fleet.ts';
import type { FunctionSpec } from '../simulator/function-spec.ts';
import { simulate } from '../simulator/simulate.ts';

const FUNCTIONS = 24;
const START_MS = Date.parse('2026-03-02T00:00:00Z');
const DAY_MS = 86_400_000;

/** The fleet's own rates are those of a quiet account, with a call every ten minutes; a busy one has a call a minute. */
const BUSIER = 10;

const busier = (spec: FunctionSpec): FunctionSpec =>
  'perHour' in spec.traffic ? { ...spec, traffic: { ...spec.traffic, perHour: spec.traffic.perHour * BUSIER } } : spec;

/** `…/2026/03/02/…`, as AWS lays out what it delivers. */
const dayOf = (path: string): number => {
  const [, year = '', month = '', day = ''] = /\/(\d{4})\/(\d\d)\/(\d\d)\//.exec(path) ?? [];
  return Math.floor((Date.UTC(Number(year), Number(month) - 1, Number(day)) - START_MS) / DAY_MS);
};

/** The first file of each kind is the first day's, and so on. */
export const writeBenchInputs = ([trailFiles = [], logFiles = []]: readonly (readonly string[])[]): void => {
  const quiet = fleet({ seed: 1, functions: FUNCTIONS, days: trailFiles.length, startMs: START_MS });
  const trails = trailFiles.map((): string[] => []);
  const logs = logFiles.map((): string[] => []);
  for (const { path, text } of simulate({ ...quiet, functions: quiet.functions.map(busier) })) {
    const day = dayOf(path);
    if (path.includes('/CloudTrail/')) trails[day]?.push(text.slice(text.indexOf('[') + 1, text.lastIndexOf(']')));
    else if (text.startsWith('{"messageType"')) logs[day]?.push(text);
  }
  for (const [day, file] of trailFiles.entries()) writeFileSync(file, gzipSync(`{"Records":[${(trails[day] ?? []).join(',')}]}`));
  for (const [day, file] of logFiles.entries()) writeFileSync(file, gzipSync((logs[day] ?? []).join('')));
};
