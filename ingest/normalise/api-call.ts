// A CloudTrail record → ApiCall. The hottest mapping of all: few reads, few allocations, the record itself untouched.
//
// Plain property reads are safe here: JSON.parse makes `__proto__` an own property, and Object.prototype has none of
// the names that are read.
import type { ApiCall } from '../../detectors/model/activity.ts';
import type { FunctionId, RecordId } from '../../detectors/model/identity.ts';
import { isObject, type Json, type JsonObject } from '../../detectors/model/json.ts';
import type { Instant } from '../../detectors/model/time.ts';
import { amountOf } from './amount.ts';
import { isReadingName, servicePrefix, undatedName } from './api-action.ts';
import { callOutcome } from './call-outcome.ts';
import { callResources } from './call-resources.ts';
import { functionChange, functionRun } from './function-change.ts';
import { functionOfSession } from './function-session.ts';
import { principalOf, sessionNameOf } from './principal.ts';

const textOr = (value: Json | undefined): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

const isWrite = (readOnly: Json | undefined, name: string): boolean => {
  if (readOnly === true || readOnly === 'true') return false;
  if (readOnly === false || readOnly === 'false') return true;
  return !isReadingName(name);
};

/** An AWS service in the place of an address: the call is the service's doing for somebody. */
const serviceBehind = (identity: JsonObject | undefined): string | undefined => {
  const invokedBy = identity === undefined ? undefined : textOr(identity['invokedBy']);
  return invokedBy === undefined || invokedBy === '-' ? undefined : invokedBy;
};

/** Network-activity events of calls that the endpoint's policy refused are the only trace of them; others are a second one. */
const PASSED = { passedEndpoint: true } as const;
const NOTHING = {};

export const apiCall = (record: JsonObject, eventSource: string, eventName: string, id: RecordId, time: Instant): ApiCall => {
  const identityField = record['userIdentity'];
  const identity = isObject(identityField) ? identityField : undefined;
  const name = undatedName(eventName);
  const region = textOr(record['awsRegion']) ?? '';
  const callersAccount = identity === undefined ? undefined : textOr(identity['accountId']);
  const account = textOr(record['recipientAccountId']) ?? callersAccount ?? '';
  const userAgent = textOr(record['userAgent']);
  const outcome = callOutcome(textOr(record['errorCode']));
  const parametersField = record['requestParameters'];
  const parameters = isObject(parametersField) ? parametersField : undefined;
  const additional = record['additionalEventData'];
  const invokedBy = serviceBehind(identity);
  // Owners of a shared resource get a copy of the caller's record: the caller's own copy is the one that counts for its function.
  const isOwnersCopy = callersAccount !== undefined && account !== callersAccount && record['sharedEventID'] !== undefined;
  const session = identity?.['type'] === 'AssumedRole' ? sessionNameOf(identity) : undefined;
  let doer: FunctionId | undefined;
  if (identity !== undefined && session !== undefined && invokedBy === undefined && !isOwnersCopy) {
    doer = functionOfSession({ identity, session, eventSource, eventName, region, userAgent });
  }
  const onLambda = parameters !== undefined && eventSource === 'lambda.amazonaws.com';
  return {
    kind: 'api-call',
    id,
    time,
    function: doer,
    service: 'cloudtrail',
    record,
    action: `${servicePrefix(eventSource)}:${name}`,
    principal: principalOf(identity),
    sessionName: session,
    accessKeyId: identity === undefined ? undefined : textOr(identity['accessKeyId']),
    sourceAddress: textOr(record['sourceIPAddress']),
    userAgent,
    account,
    region,
    resources: callResources(eventSource, record['resources'], parameters),
    outcome,
    write: isWrite(record['readOnly'], name),
    invokedBy,
    ...(record['eventCategory'] === 'NetworkActivity' && outcome === 'success' ? PASSED : NOTHING),
    bytesToCaller: isObject(additional) ? amountOf(additional['bytesTransferredOut']) : 0,
    bytesFromCaller: isObject(additional) ? amountOf(additional['bytesTransferredIn']) : 0,
    changes: onLambda && outcome === 'success' ? functionChange(name, parameters, account, region) : undefined,
    invokes: onLambda && outcome === 'success' ? functionRun(name, parameters, account, region) : undefined,
  };
};
