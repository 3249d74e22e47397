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

interface Day {
  readonly trail: string[];
  readonly logs: string[];
}

const written = (file: string | undefined, text: () => string): void => {
  if (file !== undefined) writeFileSync(file, gzipSync(text()));
};

/** The first file of each kind is the first day's, and so on. A day is written once the day after the next begins: late is hours. */
export const writeBenchInputs = ([trailFiles = [], logFiles = []]: readonly (readonly string[])[]): void => {
  const days = Math.max(trailFiles.length, logFiles.length);
  const quiet = fleet({ seed: 1, functions: FUNCTIONS, days, startMs: START_MS });
  const open = new Map(Array.from({ length: days }, (_, day): [number, Day] => [day, { trail: [], logs: [] }]));
  const writeBefore = (end: number): void => {
    for (const [day, { trail, logs }] of open) {
      if (day >= end) return;
      written(trailFiles[day], () => `{"Records":[${trail.join(',')}]}`);
      written(logFiles[day], () => logs.join(''));
      open.delete(day);
    }
  };
  for (const { path, text } of simulate({ ...quiet, functions: quiet.functions.map(busier) })) {
    const day = dayOf(path);
    writeBefore(day - 1);
    if (path.includes('/CloudTrail/')) open.get(day)?.trail.push(text.slice(text.indexOf('[') + 1, text.lastIndexOf(']')));
    else if (text.startsWith('{"messageType"')) open.get(day)?.logs.push(text);
  }
  writeBefore(days);
};
