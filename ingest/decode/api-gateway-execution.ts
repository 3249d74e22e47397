// API Gateway's execution log: what it did for a request, step by step, a line each: `(REQUEST-ID) STEP: VALUE`. Of the values only
// the client's own are kept for rules; what API Gateway itself sent, and to whom, may hold credentials.
import { logLine } from '../normalise/log-line.ts';
import { utf8Length } from '../normalise/utf8-length.ts';
import { isRequestId } from './application-line.ts';
import { type Fate, skipped } from './fate.ts';
import type { LineContext } from './line-context.ts';

const NO_TIME = skipped('no-time');

/** The steps whose values the client wrote, under the names that an access log would have. */
const CLIENTS: ReadonlyMap<string, string> = new Map([
  ['Method request path', 'pathParameters'],
  ['Method request query string', 'queryString'],
  ['Method request headers', 'headers'],
  ['Method request body before transformations', 'body'],
]);

const LONGEST_STEP = 80;

const ASKED = /^HTTP Method: ([A-Z]{2,20}), Resource Path: (\S{1,400})/;

export const executionLineFate = (message: string, context: LineContext): Fate => {
  const time = context.time ?? context.lastTime;
  if (time === undefined) return NO_TIME;
  const line = message.trimEnd();
  const id = line.startsWith('(') ? line.slice(1, 37) : '';
  const requestId = isRequestId(id) ? id : undefined;
  const told = requestId === undefined ? line : line.slice(38).trimStart();
  const colon = told.slice(0, LONGEST_STEP).indexOf(': ');
  const step = colon === -1 ? told.slice(0, LONGEST_STEP) : told.slice(0, colon);
  const record: Record<string, string> = { step };
  if (requestId !== undefined) record['requestId'] = requestId;
  const asked = ASKED.exec(told);
  if (asked !== null) {
    record['httpMethod'] = asked[1] ?? '';
    record['resourcePath'] = asked[2] ?? '';
  }
  const clients = CLIENTS.get(step);
  if (clients !== undefined && colon !== -1) record[clients] = told.slice(colon + 2);
  if (step === 'Method completed with status') record['status'] = told.slice(colon + 2, colon + 5);
  const made = logLine({ origin: 'platform', record, requestId, logBytes: utf8Length(line) }, time, context);
  // No function's own log: what it says must not count among a function's lines.
  return { ...made, service: 'apigateway', function: undefined };
};
