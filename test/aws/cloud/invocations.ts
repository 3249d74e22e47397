// How Lambda is asked to run a function: by a service that may, at once or later, and again when it failed.
import type { FunctionHost, Outcome } from './function-host.ts';
import { isLike } from './policy-check.ts';
import type { Services } from './services.ts';
import type { Timeline } from './timeline.ts';

export interface Asker {
  readonly principal: string;
  readonly sourceArn: string;
}

/** One run of a function, in the account's time. */
export interface Run {
  readonly functionName: string;
  readonly startedMs: number;
  readonly endedMs: number;
  readonly payload: unknown;
  readonly outcome: Outcome;
}

/** Lambda waits a minute before the second try of an asynchronous invocation, and two before the third. */
const RETRY_AFTER_MS = [60_000, 120_000];

export interface Invocations {
  readonly runs: readonly Run[];
  /** The answer to whoever waits for it: event source mappings. */
  readonly invoke: (functionName: string, payload: unknown) => Promise<Outcome>;
  /** Accepted or refused now, run after. */
  readonly invokeLater: (functionName: string, payload: unknown, asker: Asker) => void;
}

export interface InvocationSurroundings {
  readonly services: Services;
  readonly hosts: ReadonlyMap<string, FunctionHost>;
  readonly timeline: Timeline;
  readonly accountId: string;
  /** What a function printed, after each run. */
  readonly keepLines: (host: FunctionHost) => Promise<void>;
  readonly sendTo: (queueArn: string, body: string) => Promise<void>;
}

export const openInvocations = (surroundings: InvocationSurroundings): Invocations => {
  const { services, hosts, timeline, accountId, keepLines, sendTo } = surroundings;
  const runs: Run[] = [];

  const invoke = async (functionName: string, payload: unknown): Promise<Outcome> => {
    const host = hosts.get(functionName);
    if (host === undefined) throw new Error(`there is no function ${functionName}`);
    const startedMs = timeline.clock.now();
    const outcome = await host.invoke(payload);
    runs.push({ functionName, startedMs, endedMs: timeline.clock.now(), payload, outcome });
    await keepLines(host);
    return outcome;
  };

  const isAllowed = (name: string, { principal, sourceArn }: Asker): boolean =>
    services.permissions.some(
      (permission) =>
        permission.functionName === name &&
        permission.principal === principal &&
        (permission.sourceAccount === undefined || permission.sourceAccount === accountId) &&
        (permission.sourceArn === undefined || isLike(permission.sourceArn, sourceArn)),
    );

  const attempt = async (name: string, payload: unknown, tries: number): Promise<void> => {
    const outcome = await invoke(name, payload);
    if (outcome.kind === 'answered') return;
    const config = services.invokeConfigs.get(name) ?? { mostRetries: 2, failureDestination: undefined };
    if (tries < config.mostRetries) {
      timeline.at(timeline.clock.now() + (RETRY_AFTER_MS[tries] ?? 0), () => attempt(name, payload, tries + 1));
      return;
    }
    if (config.failureDestination === undefined) return;
    const record = {
      version: '1.0',
      timestamp: new Date(timeline.clock.now()).toISOString(),
      requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: tries + 1 },
      requestPayload: payload,
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      responsePayload: { errorType: outcome.errorType, errorMessage: outcome.message },
    };
    await sendTo(config.failureDestination, JSON.stringify(record));
  };

  return {
    runs,
    invoke,
    invokeLater(name, payload, asker) {
      if (!isAllowed(name, asker)) throw new Error(`${asker.principal} (${asker.sourceArn}) may not invoke ${name}`);
      timeline.now(() => attempt(name, payload, 0));
    },
  };
};
