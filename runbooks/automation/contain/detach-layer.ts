// A layer no longer runs inside a function.
import type { Containment } from '../containment.ts';
import { act, prove, read } from '../document.ts';
import { ACCOUNT_PATTERN, FUNCTION_PATTERN, OPTIONAL_LAYER_PATTERN } from '../patterns.ts';

const FUNCTION = { FunctionName: '{{ aim.Name }}' };
const LAYERS = { ...FUNCTION, Layers: '{{ decide.Layers }}', RevisionId: '{{ decide.Revision }}' };
const SETTLED = ['lambda', 'GetFunctionConfiguration', FUNCTION, '$.LastUpdateStatus', 'Successful'] as const;

export const detachLayer: Containment = {
  id: 'detach-layer',
  name: 'Lapwing-DetachLayer',
  does: `Takes a layer out of a function's unpublished version: the one named, else every layer of another account that is not trusted. The other layers keep their order. Published versions cannot be changed: point their alias elsewhere.`,
  undo: 'the layers as they were, in their order; refused when somebody has changed them since.',
  parameters: {
    Function: { type: 'String', description: '(Required) The function, by name or ARN.', allowedPattern: FUNCTION_PATTERN },
    Layer: {
      type: 'String',
      description: '(Optional) The ARN of the layer with its version. Without it: every layer of an account that is not trusted.',
      allowedPattern: OPTIONAL_LAYER_PATTERN,
      default: '',
    },
    TrustedAccounts: {
      type: 'StringList',
      description: '(Optional) Accounts, besides this one, whose layers stay when no layer is named.',
      allowedPattern: ACCOUNT_PATTERN,
      default: [],
    },
  },
  aim: `
def subject(given):
    name = function_name(given)
    return {'Name': name, 'Target': name + ' ' + (given['Layer'] or given['FindingId']), 'Names': [name]}
`,
  looks: [read('look', 'lambda', 'GetFunctionConfiguration', FUNCTION)],
  seen: { Configuration: '{{ look.Response }}' },
  decide: `
def state(given):
    return [layer['Arn'] for layer in given['Configuration'].get('Layers') or []]

def unwanted(layer, given):
    if given['Layer']:
        return layer == given['Layer']
    return layer.split(':')[4] not in [given['Account'], *given['TrustedAccounts']]

def values(layers, given):
    return {'Layers': layers, 'Revision': given['Configuration']['RevisionId']}

def containing(now, memory, given):
    left = [layer for layer in now if not unwanted(layer, given)]
    gone = [layer for layer in now if unwanted(layer, given)]
    if not gone:
        return 'nothing', 'the function has no such layer', {}
    return 'contain', ', '.join(gone) + ' detached', {**values(left, given), 'Keep': {'former': now, 'left': left}}

def restoring(now, memory, given):
    if now == memory['former']:
        return 'forget', 'the layers are as they were already', {}
    if now != memory['left']:
        raise Exception('The layers have been changed since: put them right by hand.')
    return 'restore', 'the layers become ' + ', '.join(memory['former']), values(memory['former'], given)
`,
  values: { Layers: 'StringList', Revision: 'String' },
  contain: [act('detach', 'lambda', 'UpdateFunctionConfiguration', LAYERS), prove('detached', ...SETTLED)],
  restore: [act('attach', 'lambda', 'UpdateFunctionConfiguration', LAYERS), prove('attached', ...SETTLED)],
};
