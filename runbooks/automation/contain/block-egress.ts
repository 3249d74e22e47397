// A function in a VPC no longer reaches an address.
import type { Containment } from '../containment.ts';
import { act, compute, read, type Step } from '../document.ts';
import { ADDRESS_PATTERN, FUNCTION_PATTERN, OPTIONAL_NETWORK_ACL_PATTERN } from '../patterns.ts';

const ENTRY = { NetworkAclId: '{{ decide.NetworkAclId }}', RuleNumber: '{{ decide.RuleNumber }}', Egress: true };

const create = (name: string, cidr: { readonly [key: string]: string }): Step =>
  act(name, 'ec2', 'CreateNetworkAclEntry', { ...ENTRY, ...cidr, Protocol: '-1', RuleAction: 'deny' });

export const blockEgress: Containment = {
  id: 'block-egress',
  name: 'Lapwing-BlockEgress',
  does: `Blocks what leaves a function's subnets for one address, with a denying egress entry before all others of their network ACL. An ACL and not the security group, because a security group can only allow: to block one address its rule for all would have to be revoked, which stops everything, leaves connections under way alive, and loses the rule. Other machines of those subnets cannot reach the address either. A function outside a VPC passes no network of yours: isolate it instead.`,
  undo: 'the entry is deleted. No other entry is touched, neither way.',
  parameters: {
    Function: { type: 'String', description: '(Required) The function, by name or ARN.', allowedPattern: FUNCTION_PATTERN },
    Address: { type: 'String', description: '(Required) The address to block, IPv4 or IPv6.', allowedPattern: ADDRESS_PATTERN },
    NetworkAcl: {
      type: 'String',
      description: "(Optional) The network ACL, when the function's subnets have more than one. Run the document once for each.",
      allowedPattern: OPTIONAL_NETWORK_ACL_PATTERN,
      default: '',
    },
  },
  aim: `
import ipaddress

def subject(given):
    name = function_name(given)
    address = str(ipaddress.ip_address(given['Address']))
    return {'Name': name, 'Target': name + ' ' + address + ' ' + given['NetworkAcl'], 'Names': [name, address]}
`,
  looks: [
    read('lookAtFunction', 'lambda', 'GetFunctionConfiguration', { FunctionName: '{{ aim.Name }}' }),
    compute(
      'subnets',
      `def subnets(given, context):
    found = (given['Configuration'].get('VpcConfig') or {}).get('SubnetIds') or []
    if not found:
        raise Exception('The function is in no VPC, so its traffic passes no network of yours: isolate it instead.')
    return {'Subnets': found}
`,
      { Configuration: '{{ lookAtFunction.Response }}' },
      { Subnets: 'StringList' },
    ),
    read('look', 'ec2', 'DescribeNetworkAcls', { Filters: [{ Name: 'association.subnet-id', Values: '{{ subnets.Subnets }}' }] }),
  ],
  seen: { Acls: '{{ look.Response }}' },
  decide: `
import ipaddress

def cidr(given):
    address = ipaddress.ip_address(given['Address'])
    return 'v' + str(address.version), str(ipaddress.ip_network(address))

def acl(given):
    found = {acl['NetworkAclId']: acl for acl in given['Acls'].get('NetworkAcls', [])}
    if given['NetworkAcl']:
        found = {key: value for key, value in found.items() if key == given['NetworkAcl']}
    if len(found) != 1:
        raise Exception('The subnets have the network ACLs ' + ', '.join(sorted(found)) + ': run once for each, naming it.')
    return next(iter(found.values()))

def state(given):
    found = acl(given)
    family, block = cidr(given)
    numbers = [entry['RuleNumber'] for entry in found['Entries'] if entry['Egress']]
    ours = [entry['RuleNumber'] for entry in found['Entries'] if entry['Egress'] and entry['RuleAction'] == 'deny'
            and entry['Protocol'] == '-1' and block in (entry.get('CidrBlock'), entry.get('Ipv6CidrBlock'))]
    return {'acl': found['NetworkAclId'], 'family': family, 'block': block, 'numbers': numbers, 'ours': ours}

def containing(now, memory, given):
    if now['ours']:
        return 'nothing', now['block'] + ' is denied already in ' + now['acl'], {}
    number = min([100, *now['numbers']]) - 1
    if number < 1:
        raise Exception('There is no rule number left before the first entry of ' + now['acl'] + '.')
    values = {'NetworkAclId': now['acl'], 'RuleNumber': number, 'Family': now['family'], 'Block': now['block']}
    return 'contain', now['block'] + ' is denied in ' + now['acl'] + ' as number ' + str(number), {
        **values, 'Keep': {'acl': now['acl'], 'number': number}}

def restoring(now, memory, given):
    if memory['number'] not in now['ours']:
        return 'forget', 'the entry is gone already', {}
    return 'restore', 'entry ' + str(memory['number']) + ' of ' + memory['acl'] + ' is deleted', {
        'NetworkAclId': memory['acl'], 'RuleNumber': memory['number']}
`,
  values: { NetworkAclId: 'String', RuleNumber: 'Integer', Family: 'String', Block: 'String' },
  contain: [
    {
      fork: 'whichFamily',
      when: '{{ decide.Family }}',
      is: 'v4',
      matched: create('blockIpv4', { CidrBlock: '{{ decide.Block }}' }),
      otherwise: create('blockIpv6', { Ipv6CidrBlock: '{{ decide.Block }}' }),
    },
  ],
  restore: [act('unblock', 'ec2', 'DeleteNetworkAclEntry', ENTRY)],
};
