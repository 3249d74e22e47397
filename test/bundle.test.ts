// What each pure room weighs and pulls in when bundled as it would be deployed.
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

const project = fileURLToPath(new URL('..', import.meta.url));

/** A cold start pays for each kilobyte; the SDK clients are some 350 kB, and our own code must stay the smaller part. */
const BUDGET_KB = 300;

test.for([
  ['ingest', 'ingest/decode/reader.ts', ['ipaddr.js']],
  ['the baselines', 'detectors/behaviours/assess.ts', ['simple-statistics', 'ipaddr.js']],
  ['the rule engine', 'detectors/sigma/matcher.ts', ['yaml', 're2js', 'ipaddr.js']],
  ['triage', 'alerts/triage/stories.ts', ['ipaddr.js']],
] as const)('%s is small and stands on few packages', async ([, entry, packages]) => {
  const { metafile } = await build({
    absWorkingDir: project,
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    outdir: 'out',
  });
  const pulledIn = new Set(Object.keys(metafile.inputs).flatMap((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []));
  expect([...packages, ...pulledIn].filter((name) => !packages.includes(name as never))).toEqual([]);
  const bytes = Object.values(metafile.outputs).reduce((sum, output) => sum + output.bytes, 0);
  expect(bytes / 1000).toBeLessThan(BUDGET_KB);
});
