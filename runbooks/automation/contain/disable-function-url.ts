// A function's URL asks for AWS credentials again.
import type { Containment } from '../containment.ts';
import { act, prove, read } from '../document.ts';
import { FUNCTION_PATTERN } from '../patterns.ts';

const FUNCTION = { FunctionName: '{{ aim.Name }}' };

export const disableFunctionUrl: Containment = {
  id: 'disable-function-url',
  name: 'Lapwing-DisableFunctionUrl',
  does: `Shuts a function's URL to everybody without AWS credentials and a permission: its authorisation becomes AWS_IAM. The URL is not deleted, since a new one would have another host name: deleting could not be undone.`,
  undo: 'the authorisation it had.',
  parameters: {
    Function: { type: 'String', description: '(Required) The function, by name or ARN.', allowedPattern: FUNCTION_PATTERN },
  },
  aim: `
def subject(given):
    return {'Name': function_name(given)}
`,
  looks: [read('look', 'lambda', 'GetFunctionUrlConfig', FUNCTION)],
  seen: { Url: '{{ look.Response }}' },
  decide: `
def state(given):
    return given['Url']['AuthType']

def containing(now, memory, given):
    if now == 'AWS_IAM':
        return 'nothing', 'the URL asks for AWS credentials already', {}
    return 'contain', 'the authorisation of the URL was ' + now + ' and becomes AWS_IAM', {'Keep': {'former': now}}

def restoring(now, memory, given):
    if now == memory['former']:
        return 'forget', 'the authorisation of the URL is ' + now + ' already', {}
    return 'restore', 'the authorisation of the URL becomes ' + memory['former'], {'Former': memory['former']}
`,
  values: { Former: 'String' },
  contain: [
    act('shut', 'lambda', 'UpdateFunctionUrlConfig', { ...FUNCTION, AuthType: 'AWS_IAM' }),
    prove('isShut', 'lambda', 'GetFunctionUrlConfig', FUNCTION, '$.AuthType', 'AWS_IAM'),
  ],
  restore: [act('open', 'lambda', 'UpdateFunctionUrlConfig', { ...FUNCTION, AuthType: '{{ decide.Former }}' })],
};
