// No more invocations of a function: its reserved concurrency becomes 0.
import type { Containment } from '../containment.ts';
import { act, prove, read } from '../document.ts';
import { FUNCTION_PATTERN } from '../patterns.ts';

const FUNCTION = { FunctionName: '{{ aim.Name }}' };

export const isolateFunction: Containment = {
  id: 'isolate-function',
  name: 'Lapwing-IsolateFunction',
  does: `Stops a function from being invoked: its reserved concurrency becomes 0. Invocations under way run to their end, callers get a throttling error, asynchronous events go to the dead-letter queue or failure destination, queues and streams keep what they hold.`,
  undo: 'the reserved concurrency it had, or none.',
  parameters: {
    Function: { type: 'String', description: '(Required) The function, by name or ARN.', allowedPattern: FUNCTION_PATTERN },
  },
  aim: `
def subject(given):
    return {'Name': function_name(given)}
`,
  looks: [read('look', 'lambda', 'GetFunctionConcurrency', FUNCTION)],
  seen: { Concurrency: '{{ look.Response }}' },
  decide: `
def state(given):
    return given['Concurrency'].get('ReservedConcurrentExecutions')

def words(reserved):
    return 'none' if reserved is None else str(reserved)

def containing(now, memory, given):
    if now == 0:
        return 'nothing', 'the reserved concurrency is 0 already', {}
    return 'contain', 'the reserved concurrency was ' + words(now) + ' and becomes 0', {'Keep': {'former': now}}

def restoring(now, memory, given):
    former = memory['former']
    if now != 0:
        return 'forget', 'the reserved concurrency is ' + words(now) + ', somebody has lifted it already', {}
    had = 'no' if former is None else 'yes'
    return 'restore', 'the reserved concurrency becomes ' + words(former) + ' again', {'Had': had, 'Former': former or 0}
`,
  values: { Had: 'String', Former: 'Integer' },
  contain: [
    act('isolate', 'lambda', 'PutFunctionConcurrency', { ...FUNCTION, ReservedConcurrentExecutions: 0 }),
    prove('isolated', 'lambda', 'GetFunctionConcurrency', FUNCTION, '$.ReservedConcurrentExecutions', '0'),
  ],
  restore: [
    {
      fork: 'hadConcurrency',
      when: '{{ decide.Had }}',
      is: 'yes',
      matched: act('giveBack', 'lambda', 'PutFunctionConcurrency', { ...FUNCTION, ReservedConcurrentExecutions: '{{ decide.Former }}' }),
      otherwise: act('giveNone', 'lambda', 'DeleteFunctionConcurrency', FUNCTION),
    },
  ],
};
