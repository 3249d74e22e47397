// moto, an emulator of AWS that speaks its real HTTP API. It lives in a Python virtual environment of its own, made when it is
// missing: LAPWING_MOTO_VENV names its folder, else it is in the user's cache.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';

const MOTO = 'moto[server]==5.2.5';
const STARTS_WITHIN_MS = 60_000;

/** Where what these tests install is kept from run to run. */
export const cacheFolder = (): string => join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'lapwing');

const venvFolder = (): string => process.env['LAPWING_MOTO_VENV'] ?? join(cacheFolder(), MOTO.replaceAll(/[^a-z0-9.]+/g, '-'));

/** boto3 comes with moto. */
export const pythonProgram = (): string => join(venvFolder(), 'bin', 'python');

const run = (command: string, args: readonly string[], otherwise: string): void => {
  try {
    execFileSync(command, args, { stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' });
  } catch (error) {
    throw new Error(`${otherwise}\n${error instanceof Error ? error.message : ''}`, { cause: error });
  }
};

/** pip writes the program last, so that it is there only when all is. */
export const installMoto = (): string => {
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

export interface Moto {
  readonly endpoint: string;
  readonly stop: () => Promise<void>;
}

/** One of one's own: what is in one is in no other. */
export const startMoto = async (): Promise<Moto> => {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const server = spawn(installMoto(), ['-H', '127.0.0.1', '-p', String(port)], { stdio: ['ignore', 'ignore', 'pipe'] });
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
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { endpoint, stop };
};
