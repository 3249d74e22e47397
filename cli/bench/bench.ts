// npm run bench: a whole scan beside the least that any scan could cost — gunzip and JSON.parse of the same bytes — in
// one run, for one day and for four, and the peak memory of each beside that of twelve.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeBenchInputs } from './inputs.ts';

/** One day shows what a start costs, four what a record does, twelve that memory does not grow. */
const DAYS = [1, 4, 12];
/** Rounds of each; the least time is taken, as the one that other work on the machine disturbed least, and the largest peak. */
const ROUNDS = [3, 2, 1];
const TRAIL_DAYS = 4;
const LOG_DAYS = Math.max(...DAYS);

interface Measured {
  readonly cpuSeconds: number;
  readonly peakMb: number;
  readonly records: number;
}

const script = (name: string): string => fileURLToPath(new URL(`./${name}`, import.meta.url));

const measure = (name: string, files: readonly string[]): Measured => {
  const { stdout, stderr, status } = spawnSync(process.execPath, [script(name), ...files], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${name} failed: ${stderr}`);
  return JSON.parse(stdout) as Measured;
};

const least = (runs: readonly Measured[]): Measured => runs.reduce((best, run) => (run.cpuSeconds < best.cpuSeconds ? run : best));

const folder = join(tmpdir(), 'lapwing-bench');
mkdirSync(folder, { recursive: true });
const filesOf = (kind: string, days: number): readonly (readonly [string])[] =>
  Array.from({ length: days }, (_, day) => [join(folder, `${kind}-${String(day).padStart(2, '0')}.json.gz`)]);
/** Each kind by itself, and the account as it is scanned: its trail and its logs together. By day. */
const trail = { kind: 'cloudtrail', files: filesOf('cloudtrail', TRAIL_DAYS) };
const logs = { kind: 'logs', files: filesOf('logs', LOG_DAYS) };
const account = { kind: 'account', files: trail.files.map((day, place) => [...day, ...(logs.files[place] ?? [])]) };
/** What writes the input: when it changes, the input is written anew. */
const simulator = script('../simulator');
const changed = Math.max(
  ...[script('inputs.ts'), ...readdirSync(simulator, { recursive: true, encoding: 'utf8' }).map((name) => join(simulator, name))].map(
    (path) => statSync(path).mtimeMs,
  ),
);
const isFresh = (file: string): boolean => existsSync(file) && statSync(file).mtimeMs > changed;
const inputs = [trail, logs].map(({ files }) => files.flat());
if (!inputs.every((files) => files.every(isFresh))) {
  process.stderr.write('writing the input (once, some minutes)…\n');
  writeBenchInputs(inputs);
}

process.stdout.write(`Node ${process.version}, ${availableParallelism()} cores; processor time, least of ${ROUNDS.join(', ')} runs\n\n`);
process.stdout.write('input       days   gz MB   records   gunzip+parse      scan   limit/scan   µs/record   peak MB\n');
for (const [place, days] of DAYS.entries()) {
  for (const { kind, files } of [account, trail, logs]) {
    // What long inputs hold is measured on the one of most records.
    if (days > TRAIL_DAYS && kind !== 'logs') continue;
    const some = files.slice(0, days).flat();
    const floors: Measured[] = [];
    const scans: Measured[] = [];
    for (let round = 0; round < (ROUNDS[place] ?? 1); round++) {
      floors.push(measure('floor.ts', some));
      scans.push(measure('scan-once.ts', some));
    }
    const floor = least(floors);
    const scan = least(scans);
    process.stdout.write(
      `${[
        kind.padEnd(10),
        String(days).padStart(5),
        (some.reduce((sum, file) => sum + statSync(file).size, 0) / 1e6).toFixed(1).padStart(7),
        String(scan.records).padStart(9),
        `${floor.cpuSeconds.toFixed(2)} s`.padStart(14),
        `${scan.cpuSeconds.toFixed(2)} s`.padStart(9),
        (floor.cpuSeconds / scan.cpuSeconds).toFixed(2).padStart(12),
        ((scan.cpuSeconds * 1e6) / scan.records).toFixed(1).padStart(11),
        Math.max(...scans.map(({ peakMb }) => peakMb))
          .toFixed(0)
          .padStart(9),
      ].join(' ')}\n`,
    );
  }
}
