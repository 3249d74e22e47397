// The canary: the check must see a forbidden import when there is one. Every violation is planted in a copy of the
// project, and the check has to name its file; a look-alike that is allowed must pass.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const project = fileURLToPath(new URL('..', import.meta.url));

const forbidden = [
  ['detectors knows no other room', 'detectors/model/planted-ingest.ts', "import '../../ingest/account.ts';"],
  [
    'detectors knows no edge',
    'detectors/model/planted-edge.ts',
    "import { inflate } from '../../ingest/aws/inflate.ts';\nexport const used = inflate;",
  ],
  [
    'ingest knows no alerts',
    'ingest/planted-alerts.ts',
    "import { tellStories } from '../alerts/triage/stories.ts';\nexport const used = tellStories;",
  ],
  [
    'ingest knows only the words of detectors',
    'ingest/planted-detectors.ts',
    "import { buildMatcher } from '../detectors/sigma/matcher.ts';\nexport const used = buildMatcher;",
  ],
  [
    'alerts knows only the words of detectors, types included',
    'alerts/planted-type.ts',
    "import type { Matcher } from '../detectors/sigma/matcher.ts';\nexport type Used = Matcher;",
  ],
  [
    'alerts knows no ingest',
    'alerts/planted-ingest.ts',
    "import { emptyAccount } from '../ingest/account.ts';\nexport const used = emptyAccount;",
  ],
  [
    'what is deployed knows nothing of the command line',
    'infra/lambda/planted-cli.ts',
    "import { table } from '../../cli/table.ts';\nexport const used = table;",
  ],
  [
    'the simulator knows nothing of Lapwing',
    'cli/simulator/planted-lapwing.ts',
    "import { hash53 } from '../../detectors/model/hash.ts';\nexport const used = hash53;",
  ],
  [
    'pure code has no Node modules',
    'detectors/planted-fs.ts',
    "import { readFileSync } from 'node:fs';\nexport const used = readFileSync;",
  ],
  ['pure code has no Node globals', 'alerts/planted-global.ts', 'export const used = process.env;'],
  ['pure code has no Buffer', 'ingest/decode/planted-buffer.ts', "export const used = Buffer.from('');"],
  ['pure code has no network', 'detectors/planted-fetch.ts', "export const used = fetch('https://example.org');"],
  ['pure code has no console', 'ingest/planted-console.ts', "export const used = (): void => console.log('');"],
  ['pure code has no SDK', 'detectors/planted-sdk.ts', "import { SNSClient } from '@aws-sdk/client-sns';\nexport const used = SNSClient;"],
  ['pure code has no clock', 'detectors/planted-clock.ts', 'export const used = (): number => Date.now();'],
  ['pure code has no argless Date', 'alerts/planted-date.ts', 'export const used = (): Date => new Date();'],
  ['pure code has no chance', 'cli/simulator/planted-chance.ts', 'export const used = (): number => Math.random();'],
  [
    'files import each other in no circle, types included',
    'detectors/planted-circle.ts',
    "import type { Other } from './planted-circle-other.ts';\nexport type One = Other | 1;",
  ],
] as const;

const companions = [
  ['detectors/planted-circle-other.ts', "import type { One } from './planted-circle.ts';\nexport type Other = One | 2;"],
] as const;

const allowed = [
  [
    'ingest may use the words',
    'ingest/allowed-words.ts',
    "import { hash53 } from '../detectors/model/hash.ts';\nexport const used = hash53;",
  ],
  ['pure code may make a date from a number', 'detectors/allowed-date.ts', 'export const used = (time: number): Date => new Date(time);'],
  [
    'pure code may use statistics',
    'detectors/allowed-package.ts',
    "import { mean } from 'simple-statistics';\n\nexport const used = mean;",
  ],
] as const;

/** All that a failing command printed, to both outputs; empty when it passed. */
const complaints = (command: string, args: readonly string[], cwd: string): string => {
  try {
    execFileSync(join(project, 'node_modules/.bin', command), [...args], { cwd, stdio: 'pipe', maxBuffer: 64 * 1024 * 1024 });
    return '';
  } catch (error) {
    const { stdout, stderr } = error as { stdout: Buffer; stderr: Buffer };
    return `${stdout}${stderr}`;
  }
};

describe('the house', () => {
  const copy = mkdtempSync(join(tmpdir(), 'lapwing-canary-'));
  let said = '';

  beforeAll(() => {
    const left = new Set(['node_modules', '.git', '.tsbuild', '.lapwing', 'coverage', 'cdk.out']);
    cpSync(project, copy, { recursive: true, filter: (path) => !left.has(basename(path)) });
    symlinkSync(join(project, 'node_modules'), join(copy, 'node_modules'));
    // Biome reads what git ignores.
    mkdirSync(join(copy, '.git'));
    for (const [path, text] of [
      ...forbidden.map(([, path, text]) => [path, text] as const),
      ...companions,
      ...allowed.map(([, path, text]) => [path, text] as const),
    ]) {
      mkdirSync(dirname(join(copy, path)), { recursive: true });
      writeFileSync(join(copy, path), `// Planted.\n${text}\n`);
    }
    said =
      complaints('tsc', ['-b', '--force', '--pretty', 'false'], copy) +
      complaints('biome', ['lint', '--max-diagnostics=none', '--reporter=github'], copy);
  }, 120_000);

  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  test.for(forbidden)('%s', ([, path]) => {
    expect(said).toContain(path);
  });

  test.for(allowed)('%s', ([, path]) => {
    expect(said).not.toContain(path);
  });
});
