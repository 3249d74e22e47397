// Runs the metric detector over the files of the Numenta Anomaly Benchmark and writes its results for a scorer.
// Run: node cli/bench/nab.ts --data DIR --out DIR [--margin M]
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { NEW_BUDGET, spend } from '../../detectors/baseline/alert-budget.ts';
import { learnBlend, newBlend, readBlend, stabilised } from '../../detectors/baseline/blend-records.ts';

/** Score from which the detector alerts by itself: margin / (1 + margin). */
const MARGIN = 0.07;

const { values } = parseArgs({ options: { data: { type: 'string' }, out: { type: 'string' }, margin: { type: 'string' } } });
if (values.data === undefined || values.out === undefined) {
  console.error('usage: node cli/bench/nab.ts --data DIR --out DIR [--margin M]');
  process.exit(2);
}
const margin = values.margin === undefined ? MARGIN : Number(values.margin);

const scored = (text: string): string => {
  const [, ...rows] = text.split(/\r?\n/).filter((line) => line !== '');
  const state = newBlend();
  let budget = NEW_BUDGET;
  const out = ['timestamp,value,anomaly_score'];
  for (const row of rows) {
    const [timestamp = '', value = ''] = row.split(',');
    const point = stabilised(Number(value));
    // What is no number is no point: nothing is said of it, and nothing learned.
    if (value.trim() === '' || !Number.isFinite(point)) {
      out.push(`${timestamp},${value},0`);
      continue;
    }
    // Times that tell no hour are one hour of the day.
    const told = Number(timestamp.slice(11, 13));
    const hour = told >= 0 && told < 24 ? told : 0;
    const reading = readBlend(state, point, hour);
    const spent = spend(budget, Math.max(reading.margin, reading.sustainedMargin), margin);
    budget = spent.budget;
    learnBlend(state, point, hour);
    out.push(`${timestamp},${value},${spent.score}`);
  }
  return `${out.join('\n')}\n`;
};

const root = values.data;
for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !entry.name.endsWith('.csv')) continue;
  const path = join(entry.parentPath, entry.name);
  const target = join(values.out, relative(root, path));
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, scored(readFileSync(path, 'utf8')));
}
console.log(`alerts at a score of ${(margin / (1 + margin)).toFixed(6)}`);
