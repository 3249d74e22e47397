// What is deployed is small and starts fast: each bundle beside an empty handler, in turns, in one run.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { assetOf } from './cloud/apply.ts';
import { synthesise } from './cloud/synthesise.ts';

const MOST_BYTES = 1_000_000;
/** On a machine on which an empty handler loads in 33 ms; a slower one is granted as much more. */
const MOST_MORE_MS = 150;
const EMPTY_MS = 33;
const TURNS = 21;

/** Processor time of a process that loads a handler and ends: what a start takes on a processor of its own, however busy this machine. */
const LOAD = `
  require(process.argv[1] + '/index.js');
  const { user, system } = process.cpuUsage();
  process.stdout.write(String((user + system) / 1000));
  process.exit();
`;

const { folder: assembly, template } = synthesise();
const functions = Object.values(template.Resources).flatMap(({ Type, Properties = {} }) => {
  if (Type !== 'AWS::Lambda::Function') return [];
  const { Variables } = (Properties['Environment'] ?? { Variables: {} }) as { readonly Variables: object };
  return [{ name: String(Properties['FunctionName']), folder: join(assembly, assetOf(Properties['Code'])), names: Object.keys(Variables) }];
});

const empty = mkdtempSync(join(tmpdir(), 'lapwing-empty-'));
writeFileSync(join(empty, 'index.js'), 'exports.handler = async () => {};');

const loadMs = (folder: string, names: readonly string[]): number =>
  Number(
    execFileSync(process.execPath, ['--single-threaded', '-e', LOAD, folder], {
      env: {
        ...Object.fromEntries(names.map((name) => [name, 'x'])),
        LAMBDA_TASK_ROOT: folder,
        AWS_REGION: 'eu-west-1',
        AWS_LAMBDA_FUNCTION_NAME: 'x',
        POWERTOOLS_DEV: 'false',
      },
      encoding: 'utf8',
    }),
  );

test.for(functions)('$name is small, and loads in little more time than nothing', { timeout: 120_000 }, ({ name, folder, names }) => {
  const bytes = statSync(join(folder, 'index.js')).size;
  const loads: number[] = [];
  const empties: number[] = [];
  for (let turn = 0; turn < TURNS; turn++) {
    loads.push(loadMs(folder, names));
    empties.push(loadMs(empty, []));
  }
  // Other work on the machine only ever adds.
  const emptyMs = Math.min(...empties);
  const moreMs = Math.min(...loads) - emptyMs;
  console.log(`${name}: ${Math.round(bytes / 1000)} KB, ${Math.round(moreMs)} ms more than an empty handler's ${Math.round(emptyMs)}`);
  expect(bytes).toBeLessThan(MOST_BYTES);
  expect(moreMs).toBeLessThan(MOST_MORE_MS * Math.max(1, emptyMs / EMPTY_MS));
});

test('what reading logs loads later, with the first object, is whole', () => {
  const ingest = functions.find(({ name }) => name === 'lapwing-ingest');
  const script = "console.log(typeof require(process.argv[1] + '/s3-objects.js').s3Objects().open)";
  const env = { ...process.env, AWS_REGION: 'eu-west-1' };
  expect(execFileSync(process.execPath, ['-e', script, ingest?.folder ?? ''], { env, encoding: 'utf8' })).toBe('function\n');
});
