// What an API call adds to the partial of whoever made it, and to those of the functions it changes and runs.
import type { ApiCall } from '../../detectors/model/activity.ts';
import { type FunctionId, functionId } from '../../detectors/model/identity.ts';
import { isObject, textField } from '../../detectors/model/json.ts';
import { addName, addSum, type FunctionPartial } from '../../detectors/model/partial.ts';
import { candidateOfSession, isExecutionEnvironment } from '../normalise/function-session.ts';

/** A session that might be a function's waits under its own name, see resolveFunctions; everything else is the account's. */
export const unprovenDoer = (call: ApiCall): FunctionId => {
  const identity = call.record['userIdentity'];
  if (call.sessionName !== undefined && call.invokedBy === undefined && isObject(identity)) {
    const { region, userAgent, record } = call;
    const [eventSource, eventName] = [textField(record, 'eventSource') ?? '', textField(record, 'eventName') ?? ''];
    const candidate = candidateOfSession({ identity, session: call.sessionName, eventSource, eventName, region, userAgent });
    if (candidate !== undefined) return candidate;
  }
  return functionId({ account: call.account, region: call.region, name: '' });
};

const ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F]*:[0-9a-fA-F:.]+(?:%.*)?)$/;

/**
 * Where the caller's credentials were used. The execution environment is told by the user agent, which leaves it out in SDKs
 * that are not AWS's: then it is an address (a NAT's, a baseline learns it) or the VPC endpoint the call came through.
 */
export const credentialSource = (call: ApiCall): string => {
  if (isExecutionEnvironment(call.userAgent)) return 'lambda';
  const endpoint = call.record['vpcEndpointId'];
  if (typeof endpoint === 'string' && endpoint !== '') return `vpce:${endpoint}`;
  const address = call.sourceAddress ?? '';
  return ADDRESS.test(address) ? `ip:${address}` : `service:${address}`;
};

/** Digits or a colon: what stands in the place of an address otherwise is a service's name. */
const isAddress = (text: string): boolean => (text.charCodeAt(0) <= 57 && text.charCodeAt(0) >= 48) || text.includes(':');

/**
 * What a call that says it comes from the execution environment shows of it: `KEY ADDRESS`. Anybody can send that user agent; who
 * took the key sends it from elsewhere. Undefined where the address is an endpoint's or a service's.
 */
export const credentialPlace = ({ userAgent, accessKeyId, sourceAddress, record }: ApiCall): string | undefined =>
  accessKeyId !== undefined &&
  sourceAddress !== undefined &&
  isExecutionEnvironment(userAgent) &&
  isAddress(sourceAddress) &&
  record['vpcEndpointId'] === undefined
    ? `${accessKeyId} ${sourceAddress}`
    : undefined;

/** An object's bucket: keys are as many as objects, and a baseline of them would learn nothing. */
const withoutObjectKey = (resource: string): string => {
  if (!resource.startsWith('arn:aws') || !resource.includes(':s3:::')) return resource;
  const slash = resource.indexOf('/');
  return slash === -1 ? resource : resource.slice(0, slash);
};

const addResources = (partial: FunctionPartial, call: ApiCall): void => {
  const { resources } = call;
  let previous = '';
  for (let index = 0; index < resources.length; index++) {
    const resource = withoutObjectKey(resources[index] ?? '');
    // Data events name an object and then its bucket.
    if (resource !== previous && resource !== '') addName(partial, 'resources', resource, call.time, call.id);
    previous = resource;
  }
};

const serviceHost = (call: ApiCall): string => {
  const source = call.record['eventSource'];
  return typeof source === 'string' ? source : `${call.action.slice(0, call.action.indexOf(':'))}.amazonaws.com`;
};

export const foldDoer = (call: ApiCall, partial: FunctionPartial): void => {
  const { time, id, action } = call;
  addName(partial, 'actions', action, time, id);
  addResources(partial, call);
  addName(partial, 'destinations', serviceHost(call), time, id, Math.round(call.bytesFromCaller));
  if (call.passedEndpoint === true) return;
  addSum(partial, 'apiCalls', 1);
  if (call.write) addSum(partial, 'apiWrites', 1);
  if (call.outcome === 'denied') {
    addSum(partial, 'apiDenied', 1);
    addName(partial, 'deniedActions', action, time, id);
  } else if (call.outcome === 'error') {
    addSum(partial, 'apiErrors', 1);
  }
  addSum(partial, 'serviceBytesRead', call.bytesToCaller);
  addSum(partial, 'serviceBytesWritten', call.bytesFromCaller);
};

/** Who runs a function, for its baseline of callers: the service that did so for somebody, else the principal. */
export const callerOf = (call: ApiCall): string => call.invokedBy ?? (call.principal === '' ? 'unknown' : call.principal);
