// Runs the metric detector over the files of the Numenta Anomaly Benchmark, writes its results for a scorer and, where the
// labels are at hand, scores them: with the threshold the benchmark would choose, with our own, and on halves of the files.
// Run: node cli/bench/nab.ts --data DIR --out DIR [--labels DIR] [--margin M]
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { mean, quantile } from 'simple-statistics';
import { seeded } from '../simulator/random.ts';
import { NEW_BUDGET, spend } from './nab/alert-budget.ts';
import { assessAndLearn, newPanel } from './nab/panel.ts';
import { curveOf, type Scored, truthOf } from './nab/score.ts';

/** Score from which the detector alerts by itself: margin / (1 + margin). */
const MARGIN = 0.07;
/** Random halves of the files that are scored apart. */
const HALVES = 200;

const { values } = parseArgs({
  options: { data: { type: 'string' }, out: { type: 'string' }, labels: { type: 'string' }, margin: { type: 'string' } },
});
if (values.data === undefined || values.out === undefined) {
  console.error('usage: node cli/bench/nab.ts --data DIR --out DIR [--labels DIR] [--margin M]');
  process.exit(2);
}
const margin = values.margin === undefined ? MARGIN : Number(values.margin);
const threshold = margin / (1 + margin);

interface Row {
  readonly timestamp: string;
  readonly value: string;
}

const rowsOf = (text: string): Row[] => {
  const [, ...lines] = text.split(/\r?\n/).filter((line) => line !== '');
  return lines.map((line) => {
    const [timestamp = '', value = ''] = line.split(',');
    return { timestamp, value };
  });
};

const scoresOf = (rows: readonly Row[]): Float64Array => {
  const panel = newPanel();
  let budget = NEW_BUDGET;
  return Float64Array.from(rows, ({ timestamp, value }) => {
    // What is no number is no point: nothing is said of it, and nothing learned.
    if (value.trim() === '' || !Number.isFinite(Number(value))) return 0;
    // Times that tell no hour are one hour of the day.
    const told = Number(timestamp.slice(11, 13));
    const spent = spend(budget, assessAndLearn(panel, Number(value), told >= 0 && told < 24 ? told : 0), margin);
    budget = spent.budget;
    return spent.score;
  });
};

/** `2014-04-10 07:15:00.000000` and `2014-04-10 07:15:00` are one time. */
const timeOf = (text: string): number => Date.parse(`${text.trim().replace(' ', 'T')}Z`);

const root = values.data;
const labels: Record<string, [string, string][]> =
  values.labels === undefined ? {} : JSON.parse(readFileSync(join(values.labels, 'combined_windows.json'), 'utf8'));
const scored: Scored[] = [];
for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !entry.name.endsWith('.csv')) continue;
  const path = join(entry.parentPath, entry.name);
  const name = relative(root, path);
  const rows = rowsOf(readFileSync(path, 'utf8'));
  const scores = scoresOf(rows);
  const target = join(values.out, name);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(
    target,
    `timestamp,value,anomaly_score\n${rows.map(({ timestamp, value }, row) => `${timestamp},${value},${scores[row]}\n`).join('')}`,
  );
  const windows = labels[name];
  if (windows === undefined) continue;
  const times = rows.map(({ timestamp }) => timeOf(timestamp));
  const rowAt = (text: string): number => times.indexOf(timeOf(text));
  scored.push({
    truth: truthOf(
      rows.length,
      windows.map(([from, to]) => ({ from: rowAt(from), to: rowAt(to) })),
    ),
    scores,
  });
}
console.log(`alerts at a score of ${threshold.toFixed(6)}`);

if (scored.length > 0) {
  const all = curveOf(scored);
  const random = seeded(1, 'halves');
  const halves = Array.from({ length: HALVES }, () => {
    const shuffled = scored.map((file) => ({ file, place: random.next() })).sort((a, b) => a.place - b.place);
    const half = shuffled.length >> 1;
    const [chosenOn, scoredOn] = [shuffled.slice(0, half), shuffled.slice(half)].map((part) => curveOf(part.map(({ file }) => file)));
    return {
      chosen: scoredOn?.at(chosenOn?.best.threshold ?? 0) ?? 0,
      own: scoredOn?.at(threshold) ?? 0,
    };
  });
  const said = (scores: readonly number[]): string =>
    `${mean([...scores]).toFixed(1)} on half of the files, nine in ten above ${quantile([...scores], 0.1).toFixed(1)}`;
  console.log(
    `${scored.length} files: ${all.best.score.toFixed(1)} with the threshold that suits them best, ${all.at(threshold).toFixed(1)} with our own`,
  );
  console.log(`our own threshold: ${said(halves.map(({ own }) => own))}`);
  console.log(`the threshold that suits the other half: ${said(halves.map(({ chosen }) => chosen))}`);
}
