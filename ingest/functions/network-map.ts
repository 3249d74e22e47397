// Which functions may stand behind a network interface. Functions with the same subnet and security groups share one, so a
// record of its traffic names none; what is known of them narrows down whose it may be.
import type { ApiCall } from '../../detectors/model/activity.ts';
import type { FunctionNetwork } from '../../detectors/model/function-network.ts';
import { type FunctionId, functionId, functionParts } from '../../detectors/model/identity.ts';
import { field, isObject, type Json, type JsonObject, textField } from '../../detectors/model/json.ts';
import { isFunctionName } from '../normalise/function-name.ts';
import type { InterfaceNetwork } from './account-description.ts';

interface Interface {
  readonly subnet: string;
  /** Sorted. */
  readonly securityGroups: readonly string[];
  /** The function that Lambda made it for, when the record names it. */
  readonly madeFor: string | undefined;
}

export interface NetworkMap {
  /** From the account's own records. */
  learn(call: ApiCall): void;
  /** From the configuration, or from what the account says of itself. */
  add(network: FunctionNetwork): void;
  addInterface(network: InterfaceNetwork): void;
  /** Functions that use the interface, as far as is known: those of its subnet and groups. Empty when nothing is known of it. */
  functionsOf(interfaceId: string): readonly FunctionId[];
}

/** An account has at most 5,000 interfaces in a region (VPC quotas); functions are as many as an account deploys. */
const MOST_INTERFACES = 5_000;
const MOST_FUNCTIONS = 5_000;
/** AWS allows a function 16 subnets and 5 security groups; a record of somebody's making may hold more. */
const MOST_LISTED = 16;

const texts = (value: Json | undefined): readonly string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string').slice(0, MOST_LISTED) : [];

/** EC2 writes lists as `{items: [{groupId}]}`. */
const itemTexts = (value: Json | undefined, name: string): readonly string[] => {
  const items = field(value, 'items');
  return Array.isArray(items)
    ? items
        .slice(0, MOST_LISTED)
        .map((item) => textField(item, name) ?? '')
        .filter((text) => text !== '')
    : [];
};

/** `AWS Lambda VPC ENI-NAME-UUID`, as Lambda describes the interfaces it makes. */
const DESCRIPTION = /^AWS Lambda VPC ENI-(.{1,140}?)(?:-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})?$/;

const sameAs = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((text, place) => text === other[place]);

export const newNetworkMap = (): NetworkMap => {
  const interfaces = new Map<string, Interface>();
  const functions = new Map<FunctionId, { readonly network: FunctionNetwork; readonly since: number }>();

  /** The latest word counts, whatever the order in which records come. */
  const addFunction = (network: FunctionNetwork, since: number): void => {
    const known = functions.get(network.function);
    if (known === undefined ? functions.size >= MOST_FUNCTIONS : known.since > since) return;
    functions.set(network.function, { network: { ...network, securityGroups: [...network.securityGroups].sort() }, since });
  };

  const addInterface = ({ interfaceId, subnet, securityGroups, description }: InterfaceNetwork): void => {
    const made = DESCRIPTION.exec(description);
    if (made === null || interfaces.size >= MOST_INTERFACES) return;
    interfaces.set(interfaceId, { subnet, securityGroups: [...securityGroups].sort(), madeFor: made[1] });
  };

  const learnInterface = (made: Json | undefined): void => {
    const interfaceId = isObject(made) ? textField(made, 'networkInterfaceId') : undefined;
    if (interfaceId === undefined || !isObject(made)) return;
    addInterface({
      interfaceId,
      subnet: textField(made, 'subnetId') ?? '',
      securityGroups: itemTexts(made['groupSet'], 'groupId'),
      description: textField(made, 'description') ?? '',
    });
  };

  const learnFunction = (parameters: JsonObject, call: ApiCall): void => {
    const name = textField(parameters, 'functionName') ?? '';
    const vpc = parameters['vpcConfig'];
    const bare = name.slice(name.lastIndexOf(':') + 1);
    if (!isObject(vpc) || !isFunctionName(bare)) return;
    const network = { subnets: texts(vpc['subnetIds']), securityGroups: texts(vpc['securityGroupIds']), interfaces: [] };
    addFunction({ function: functionId({ account: call.account, region: call.region, name: bare }), ...network }, call.time);
  };

  return {
    learn(call) {
      if (call.changes !== undefined) {
        const parameters = call.record['requestParameters'];
        if (isObject(parameters)) learnFunction(parameters, call);
      } else if (call.action === 'ec2:CreateNetworkInterface' && call.outcome === 'success')
        learnInterface(field(call.record['responseElements'], 'networkInterface'));
    },
    add: (network) => addFunction(network, Number.POSITIVE_INFINITY),
    addInterface,
    functionsOf(interfaceId) {
      const known = interfaces.get(interfaceId);
      const found = [...functions.values()]
        .map(({ network }) => network)
        .filter(
          ({ function: id, subnets, securityGroups, interfaces: own }) =>
            own.includes(interfaceId) ||
            (known !== undefined &&
              (functionParts(id).name === known.madeFor ||
                (subnets.includes(known.subnet) && sameAs(securityGroups, known.securityGroups)))),
        );
      const ids = found.map(({ function: id }) => id);
      const isMissing = known?.madeFor !== undefined && !ids.some((id) => functionParts(id).name === known.madeFor);
      return [...ids, ...(isMissing ? [functionId({ account: '', region: '', name: known?.madeFor ?? '' })] : [])].sort();
    },
  };
};
