// API calls that change a function, with what they change, and those that run it.
import type { FunctionId } from '../../detectors/model/identity.ts';
import type { JsonObject } from '../../detectors/model/json.ts';
import { referredFunction } from './function-name.ts';

/** Lambda's writing calls (API reference), without their API dates. */
const CHANGES: ReadonlyMap<string, string> = new Map([
  ['CreateFunction', 'code'],
  ['UpdateFunctionCode', 'code'],
  ['UpdateFunctionConfiguration', 'configuration'],
  ['PublishVersion', 'published-version'],
  ['DeleteFunction', 'deleted'],
  ['CreateAlias', 'alias'],
  ['UpdateAlias', 'alias'],
  ['DeleteAlias', 'alias'],
  ['AddPermission', 'policy'],
  ['RemovePermission', 'policy'],
  ['CreateFunctionUrlConfig', 'url'],
  ['UpdateFunctionUrlConfig', 'url'],
  ['DeleteFunctionUrlConfig', 'url'],
  ['PutFunctionConcurrency', 'concurrency'],
  ['DeleteFunctionConcurrency', 'concurrency'],
  ['PutProvisionedConcurrencyConfig', 'concurrency'],
  ['DeleteProvisionedConcurrencyConfig', 'concurrency'],
  ['PutFunctionEventInvokeConfig', 'destinations'],
  ['UpdateFunctionEventInvokeConfig', 'destinations'],
  ['DeleteFunctionEventInvokeConfig', 'destinations'],
  ['CreateEventSourceMapping', 'trigger'],
  ['UpdateEventSourceMapping', 'trigger'],
  ['DeleteEventSourceMapping', 'trigger'],
  ['PutRuntimeManagementConfig', 'runtime'],
  ['PutFunctionRecursionConfig', 'configuration'],
  ['PutFunctionCodeSigningConfig', 'code-signing'],
  ['DeleteFunctionCodeSigningConfig', 'code-signing'],
]);

const RUNS: ReadonlySet<string> = new Set(['Invoke', 'InvokeAsync', 'InvokeFunction', 'InvokeWithResponseStream', 'InvokeFunctionUrl']);

const target = (parameters: JsonObject, account: string, region: string): FunctionId | undefined => {
  const name = parameters['functionName'] ?? parameters['functionArn'];
  return typeof name === 'string' ? referredFunction(name, account, region) : undefined;
};

/** `name` is the event's name without its API date. */
export const functionChange = (
  name: string,
  parameters: JsonObject,
  account: string,
  region: string,
): { readonly function: FunctionId; readonly what: string } | undefined => {
  const what = CHANGES.get(name);
  if (what === undefined) return undefined;
  const changed = target(parameters, account, region);
  return changed === undefined ? undefined : { function: changed, what };
};

export const functionRun = (name: string, parameters: JsonObject, account: string, region: string): FunctionId | undefined =>
  RUNS.has(name) ? target(parameters, account, region) : undefined;
