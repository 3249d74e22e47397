// The metric detector over the public half of the Numenta Anomaly Benchmark, by the command that anyone may run.
import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const corpus = process.env['LAPWING_CORPUS'];
if (corpus === undefined) throw new Error('LAPWING_CORPUS must name the folder of real logs');

test('series nobody here wrote score 78 with the threshold that suits them best and 76 with our own', () => {
  const series = join(corpus, 'series', 'nab');
  const folders = ['--data', join(series, 'data'), '--labels', join(series, 'labels'), '--out', mkdtempSync(join(tmpdir(), 'nab-'))];
  const { stdout, stderr, status } = spawnSync(process.execPath, ['cli/bench/nab.ts', ...folders], { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const [, best, own] = /(\d+\.\d) with the threshold that suits them best, (\d+\.\d) with our own/.exec(stdout) ?? [];
  expect(Number(best)).toBeGreaterThanOrEqual(78);
  expect(Number(own)).toBeGreaterThanOrEqual(76);
});
