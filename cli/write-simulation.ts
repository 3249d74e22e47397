// The simulator's files on disk, zipped where AWS would zip them.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { constants, gzipSync } from 'node:zlib';
import { simulate } from './simulator/simulate.ts';
import type { SimulationOptions } from './simulator/simulation-options.ts';

export interface Written {
  readonly files: number;
  readonly bytes: number;
}

/** Replaces what the folder held. `bytes` are those before zipping. */
export const writeSimulation = (folder: string, options: SimulationOptions, onFile: (path: string) => void): Written => {
  rmSync(folder, { recursive: true, force: true });
  let files = 0;
  let bytes = 0;
  for (const { path, text, gzip } of simulate(options)) {
    const target = join(folder, gzip ? `${path}.gz` : path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, gzip ? gzipSync(text, { level: constants.Z_BEST_SPEED }) : text);
    files++;
    bytes += text.length;
    onFile(path);
  }
  return { files, bytes };
};
