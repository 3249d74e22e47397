// One request in the access log of an HTTP API, in the JSON format that the account chose. API Gateway writes numbers as text.
import { commonLogTime } from '../calendar.ts';

export interface Access {
  readonly timeMs: number;
  readonly requestId: string;
  readonly address: string;
  readonly userAgent: string;
  readonly method: string;
  readonly routeKey: string;
  readonly path: string;
  readonly status: number;
  readonly responseBytes: number;
  readonly latencyMs: number;
  /** The function's request, when a route matched. */
  readonly integration:
    | { readonly requestId: string; readonly status: number; readonly latencyMs: number; readonly error: string }
    | undefined;
}

export const accessLine = (access: Access): string =>
  JSON.stringify({
    requestId: access.requestId,
    ip: access.address,
    requestTime: commonLogTime(access.timeMs),
    requestTimeEpoch: String(access.timeMs),
    httpMethod: access.method,
    routeKey: access.routeKey,
    path: access.path,
    protocol: 'HTTP/1.1',
    status: String(access.status),
    responseLength: String(Math.round(access.responseBytes)),
    responseLatency: String(Math.round(access.latencyMs)),
    userAgent: access.userAgent,
    integrationRequestId: access.integration?.requestId ?? '-',
    integrationStatus: access.integration === undefined ? '-' : '200',
    functionStatus: access.integration === undefined ? '-' : String(access.integration.status),
    integrationLatency: access.integration === undefined ? '-' : String(Math.round(access.integration.latencyMs)),
    integrationError: access.integration?.error ?? '-',
  });
