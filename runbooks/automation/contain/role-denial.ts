// A role is denied by an inline policy of our own name: nothing that the role has is touched, so the undo is to take it away.
import type { Containment } from '../containment.ts';
import { act, branch, prove, read, type Step } from '../document.ts';
import { ROLE_OR_FUNCTION_PATTERN } from '../patterns.ts';

const SUBJECT = '{{ Subject }}';

/** A finding that names only the function means the function's role. */
const LEAD: readonly Step[] = [
  branch('which', [{ to: 'aim', when: SUBJECT, has: ':role/' }], 'lookAtFunction'),
  {
    name: 'lookAtFunction',
    action: 'aws:executeAwsApi',
    inputs: { Service: 'lambda', Api: 'GetFunctionConfiguration', FunctionName: SUBJECT },
    outputs: [{ Name: 'Role', Selector: '$.Role', Type: 'String' }],
  },
  {
    name: 'takeItsRole',
    action: 'aws:updateVariable',
    inputs: { Name: 'variable:Role', Value: '{{ lookAtFunction.Role }}' },
  },
];

/** What tells one denial from another; `repeat` says what a second Contain does to a role that is denied already. */
export interface RoleDenial {
  readonly id: string;
  readonly name: string;
  readonly does: string;
  readonly undo: string;
  readonly policyName: string;
  /** Python: an expression for the policy's statement. */
  readonly statement: string;
  readonly repeat: 'again' | 'nothing';
}

export const roleDenial = ({ id, name, does, undo, policyName, statement, repeat }: RoleDenial): Containment => {
  const role = { RoleName: '{{ aim.Name }}' };
  const policy = { ...role, PolicyName: policyName };
  return {
    id,
    name,
    does,
    undo,
    parameters: {
      Subject: {
        type: 'String',
        description: '(Required) The ARN of the role, or the name or ARN of the function whose role is meant.',
        allowedPattern: ROLE_OR_FUNCTION_PATTERN,
      },
    },
    variables: { Role: { type: 'String', default: SUBJECT } },
    lead: LEAD,
    known: { Role: '{{ variable:Role }}' },
    aim: `
def subject(given):
    role = here(given, given['Role'])
    if role.startswith('role/aws-service-role/'):
        raise Exception('A service-linked role is AWS\\'s own: its policies cannot be changed.')
    if given['Role'] == given['AssumeRole']:
        raise Exception('This automation acts with that role: denied, it could not undo what it did.')
    return {'Name': role.split('/')[-1]}
`,
    looks: [read('look', 'iam', 'ListRolePolicies', role)],
    seen: { Policies: '{{ look.Response }}' },
    decide: `
from datetime import datetime, timezone

def state(given):
    return '${policyName}' in given['Policies'].get('PolicyNames', [])

def policy():
    now = datetime.now(timezone.utc).strftime('%Y-%m-%dT%H:%M:%SZ')
    return json.dumps({'Version': '2012-10-17', 'Statement': [${statement}]})

def containing(now, memory, given):
    if now and memory is None:
        raise Exception('The role has a policy ${policyName} that nothing here remembers: look who made it.')
    if now:
        return '${repeat}', 'the role is denied already', {'Policy': policy()}
    return 'contain', 'the role gets the policy ${policyName}', {'Policy': policy()}

def restoring(now, memory, given):
    if not now:
        return 'forget', 'the policy ${policyName} is gone already', {}
    return 'restore', 'the policy ${policyName} is taken away', {}
`,
    values: { Policy: 'String' },
    contain: [
      act('deny', 'iam', 'PutRolePolicy', { ...policy, PolicyDocument: '{{ decide.Policy }}' }),
      prove('denied', 'iam', 'GetRolePolicy', policy, '$.PolicyName', policyName),
    ],
    restore: [act('allow', 'iam', 'DeleteRolePolicy', policy)],
  };
};
