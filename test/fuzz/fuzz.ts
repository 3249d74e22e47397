// The long run: `npm run fuzz -- --cases 1000000 --seed 7`; `--only NUMBER` runs one case again and shows its input.
import { parseArgs } from 'node:util';
import { newTotals, runCase } from './run-cases.ts';

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
  },
});
const seed = Number(values.seed);
const cases = Number(values.cases);

/** A reader that kept what it read would pass this long before a million cases. */
const MOST_HEAP_BYTES = 512 * 1024 * 1024;
const MOST_FAILURES = 20;
const REPORT_EVERY = 10_000;

const totals = newTotals();
const started = performance.now();
let mostHeap = 0;

const line = (): string => {
  const seconds = (performance.now() - started) / 1000;
  const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;
  return [
    `seed ${seed}: ${totals.cases} cases`,
    `${megabytes(totals.bytes)} in`,
    `${totals.items} items`,
    `${totals.records} records, ${totals.activities} of them read`,
    `slowest ${Math.round(totals.slowestMs)} ms for ${totals.slowestBytes} bytes`,
    `heap at most ${megabytes(mostHeap)}`,
    `${totals.failures.length} failures`,
    `${Math.round(seconds)} s`,
  ].join(', ');
};

if (values.only === undefined) {
  for (let number = 0; number < cases && totals.failures.length < MOST_FAILURES; number++) {
    const before = totals.failures.length;
    await runCase(seed, number, totals);
    for (const { reason } of totals.failures.slice(before)) console.log(`case ${number} of seed ${seed}: ${reason}`);
    if (totals.cases % REPORT_EVERY === 0) {
      mostHeap = Math.max(mostHeap, process.memoryUsage().heapUsed);
      process.stderr.write(process.stderr.isTTY ? `\r${line()}` : `${line()}\n`);
    }
  }
} else {
  await runCase(seed, Number(values.only), totals);
  for (const { reason, base64 } of totals.failures) console.log(`${reason}\n${base64}`);
}
console.log(line());
if (totals.failures.length > 0 || mostHeap > MOST_HEAP_BYTES) process.exitCode = 1;
