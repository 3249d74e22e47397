// A function's code as it is deployed: one file, what it is made of beside it. Made while synthesising, with esbuild alone.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import type { Service } from '../names.ts';

/** The entries, by service. Written out, so that each can be found from here. */
const ENTRIES: Readonly<Record<Service, URL>> = {
  ingest: new URL('../lambda/ingest.lambda.ts', import.meta.url),
  detect: new URL('../lambda/detect.lambda.ts', import.meta.url),
  alert: new URL('../lambda/alert.lambda.ts', import.meta.url),
  canary: new URL('../lambda/canary.lambda.ts', import.meta.url),
};

/**
 * What a function loads when it first needs it is a file of its own: a start must not read it. The code names it so, and
 * package.json says where it lies, here and there.
 */
const S3_OBJECTS = { name: '#s3-objects', entry: new URL('../state/s3-objects.ts', import.meta.url), file: 's3-objects.js' };

/** What the SDK's clients import, and what they get. */
const INSTEAD = { '@aws-sdk/credential-provider-node': fileURLToPath(new URL('../lambda/own-credentials.ts', import.meta.url)) };

const codes = new Map<string, Uint8Array>();

/** Built once a process: what differs between deployments lies beside it. */
const codeOf = (entry: URL): Uint8Array => {
  const known = codes.get(entry.href);
  if (known !== undefined) return known;
  const { outputFiles } = buildSync({
    entryPoints: [fileURLToPath(entry)],
    external: [S3_OBJECTS.name],
    alias: INSTEAD,
    bundle: true,
    write: false,
    minify: true,
    platform: 'node',
    target: 'node24',
    // CommonJS starts sooner than ES modules: some 25 ms for SDK clients alone (measured).
    format: 'cjs',
    // The packages' ES modules can be shaken, their CommonJS cannot: a third less.
    mainFields: ['module', 'main'],
    logLevel: 'error',
  });
  const code = outputFiles[0]?.contents ?? new Uint8Array();
  codes.set(entry.href, code);
  return code;
};

let temporary: string | undefined;

/** Gone when the process ends. */
const temporaryFolder = (): string => {
  if (temporary === undefined) {
    const folder = mkdtempSync(join(tmpdir(), 'lapwing-'));
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    temporary = folder;
  }
  return temporary;
};

/** A folder for `Code.fromAsset`, which copies it. */
export const bundle = (service: Service, files: ReadonlyMap<string, string>): string => {
  const folder = mkdtempSync(join(temporaryFolder(), `${service}-`));
  writeFileSync(join(folder, 'index.js'), codeOf(ENTRIES[service]));
  if (service === 'ingest') {
    writeFileSync(join(folder, S3_OBJECTS.file), codeOf(S3_OBJECTS.entry));
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ imports: { [S3_OBJECTS.name]: `./${S3_OBJECTS.file}` } }));
  }
  for (const [name, text] of files) writeFileSync(join(folder, name), text);
  return folder;
};
