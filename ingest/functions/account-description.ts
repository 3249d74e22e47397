// What an account says of its functions and interfaces, in AWS's own JSON: the answers of Lambda's ListFunctions and EC2's
// DescribeNetworkInterfaces, as the AWS CLI prints them and `lapwing functions` writes them.
import type { FunctionNetwork } from '../../detectors/model/function-network.ts';
import { field, isObject, type Json, textField } from '../../detectors/model/json.ts';
import { referredFunction } from '../normalise/function-name.ts';

export interface InterfaceNetwork {
  readonly interfaceId: string;
  readonly subnet: string;
  readonly securityGroups: readonly string[];
  readonly description: string;
}

export interface AccountDescription {
  readonly functions: readonly FunctionNetwork[];
  readonly interfaces: readonly InterfaceNetwork[];
}

const listOf = (value: Json, key: string): readonly Json[] | undefined => {
  const list = field(value, key);
  return Array.isArray(list) ? list : undefined;
};

const texts = (value: Json | undefined): readonly string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];

const functionOf = (told: Json): readonly FunctionNetwork[] => {
  const name = textField(told, 'FunctionArn') ?? textField(told, 'FunctionName');
  const id = name === undefined ? undefined : referredFunction(name, '', '');
  const vpc = field(told, 'VpcConfig');
  if (id === undefined || !isObject(vpc)) return [];
  const subnets = texts(vpc['SubnetIds']);
  return subnets.length === 0 ? [] : [{ function: id, subnets, securityGroups: texts(vpc['SecurityGroupIds']), interfaces: [] }];
};

const interfaceOf = (told: Json): readonly InterfaceNetwork[] => {
  const interfaceId = textField(told, 'NetworkInterfaceId');
  if (interfaceId === undefined) return [];
  const groups = listOf(told, 'Groups') ?? [];
  return [
    {
      interfaceId,
      subnet: textField(told, 'SubnetId') ?? '',
      securityGroups: groups.flatMap((group) => textField(group, 'GroupId') ?? []),
      description: textField(told, 'Description') ?? '',
    },
  ];
};

/** Undefined when it is neither answer. */
export const accountDescription = (answer: Json): AccountDescription | undefined => {
  const functions = listOf(answer, 'Functions');
  const interfaces = listOf(answer, 'NetworkInterfaces');
  if (functions === undefined && interfaces === undefined) return undefined;
  return { functions: (functions ?? []).flatMap(functionOf), interfaces: (interfaces ?? []).flatMap(interfaceOf) };
};
