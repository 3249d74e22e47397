// The bench's input: the CloudTrail records and the log messages of a simulated busy account, each kind in a few large
// gzip files of one day each.
import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { fleet } from '../simulator/fleet.ts';
import type { FunctionSpec } from '../simulator/function-spec.ts';
import { simulate } from '../simulator/simulate.ts';

const FUNCTIONS = 24;
const DAYS = 1;
const START = '2026-03-02T00:00:00Z';
const WEEK_MS = 7 * 86_400_000;

/** The fleet's own rates are those of a quiet account, with a call every ten minutes; a busy one has a call a minute. */
const BUSIER = 10;

const busier = (spec: FunctionSpec): FunctionSpec =>
  'perHour' in spec.traffic ? { ...spec, traffic: { ...spec.traffic, perHour: spec.traffic.perHour * BUSIER } } : spec;

export const writeBenchInputs = ([trailFiles = [], logFiles = []]: readonly (readonly string[])[]): void => {
  for (let file = 0; file < trailFiles.length; file++) {
    const quiet = fleet({ seed: file + 1, functions: FUNCTIONS, days: DAYS, startMs: Date.parse(START) + file * WEEK_MS });
    const trail: string[] = [];
    const logs: string[] = [];
    for (const { path, text } of simulate({ ...quiet, functions: quiet.functions.map(busier) })) {
      if (path.includes('/CloudTrail/')) trail.push(text.slice(text.indexOf('[') + 1, text.lastIndexOf(']')));
      else if (text.startsWith('{"messageType"')) logs.push(text);
    }
    writeFileSync(trailFiles[file] ?? '', gzipSync(`{"Records":[${trail.join(',')}]}`));
    writeFileSync(logFiles[file] ?? '', gzipSync(logs.join('')));
  }
};
