// npm run bench: a whole scan beside the least that any scan could cost — gunzip and JSON.parse of the same bytes — in
// one run, and the peak memory of a scan of four times the input beside that of one.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeBenchInputs } from './inputs.ts';

/** Rounds of each measurement; the least is taken, as the one that other work on the machine disturbed least. */
const ROUNDS = 3;
const QUARTERS = 4;

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
const inputs = ['cloudtrail', 'logs'].map((kind) => ({
  kind,
  files: Array.from({ length: QUARTERS }, (_, quarter) => join(folder, `${kind}-${quarter}.json.gz`)),
}));
/** What writes the input: when it changes, the input is written anew. */
const simulator = script('../simulator');
const changed = Math.max(
  ...[script('inputs.ts'), ...readdirSync(simulator, { recursive: true, encoding: 'utf8' }).map((name) => join(simulator, name))].map(
    (path) => statSync(path).mtimeMs,
  ),
);
const isFresh = (file: string): boolean => existsSync(file) && statSync(file).mtimeMs > changed;
if (!inputs.every(({ files }) => files.every(isFresh))) {
  process.stderr.write('writing the input (once)…\n');
  writeBenchInputs(inputs.map(({ files }) => files));
}

process.stdout.write(`Node ${process.version}, ${availableParallelism()} cores; processor time, least of ${ROUNDS} runs\n\n`);
process.stdout.write('input        gz MB   records   gunzip+parse      scan   limit/scan   µs/record   peak MB   peak MB, 4x input\n');
/** Each kind by itself, and a day of the account as it is scanned: its trail and its logs together. */
const daysOfAccount = Array.from({ length: QUARTERS }, (_, quarter) => inputs.map(({ files }) => files[quarter] ?? ''));
const rows = [...inputs.map(({ kind, files }) => ({ kind, days: files.map((file) => [file]) })), { kind: 'account', days: daysOfAccount }];

for (const { kind, days } of rows) {
  const [first = []] = days;
  const floors: Measured[] = [];
  const scans: Measured[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    floors.push(measure('floor.ts', first));
    scans.push(measure('scan-once.ts', first));
  }
  const floor = least(floors);
  const scan = least(scans);
  const four = measure('scan-once.ts', days.flat());
  process.stdout.write(
    `${[
      kind.padEnd(10),
      (first.reduce((sum, file) => sum + statSync(file).size, 0) / 1e6).toFixed(1).padStart(7),
      String(scan.records).padStart(9),
      `${floor.cpuSeconds.toFixed(2)} s`.padStart(14),
      `${scan.cpuSeconds.toFixed(2)} s`.padStart(9),
      (floor.cpuSeconds / scan.cpuSeconds).toFixed(2).padStart(12),
      ((scan.cpuSeconds * 1e6) / scan.records).toFixed(1).padStart(11),
      scan.peakMb.toFixed(0).padStart(9),
      four.peakMb.toFixed(0).padStart(19),
    ].join(' ')}\n`,
  );
}
