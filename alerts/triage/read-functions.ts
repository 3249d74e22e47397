// `functions:` of lapwing.yml → where each function is in a VPC.
import type { FunctionNetwork } from '../../detectors/model/function-network.ts';
import { functionId } from '../../detectors/model/identity.ts';
import { isObject, type Json, type JsonObject } from '../../detectors/model/json.ts';

const KEYS: ReadonlySet<string> = new Set(['name', 'subnets', 'securityGroups', 'interfaces']);

const names = (entry: JsonObject, key: string): readonly string[] | undefined => {
  const value = entry[key] ?? [];
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? (value as readonly string[]) : undefined;
};

/** `arn:aws:lambda:REGION:ACCOUNT:function:NAME`, or the name alone. */
const idOf = (name: string): FunctionNetwork['function'] => {
  const [, , , region = '', account = '', , last = name] = name.startsWith('arn:') ? name.split(':') : [];
  return functionId({ account, region, name: last });
};

/** The reason, when an entry is not understood. */
export const readFunctions = (value: Json): readonly FunctionNetwork[] | string => {
  if (!Array.isArray(value)) return 'is not a list';
  const functions: FunctionNetwork[] = [];
  for (const [place, entry] of value.entries()) {
    const at = `entry ${place + 1}`;
    if (!isObject(entry)) return `${at} is not a mapping`;
    const unknown = Object.keys(entry).find((key) => !KEYS.has(key));
    if (unknown !== undefined) return `${at} has ${unknown} (known: ${[...KEYS].join(', ')})`;
    const { name } = entry;
    if (typeof name !== 'string' || name === '') return `${at} has no name`;
    const [subnets, securityGroups, interfaces] = [names(entry, 'subnets'), names(entry, 'securityGroups'), names(entry, 'interfaces')];
    if (subnets === undefined || securityGroups === undefined || interfaces === undefined)
      return `${at}: subnets, securityGroups and interfaces are lists of ids`;
    functions.push({ function: idOf(name), subnets, securityGroups, interfaces });
  }
  return functions;
};
