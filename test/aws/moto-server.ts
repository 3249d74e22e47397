// Starts moto, an emulator of AWS that speaks its real HTTP API, for the tests of this folder. It lives in a Python virtual
// environment of its own: LAPWING_MOTO_VENV names its folder, else it is in the user's cache.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

const MOTO = 'moto[server]==5.2.5';
const STARTS_WITHIN_MS = 60_000;

declare module 'vitest' {
  export interface ProvidedContext {
    motoEndpoint: string;
  }
}

const venvFolder = (): string =>
  process.env['LAPWING_MOTO_VENV'] ??
  join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'lapwing', MOTO.replaceAll(/[^a-z0-9.]+/g, '-'));

const run = (command: string, args: readonly string[], otherwise: string): void => {
  try {
    execFileSync(command, args, { stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' });
  } catch (error) {
    throw new Error(`${otherwise}\n${error instanceof Error ? error.message : ''}`, { cause: error });
  }
};

/** pip writes the program last, so that it is there only when all is. */
export const motoProgram = (): string => {
  const venv = venvFolder();
  const program = join(venv, 'bin', 'moto_server');
  if (existsSync(program)) return program;
  run(
    'python3',
    ['--version'],
    'These tests need Python 3.10 or later as python3: install it (apt-get install python3 python3-venv) and run them again.',
  );
  run(
    'python3',
    ['-m', 'venv', venv],
    `python3 could not make a virtual environment in ${venv}: install python3-venv, or name another folder in LAPWING_MOTO_VENV.`,
  );
  run(
    join(venv, 'bin', 'pip'),
    ['install', '--quiet', MOTO],
    `pip could not install ${MOTO} from PyPI: check the network and run the tests again.`,
  );
  return program;
};

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });

const answers = async (endpoint: string): Promise<boolean> => {
  try {
    return (await fetch(`${endpoint}/moto-api/data.json`)).ok;
  } catch {
    return false;
  }
};

const ended = (server: ChildProcess): boolean => server.exitCode !== null || server.signalCode !== null;

export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const server = spawn(motoProgram(), ['-H', '127.0.0.1', '-p', String(port)], { stdio: ['ignore', 'ignore', 'pipe'] });
  let complaints = '';
  server.stderr.on('data', (chunk: Buffer) => {
    complaints = (complaints + chunk.toString()).slice(-2000);
  });
  const gone = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    if (!ended(server)) server.kill('SIGKILL');
    await gone;
  };
  const began = performance.now();
  while (!(await answers(endpoint))) {
    if (ended(server) || performance.now() - began > STARTS_WITHIN_MS) {
      await stop();
      throw new Error(`moto did not start on ${endpoint}:\n${complaints}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  project.provide('motoEndpoint', endpoint);
  return stop;
};
