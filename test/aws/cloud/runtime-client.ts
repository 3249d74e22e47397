// AWS's runtime interface client, installed once into the cache from its own lock file.
//
// As published it builds curl and a C++ addon, for two minutes of both processors. The tests install it without, and give it the
// addon's few HTTP calls in JavaScript: Node finds `rapid-client.node.js` where there is no `rapid-client.node`. With
// LAPWING_RUNTIME_CLIENT=native it is built as published (needs cmake and g++).
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder } from '../moto.ts';

const FILES = fileURLToPath(new URL('runtime-client/', import.meta.url));

const versionOf = (lock: string): string =>
  (JSON.parse(readFileSync(lock, 'utf8')) as { readonly packages: Readonly<Record<string, { readonly version: string }>> }).packages[
    'node_modules/aws-lambda-ric'
  ]?.version ?? '';

/** The path of its program. */
export const runtimeClient = (): string => {
  const isNative = process.env['LAPWING_RUNTIME_CLIENT'] === 'native';
  const version = versionOf(join(FILES, 'package-lock.json'));
  const folder = join(cacheFolder(), `aws-lambda-ric-${version}${isNative ? '-native' : ''}`);
  const home = join(folder, 'node_modules', 'aws-lambda-ric');
  if (!existsSync(folder)) {
    // Made beside and then renamed: a second run that starts meanwhile finds all of it or nothing.
    const making = `${folder}.${process.pid}`;
    mkdirSync(making, { recursive: true });
    for (const name of ['package.json', 'package-lock.json']) copyFileSync(join(FILES, name), join(making, name));
    try {
      const args = ['ci', '--no-audit', '--no-fund', ...(isNative ? [] : ['--ignore-scripts'])];
      execFileSync('npm', args, { cwd: making, stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' });
    } catch (error) {
      rmSync(making, { recursive: true, force: true });
      const reason = error instanceof Error ? error.message : '';
      throw new Error(
        `npm could not install aws-lambda-ric ${version}: check the network${isNative ? ', cmake and g++' : ''}.\n${reason}`,
        { cause: error },
      );
    }
    try {
      renameSync(making, folder);
    } catch {
      rmSync(making, { recursive: true, force: true });
    }
  }
  if (!isNative) copyFileSync(join(FILES, 'rapid-client.mjs'), join(home, 'rapid-client.node.js'));
  return join(home, 'index.mjs');
};
