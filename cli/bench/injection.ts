// Measures the injection classifier: nanoseconds a line, and over lists of payloads (files named, or those of LAPWING_CORPUS) its recall and
// false alarms.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { classifyInjection, type InjectionHit } from '../../detectors/injection/classify.ts';

/** About 120 characters each, as functions write them all day. */
const ORDINARY_LINES = [
  '2024-05-01T12:00:00.000Z\t0f6c2a3e-9b1d-4c57-8c6a-2f1d9e7b1a55\tINFO\tProcessed order 1234 for customer 5678 in 35 ms',
  '{"level":"info","time":1714560000000,"requestId":"0f6c2a3e-9b1d-4c57-8c6a-2f1d9e7b1a55","msg":"order created","ms":12}',
  '[INFO]\t2024-05-01T12:00:00.000Z\t0f6c2a3e-9b1d-4c57-8c6a-2f1d9e7b1a55\tFetched 25 items from table orders in 8 ms, page 3',
  'user=bob action=login result=ok duration=12ms ip=203.0.113.7 region=eu-west-1 function=checkout version=42 cold=false ok',
  '    at async handler (file:///var/task/dist/handlers/checkout.js:120:15) called from processTicksAndRejections node:internal',
  'Message 9f2c1b7a-55aa-4c11-b1f0-0a9f6a1c2d3e received from queue orders-queue, attempt 1 of 5, enqueued 152 ms ago by web',
];

/** What the classifier has to read in full, harmless or not. */
const SUSPECT_LINES = [
  'GET /search?q=%27%20OR%201%3D1%20--%20&page=2 HTTP/1.1 from 203.0.113.7 with agent Mozilla/5.0 answered 200 in 35 ms',
  'Executing (default): SELECT "id", "name" FROM "users" AS "User" WHERE "User"."email" = $1 AND "User"."active" = true LIMIT 1;',
  '{"level":"info","html":"<p>Dear Bob,</p><script>alert(1)</script>","user":"O\'Brien","path":"/files?name=../../etc/passwd"}',
  'Rendered template greeting: Hello {{name}}, your order {{order.id}} is on its way; see `orders` table and /var/log/app.log',
];

const ROUNDS = 7;

/** More than the classifier remembers, so that each text is read anew. */
const VARIANTS = 4_096;

/** Time of the process in the best round: what the machine can do, whoever else uses it. */
const nanosecondsALine = (lines: readonly string[]): number => {
  const texts = lines.flatMap((line) => Array.from({ length: VARIANTS }, (_, place) => `${line} ${String(place).padStart(5, '0')}`));
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    let hits = 0;
    const start = process.cpuUsage();
    for (const text of texts) hits += classifyInjection(text).length;
    const spent = process.cpuUsage(start).user * 1_000;
    if (hits >= 0) best = Math.min(best, spent / texts.length);
  }
  return best;
};

interface Row {
  readonly source: string;
  readonly cls: string;
  readonly label: string;
  readonly payload: string;
}

const hasAtLeastLikely = (hits: readonly InjectionHit[]): boolean => hits.some(({ confidence }) => confidence !== 'possible');

interface Tally {
  total: number;
  possible: number;
  likely: number;
}

const tally = (rows: readonly Row[], key: (row: Row) => string): Map<string, Tally> => {
  const tallies = new Map<string, Tally>();
  for (const row of rows) {
    const entry = tallies.get(key(row)) ?? { total: 0, possible: 0, likely: 0 };
    const hits = classifyInjection(row.payload);
    entry.total++;
    if (hits.length > 0) entry.possible++;
    if (hasAtLeastLikely(hits)) entry.likely++;
    tallies.set(key(row), entry);
  }
  return new Map([...tallies].sort(([one], [other]) => (one < other ? -1 : 1)));
};

const percent = (part: number, total: number): string => `${((100 * part) / total).toFixed(2).padStart(6)} %`;

const printTallies = (title: string, tallies: ReadonlyMap<string, Tally>): void => {
  console.log(`\n${title.padEnd(36)}  number  possible    likely`);
  for (const [name, { total, possible, likely }] of tallies) {
    console.log(`${name.padEnd(36)} ${String(total).padStart(7)}  ${percent(possible, total)}  ${percent(likely, total)}`);
  }
  const mean = (count: (entry: Tally) => number): number =>
    [...tallies.values()].reduce((sum, entry) => sum + count(entry) / entry.total, 0) / tallies.size;
  console.log(
    `${'mean of these'.padEnd(36)}          ${percent(
      mean(({ possible }) => possible),
      1,
    )}  ${percent(
      mean(({ likely }) => likely),
      1,
    )}`,
  );
};

const main = (): void => {
  console.log(`ordinary line: ${nanosecondsALine(ORDINARY_LINES).toFixed(0)} ns`);
  for (const line of ORDINARY_LINES) console.log(`  ${nanosecondsALine([line]).toFixed(0).padStart(6)} ns  ${line.slice(0, 60)}`);
  console.log(`suspect line:  ${nanosecondsALine(SUSPECT_LINES).toFixed(0)} ns`);
  for (const line of SUSPECT_LINES) console.log(`  ${nanosecondsALine([line]).toFixed(0).padStart(6)} ns  ${line.slice(0, 60)}`);
  const files = process.argv.slice(2);
  const corpus = process.env['LAPWING_CORPUS'];
  if (corpus !== undefined && files.length === 0) files.push(join(corpus, 'injection', 'payloads.jsonl'));
  if (files.length === 0 || !files.every((file) => existsSync(file))) {
    console.log(
      'Name files of {source, cls, label, payload}, or set LAPWING_CORPUS to a folder with injection/payloads.jsonl, for recall.',
    );
    return;
  }
  const rows = files.flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Row),
  );
  const malicious = rows.filter(({ label }) => label === 'malicious');
  printTallies(
    'recall by class',
    tally(malicious, ({ cls }) => cls),
  );
  printTallies(
    'recall by source',
    tally(malicious, ({ source }) => source),
  );
  printTallies(
    'recall by class and source',
    tally(malicious, ({ cls, source }) => `${cls} ${source}`),
  );
  printTallies(
    'false alarms by source',
    tally(
      rows.filter(({ label }) => label === 'benign'),
      ({ source }) => source,
    ),
  );
};

main();
