// Activity → the partials it belongs to: one function and window each. Only sums, maxima and named counts, so that any order and
// any batching of activities come to the same partials.
import type { Activity, ApiCall, Connection, HttpRequest, Invocation, LogLine } from '../../detectors/model/activity.ts';
import { type FunctionId, functionId } from '../../detectors/model/identity.ts';
import { addName, addSum, type FunctionPartial, raisePeak } from '../../detectors/model/partial.ts';
import type { Instant } from '../../detectors/model/time.ts';
import { isPublicAddress } from '../normalise/address.ts';
import { amountOf } from '../normalise/amount.ts';
import { isErrorLevel } from '../normalise/log-level.ts';
import { callerOf, credentialPlace, credentialSource, foldDoer, unprovenDoer } from './fold-api-call.ts';

/** The partial to add to: the function's, of the window that holds the instant. */
type Into = (function_: FunctionId, instant: Instant) => FunctionPartial;

const foldInvocation = (run: Invocation, partial: FunctionPartial): void => {
  addSum(partial, 'invocations', 1);
  if (run.outcome !== 'success') addSum(partial, 'errors', 1);
  if (run.outcome === 'timeout') addSum(partial, 'timeouts', 1);
  if (run.initMs !== undefined) addSum(partial, 'initialisations', 1);
  addSum(partial, 'durationMicros', amountOf(run.durationMs * 1000));
  addSum(partial, 'billedMbMs', amountOf(run.billedMs * run.memorySizeMb));
  addSum(partial, 'logBytes', run.logBytes);
  raisePeak(partial, 'maxMemoryUsedMb', run.maxMemoryUsedMb);
  raisePeak(partial, 'maxDurationMs', run.durationMs);
  addName(partial, 'invocationSamples', run.requestId ?? run.id, run.time, run.id);
};

/** `Version: 31` of a START line: the version that ran. */
const versionThatRan = (line: LogLine): string | undefined => {
  if (line.plain !== undefined) return line.version;
  if (line.origin !== 'platform' || line.record['type'] !== 'platform.start') return undefined;
  const told = line.record['record'];
  const version = typeof told === 'object' && told !== null && 'version' in told ? told['version'] : undefined;
  return typeof version === 'string' && version !== '' ? version : undefined;
};

// A function runs one version for days: its name is made once, not at every start.
let lastVersion = '';
let lastVersionName = '';

const versionName = (version: string): string => {
  if (version !== lastVersion) {
    lastVersion = version;
    lastVersionName = `version:${version}`;
  }
  return lastVersionName;
};

const foldLogLine = (line: LogLine, partial: FunctionPartial): void => {
  if (line.continues === true) {
    // With its line end, as the whole message has it.
    addSum(partial, 'logBytes', line.logBytes + 1);
    return;
  }
  addSum(partial, 'logLines', 1);
  addSum(partial, 'logBytes', line.logBytes);
  if (isErrorLevel(line.level) || line.errorClass !== undefined) addSum(partial, 'errorLines', 1);
  if (line.errorClass !== undefined) addName(partial, 'errorClasses', line.errorClass, line.time, line.id);
  const sentBytes = Math.round(line.sentBytes ?? 0);
  for (let index = 0; index < line.hosts.length; index++)
    addName(partial, 'destinations', line.hosts[index] ?? '', line.time, line.id, sentBytes);
  const version = versionThatRan(line);
  if (version !== undefined) addName(partial, 'changes', versionName(version), line.time, line.id);
};

const foldConnection = (flow: Connection, partial: FunctionPartial): void => {
  addSum(partial, 'connections', 1);
  if (!flow.accepted) {
    addSum(partial, 'connectionsRejected', 1);
    return;
  }
  if (flow.direction === 'ingress') {
    addSum(partial, 'networkBytesIn', flow.bytes);
    return;
  }
  if (flow.direction !== 'egress') return;
  addSum(partial, 'networkBytesOut', flow.bytes);
  if (flow.interfaceId !== '') addName(partial, 'interfaces', flow.interfaceId, flow.time, flow.id, Math.round(flow.bytes));
  if (isPublicAddress(flow.peer)) addName(partial, 'destinations', flow.peer, flow.time, flow.id, Math.round(flow.bytes));
};

const foldRequest = (request: HttpRequest, partial: FunctionPartial): void => {
  addSum(partial, 'requests', 1);
  if (request.status >= 400 && request.status < 500) addSum(partial, 'clientErrors', 1);
  if (request.status >= 500 && request.status < 600) addSum(partial, 'serverErrors', 1);
  addSum(partial, 'responseBytes', request.responseBytes);
  if (request.client !== undefined)
    addName(partial, 'clients', request.client, request.time, request.id, Math.round(request.responseBytes));
};

const foldApiCall = (call: ApiCall, doer: FunctionId, partial: FunctionPartial, into: Into): void => {
  foldDoer(call, partial);
  // The account's own partial is many principals': where each used its credentials would say nothing there.
  if (!doer.endsWith(':')) {
    addName(partial, 'credentialSources', credentialSource(call), call.time, call.id);
    const place = credentialPlace(call);
    if (place !== undefined) addName(partial, 'credentialPlaces', place, call.time, call.id);
  }
  if (call.changes !== undefined) addName(into(call.changes.function, call.time), 'changes', call.changes.what, call.time, call.id);
  if (call.invokes !== undefined) addName(into(call.invokes, call.time), 'callers', callerOf(call), call.time, call.id);
};

/** Adds the activity to the partial of its function and minute, and to those of other functions it concerns. */
export const fold = (activity: Activity, into: Into): void => {
  const doer =
    activity.function ??
    (activity.kind === 'api-call'
      ? unprovenDoer(activity)
      : functionId({ account: activity.account ?? '', region: activity.region ?? '', name: '' }));
  const partial = into(doer, activity.time);
  addSum(partial, 'records', 1);
  switch (activity.kind) {
    case 'api-call':
      foldApiCall(activity, doer, partial, into);
      return;
    case 'invocation':
      foldInvocation(activity, partial);
      return;
    case 'log-line':
      foldLogLine(activity, partial);
      return;
    case 'connection':
      foldConnection(activity, partial);
      return;
    case 'http-request':
      foldRequest(activity, partial);
      return;
    case 'dns-query':
      addSum(partial, 'dnsQueries', 1);
      if (!activity.answered) addSum(partial, 'dnsUnanswered', 1);
      addName(partial, 'destinations', activity.name, activity.time, activity.id);
      return;
    case 'usage':
      addSum(partial, 'cpuMillis', activity.cpuMs);
      raisePeak(partial, 'maxMemoryUsedMb', activity.maxMemoryUsedMb);
      addSum(partial, 'networkBytesOut', activity.bytesSent);
      addSum(partial, 'networkBytesIn', activity.bytesReceived);
      return;
  }
};
