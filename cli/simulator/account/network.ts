// Hyperplane interfaces: all functions with the same subnet and security group share one, so a flow record names no function.
import type { FunctionSpec } from '../function-spec.ts';
import { hex } from '../identifiers.ts';
import { seeded } from '../random.ts';

export interface NetworkInterface {
  readonly interfaceId: string;
  readonly address: string;
  /** The NAT gateway's public address: where calls to AWS seem to come from. */
  readonly gatewayAddress: string;
}

export const interfacesOf = (functions: readonly FunctionSpec[], seed: number): Map<string, NetworkInterface> => {
  const gateway = seeded(seed, 'nat-gateway');
  const gatewayAddress = `3.64.${gateway.below(256)}.${1 + gateway.below(254)}`;
  const found = new Map<string, NetworkInterface>();
  for (const { name, network } of functions) {
    if (network === undefined) continue;
    const random = seeded(seed, `interface:${network.subnet}:${network.securityGroup}`);
    const interfaceId = `eni-0${hex(random, 16)}`;
    found.set(name, { interfaceId, address: `10.20.${random.below(16)}.${4 + random.below(250)}`, gatewayAddress });
  }
  return found;
};
