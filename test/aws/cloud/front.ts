// What stands before the emulator and answers as AWS: it knows who asks and holds each role to its policy, can throttle a request or
// end the process that sent it, and tells what went through.
import { createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ApiCall, apiCall } from './api-call.ts';
import { type Asked, allows, type Statement } from './policy-check.ts';

/** What happens to a call. `killed-before`: its sender is gone and nothing was done; `killed-after`: it was done, and nobody knows. */
export type Fate = 'passes' | 'throttled' | 'killed-before' | 'killed-after';

export interface Front {
  readonly endpoint: string;
  /** Statements by access key; a key that is not here may do everything: it is the test's own. */
  readonly roles: Map<string, readonly Statement[]>;
  /** Decides on calls of the functions. */
  fateOf: (call: ApiCall) => Fate;
  /** Ends whoever holds the key. */
  kill: (accessKeyId: string) => void;
  /** Told of what the emulator did, before the sender is. */
  onDone: (call: ApiCall, answer: string) => Promise<void>;
  /** Calls of functions that their roles do not allow. */
  readonly denied: ApiCall[];
  /** What went wrong here: there should be nothing. */
  readonly broken: string[];
  readonly stop: () => Promise<void>;
}

const read = async (stream: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};

const forward = (
  upstream: string,
  request: IncomingMessage,
  body: Buffer,
): Promise<{ readonly response: IncomingMessage; readonly bytes: Buffer }> =>
  new Promise((resolve, reject) => {
    const options = { method: request.method, headers: request.headers };
    const sent = send(new URL(request.url ?? '/', upstream), options, (response) => {
      read(response).then((bytes) => resolve({ response, bytes }), reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });

/** As the service says it; SNS and S3 want XML, and are never throttled here. */
const refusal = (response: ServerResponse, { service }: ApiCall, code: string): void => {
  if (service === 'sns') {
    response.writeHead(403, { 'content-type': 'text/xml' });
    response.end(`<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>refused</Message></Error></ErrorResponse>`);
    return;
  }
  response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-errortype': code });
  response.end(JSON.stringify({ __type: code, message: 'refused' }));
};

const contextOf = ({ service, input }: ApiCall): Asked['context'] => {
  const secure = { 'aws:securetransport': 'true' };
  if (service !== 'events') return secure;
  const entries = (input['Entries'] as readonly { readonly Source?: string; readonly DetailType?: string }[] | undefined) ?? [];
  return {
    ...secure,
    'events:source': entries.map(({ Source = '' }) => Source),
    'events:detail-type': entries.map(({ DetailType = '' }) => DetailType),
  };
};

const mayCall = (call: ApiCall, statements: readonly Statement[]): boolean =>
  call.resources.length > 0 &&
  call.resources.every((resource) => allows(statements, { action: call.action, resource, context: contextOf(call) }));

export const openFront = async (upstream: string, account: string): Promise<Front> => {
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await read(request);
    const call = apiCall(request, request.headers['content-type']?.startsWith('application/octet') ? '' : body.toString(), account);
    const statements = call === undefined ? undefined : front.roles.get(call.accessKeyId);
    let fate: Fate = 'passes';
    if (call !== undefined && statements !== undefined) {
      if (!mayCall(call, statements)) {
        front.denied.push(call);
        refusal(response, call, 'AccessDeniedException');
        return;
      }
      fate = front.fateOf(call);
      if (fate === 'throttled') {
        refusal(response, call, 'ProvisionedThroughputExceededException');
        return;
      }
      if (fate === 'killed-before') {
        front.kill(call.accessKeyId);
        response.destroy();
        return;
      }
    }
    const { response: answered, bytes } = await forward(upstream, request, body);
    if (call !== undefined && (answered.statusCode ?? 500) < 300) await front.onDone(call, bytes.toString());
    if (fate === 'killed-after' && call !== undefined) {
      front.kill(call.accessKeyId);
      response.destroy();
      return;
    }
    response.writeHead(answered.statusCode ?? 500, answered.headers);
    response.end(bytes);
  };
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      front.broken.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
      response.writeHead(500, { 'content-type': 'application/x-amz-json-1.0' });
      response.end('{"__type":"InternalFailure"}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const front: Front = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    roles: new Map(),
    fateOf: () => 'passes',
    kill: () => undefined,
    onDone: () => Promise.resolve(),
    denied: [],
    broken: [],
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return front;
};
