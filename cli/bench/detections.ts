// node cli/bench/detections.ts: the rules on the corpora of LAPWING_CORPUS, as tables: published attacks, another project's
// cases, ordinary days, injections by class and source, and what ten times as many rules cost.
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { table } from '../table.ts';
import { caseRows } from './detections-cases.ts';
import { costRows } from './detections-cost.ts';
import { falseAlarmRows, readPayloads, recallRows } from './detections-injection.ts';
import { readRecords, seenIn } from './detections-seen.ts';

const corpus = process.env['LAPWING_CORPUS'];

const show = (title: string, rows: readonly (readonly string[])[]): void => {
  process.stdout.write(`\n${title}\n\n${table(rows)}\n`);
};

const isLoud = (seen: string): boolean => /:(medium|high|critical)$/.test(seen);

const main = (folder: string): void => {
  const attacks = globSync(join(folder, 'attacks/stratus/*.jsonl')).sort();
  const found = attacks.map((file) => [basename(file, '.jsonl'), seenIn(readRecords(file))] as const);
  show('Published attacks', [['technique', 'found by'], ...found.map(([technique, seen]) => [technique, seen.join(', ') || 'nothing'])]);
  process.stdout.write(
    `\n${found.filter(([, seen]) => seen.length > 0).length} of ${found.length} found, ${found.filter(([, seen]) => seen.some(isLoud)).length} at medium or above\n`,
  );

  show("Another project's cases", caseRows(join(folder, 'attacks/panther-rule-tests.jsonl')));

  show('Ordinary days', [
    ['records of', 'number', 'findings', 'at medium or above'],
    ...globSync(join(folder, 'ordinary/*.jsonl'))
      .sort()
      .map((file) => {
        const records = readRecords(file);
        const seen = seenIn(records);
        return [basename(file, '.jsonl'), String(records.length), String(seen.length), String(seen.filter(isLoud).length)];
      }),
  ]);

  const payloads = readPayloads(join(folder, 'injection/payloads.jsonl'));
  show(
    'Injections told at low or above, by class',
    recallRows(payloads, ({ cls }) => cls),
  );
  show(
    'Injections told at low or above, by source',
    recallRows(payloads, ({ source }) => source),
  );
  show('Harmless strings, by source', falseAlarmRows(payloads));

  show(
    'Matching, nanoseconds a record',
    costRows(
      globSync(join(folder, 'ordinary/*.jsonl'))
        .sort()
        .map((file) => readFileSync(file, 'utf8')),
    ),
  );
};

if (corpus === undefined) {
  process.stderr.write('LAPWING_CORPUS must name the folder of the corpora (attacks, ordinary, injection)\n');
  process.exitCode = 2;
} else main(corpus);
