// Where a function is in a VPC: what tells which functions may stand behind a network interface.
import type { FunctionId } from './identity.ts';

export interface FunctionNetwork {
  readonly function: FunctionId;
  readonly subnets: readonly string[];
  readonly securityGroups: readonly string[];
  /** Interfaces it is known to use; mostly they follow from the subnet and the groups. */
  readonly interfaces: readonly string[];
}
