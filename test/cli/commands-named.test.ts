// A command that a runbook or the docs name must exist: nobody should learn at three in the morning that it does not.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const project = fileURLToPath(new URL('../..', import.meta.url));

const pages = [
  'README.md',
  ...['runbooks', 'docs'].flatMap((folder) => readdirSync(`${project}${folder}`).map((name) => `${folder}/${name}`)),
].filter((name) => name.endsWith('.md'));

test('every lapwing command that a page names exists', () => {
  const { stdout } = spawnSync(process.execPath, [`${project}cli/lapwing.mjs`, '--help'], { encoding: 'utf8' });
  const known = new Set([...stdout.slice(stdout.indexOf('Commands:')).matchAll(/^ {2}([a-z]+)/gm)].map(([, name]) => name));
  expect(known).toContain('scan');
  const missing = pages.flatMap((page) =>
    [...readFileSync(`${project}${page}`, 'utf8').matchAll(/(?:`|^ {4}|npx )lapwing ([a-z]+)/gm)]
      .filter(([, name]) => !known.has(name))
      .map(([text]) => `${page}: ${text}`),
  );
  expect(missing).toEqual([]);
});
