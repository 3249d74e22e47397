// The bench's input: a simulated fleet's CloudTrail records and log messages, each kind in a few large gzip files of
// consecutive days.
import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { fleet } from '../simulator/fleet.ts';
import { simulate } from '../simulator/simulate.ts';

const FUNCTIONS = 24;
const DAYS_PER_FILE = 1;
const START = '2026-03-02T00:00:00Z';
const DAY_MS = 86_400_000;
/** About what one quarter should hold before zipping. */
const FILE_CHARACTERS = 80_000_000;

export const writeBenchInputs = ([trailFiles = [], logFiles = []]: readonly (readonly string[])[]): void => {
  for (let quarter = 0; quarter < trailFiles.length; quarter++) {
    const startMs = Date.parse(START) + quarter * DAYS_PER_FILE * DAY_MS * 7;
    const trail: string[] = [];
    const logs: string[] = [];
    let trailSize = 0;
    let logSize = 0;
    for (const { path, text } of simulate(fleet({ seed: quarter + 1, functions: FUNCTIONS, days: 7, startMs }))) {
      if (path.includes('/CloudTrail/') && trailSize < FILE_CHARACTERS) {
        const records = text.slice(text.indexOf('[') + 1, text.lastIndexOf(']'));
        trail.push(records);
        trailSize += records.length;
      } else if (text.startsWith('{"messageType"') && logSize < FILE_CHARACTERS) {
        logs.push(text);
        logSize += text.length;
      }
      if (trailSize >= FILE_CHARACTERS && logSize >= FILE_CHARACTERS) break;
    }
    writeFileSync(trailFiles[quarter] ?? '', gzipSync(`{"Records":[${trail.join(',')}]}`));
    writeFileSync(logFiles[quarter] ?? '', gzipSync(logs.join('')));
  }
};
