// Runs documents against the emulated account: a Python process that keeps an executor, asked a line at a time.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { AutomationDocument } from '../../runbooks/automation/document.ts';
import { pythonProgram } from './moto.ts';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };
type Inputs = { readonly [name: string]: Json };

export interface Run {
  readonly status: 'Success' | 'Failed' | 'Rejected';
  readonly steps: readonly { readonly name: string; readonly status: string; readonly error?: string }[];
  readonly calls: readonly { readonly service: string; readonly api: string; readonly inputs: Inputs }[];
  readonly outputs: { readonly [name: string]: Json };
  readonly approvals: readonly Inputs[];
}

export interface RunOptions {
  readonly approve?: boolean;
  /** Answers for what the emulator lacks: `service.Api`, and `download` (base64) for what a script fetches. */
  readonly stubs?: { readonly [call: string]: Json };
}

export interface Runner {
  readonly call: (service: string, api: string, inputs?: Inputs) => Promise<{ readonly [name: string]: Json }>;
  /** The code of the error that AWS would answer with, or nothing. */
  readonly refusal: (service: string, api: string, inputs?: Inputs) => Promise<string | undefined>;
  readonly run: (
    document: AutomationDocument,
    parameters: { readonly [name: string]: readonly string[] },
    options?: RunOptions,
  ) => Promise<Run>;
  readonly stop: () => void;
}

type Answer = {
  readonly answer?: unknown;
  readonly refused?: string;
  readonly why?: string;
  readonly broken?: string;
  readonly crashed?: string;
};

export const openRunner = (endpoint: string, region = 'eu-west-1'): Runner => {
  const script = fileURLToPath(new URL('../runbooks/executor.py', import.meta.url));
  const child: ChildProcessWithoutNullStreams = spawn(pythonProgram(), [script], {
    env: {
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
      AWS_ACCESS_KEY_ID: 'testing',
      AWS_SECRET_ACCESS_KEY: 'testing',
      AWS_EC2_METADATA_DISABLED: 'true',
    },
  });
  const waiting: { readonly answered: (answer: Answer) => void; readonly broken: (reason: Error) => void }[] = [];
  let complaints = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaints = (complaints + chunk.toString()).slice(-4000);
  });
  child.once('exit', () => {
    for (const { broken } of waiting.splice(0)) broken(new Error(`the executor ended: ${complaints}`));
  });
  createInterface({ input: child.stdout }).on('line', (line) => waiting.shift()?.answered(JSON.parse(line) as Answer));

  const ask = (request: object): Promise<Answer> =>
    new Promise((answered, broken) => {
      waiting.push({ answered, broken });
      child.stdin.write(`${JSON.stringify(request)}\n`);
    });
  const answered = ({ answer, refused, why, broken, crashed }: Answer): unknown => {
    if (answer !== undefined) return answer;
    throw new Error(broken ?? crashed ?? `${refused}: ${why}`);
  };
  return {
    call: async (service, api, inputs = {}) =>
      answered(await ask({ do: 'call', service, api, inputs })) as { readonly [name: string]: Json },
    refusal: async (service, api, inputs = {}) => (await ask({ do: 'call', service, api, inputs })).refused,
    run: async (document, parameters, options = {}) => answered(await ask({ do: 'run', document, parameters, ...options })) as Run,
    stop: () => child.kill('SIGKILL'),
  };
};
