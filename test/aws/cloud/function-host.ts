// Lambda in small: one function's environment, a process under AWS's runtime interface client, and the Runtime API it asks for work.
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Clock } from './clock.ts';

export interface FunctionSpec {
  readonly name: string;
  readonly arn: string;
  readonly handler: string;
  /** What is deployed, unpacked. */
  readonly folder: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly memoryMb: number;
  readonly logGroup: string;
  readonly logFormat: string;
  /** Its name. As access key it tells the front who asks. */
  readonly role: string;
}

export type Outcome =
  | { readonly kind: 'answered'; readonly payload: unknown; readonly ms: number }
  | { readonly kind: 'failed'; readonly errorType: string; readonly message: string; readonly ms: number };

interface Invocation {
  readonly id: string;
  readonly payload: string;
  readonly began: number;
  readonly settle: (outcome: Outcome) => void;
}

interface Surroundings {
  readonly clock: Clock;
  readonly endpoint: string;
  readonly region: string;
  /** The runtime interface client. */
  readonly runtime: string;
}

const PRELOAD = fileURLToPath(new URL('clock-preload.cjs', import.meta.url));

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
};

export class FunctionHost {
  readonly spec: FunctionSpec;
  /** What it printed, line by line. */
  readonly lines: string[] = [];
  coldStarts = 0;
  readonly #surroundings: Surroundings;
  #server: Server | undefined;
  #process: ChildProcess | undefined;
  #current: Invocation | undefined;
  #waiting: ((response: Invocation) => void) | undefined;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(spec: FunctionSpec, surroundings: Surroundings) {
    this.spec = spec;
    this.#surroundings = surroundings;
  }

  /** One at a time: who comes meanwhile waits. */
  invoke(payload: unknown): Promise<Outcome> {
    const outcome = this.#queue.then(() => this.#invoke(JSON.stringify(payload)));
    this.#queue = outcome;
    return outcome;
  }

  /** As when the machine under it goes: at once, whatever it was doing. */
  kill(): void {
    this.#process?.kill('SIGKILL');
  }

  async stop(): Promise<void> {
    const ended = this.#process;
    if (ended !== undefined && ended.exitCode === null && ended.signalCode === null) {
      const gone = new Promise((resolve) => ended.once('exit', resolve));
      ended.kill('SIGKILL');
      await gone;
    }
    this.#server?.closeAllConnections();
    this.#server?.close();
  }

  async #invoke(payload: string): Promise<Outcome> {
    const api = await this.#api();
    return new Promise<Outcome>((resolve) => {
      let isSettled = false;
      const began = performance.now();
      const timer = setTimeout(() => {
        settle({ kind: 'failed', errorType: 'Sandbox.Timedout', message: 'it took too long', ms: performance.now() - began });
        this.kill();
      }, this.spec.timeoutMs);
      const settle = (outcome: Outcome): void => {
        if (isSettled) return;
        isSettled = true;
        clearTimeout(timer);
        this.#current = undefined;
        resolve(outcome);
      };
      this.#current = { id: randomUUID(), payload, began, settle };
      const waiting = this.#waiting;
      this.#waiting = undefined;
      if (waiting !== undefined) waiting(this.#current);
      else if (this.#process === undefined) this.#start(api);
    });
  }

  async #api(): Promise<string> {
    if (this.#server === undefined) {
      const server = createServer((request, response) => void this.#answer(request, response));
      server.keepAliveTimeout = 0;
      this.#server = server;
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    }
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  #start(api: string): void {
    const { spec } = this;
    const { clock, endpoint, region, runtime } = this.#surroundings;
    this.coldStarts++;
    const started = spawn(process.execPath, [runtime, spec.handler], {
      cwd: spec.folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...spec.variables,
        AWS_LAMBDA_RUNTIME_API: api,
        AWS_LAMBDA_FUNCTION_NAME: spec.name,
        AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(spec.memoryMb),
        AWS_LAMBDA_LOG_GROUP_NAME: spec.logGroup,
        AWS_LAMBDA_LOG_STREAM_NAME: `2026/01/01/[$LATEST]${randomUUID().replaceAll('-', '')}`,
        AWS_LAMBDA_LOG_FORMAT: spec.logFormat,
        AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
        AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
        AWS_REGION: region,
        AWS_DEFAULT_REGION: region,
        AWS_ACCESS_KEY_ID: spec.role,
        AWS_SECRET_ACCESS_KEY: 'testing',
        AWS_SESSION_TOKEN: 'testing',
        AWS_ENDPOINT_URL: endpoint,
        LAMBDA_TASK_ROOT: spec.folder,
        _HANDLER: spec.handler,
        NODE_OPTIONS: `--require ${PRELOAD} --max-old-space-size=${spec.memoryMb}`,
        TEST_CLOCK_FILE: clock.file,
        TZ: ':UTC',
        PATH: process.env['PATH'],
      },
    });
    this.#process = started;
    let complaints = '';
    let rest = '';
    started.stdout.on('data', (chunk: Buffer) => {
      const pieces = (rest + chunk.toString()).split('\n');
      rest = pieces.pop() ?? '';
      this.lines.push(...pieces);
    });
    started.stderr.on('data', (chunk: Buffer) => {
      complaints = (complaints + chunk.toString()).slice(-2000);
      this.lines.push(...chunk.toString().trimEnd().split('\n'));
    });
    started.once('exit', () => {
      if (this.#process !== started) return;
      this.#process = undefined;
      this.#waiting = undefined;
      this.#fail('Runtime.ExitError', `the process ended: ${complaints}`);
    });
  }

  #fail(errorType: string, message: string): void {
    const current = this.#current;
    current?.settle({ kind: 'failed', errorType, message, ms: performance.now() - current.began });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, , area, id, verb] = (request.url ?? '').slice(1).split('/');
    if (area === 'invocation' && id === 'next') {
      const give = (invocation: Invocation): void => {
        response.writeHead(200, {
          'content-type': 'application/json',
          'lambda-runtime-aws-request-id': invocation.id,
          'lambda-runtime-deadline-ms': String(Math.round(this.#surroundings.clock.now() + this.spec.timeoutMs)),
          'lambda-runtime-invoked-function-arn': this.spec.arn,
          'lambda-runtime-trace-id': 'Root=1-00000000-000000000000000000000000;Sampled=0',
        });
        response.end(invocation.payload);
      };
      if (this.#current === undefined) this.#waiting = give;
      else give(this.#current);
      return;
    }
    const body = await bodyOf(request);
    response.writeHead(202, { 'content-type': 'application/json' });
    response.end('{"status":"OK"}');
    const current = this.#current;
    if (verb === 'response' && current !== undefined && id === current.id) {
      current.settle({ kind: 'answered', payload: JSON.parse(body) as unknown, ms: performance.now() - current.began });
      return;
    }
    const { errorType = 'Error', errorMessage = body } = JSON.parse(body) as {
      readonly errorType?: string;
      readonly errorMessage?: string;
    };
    this.#fail(errorType, errorMessage);
  }
}
