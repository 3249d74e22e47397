// An alias goes back to the last version that was published before the trouble began.
import type { Containment } from '../containment.ts';
import { act, prove, read } from '../document.ts';
import { ALIAS_PATTERN, FUNCTION_PATTERN, OPTIONAL_VERSION_PATTERN, TIME_PATTERN } from '../patterns.ts';

const ALIAS = { FunctionName: '{{ aim.Name }}', Name: '{{ Alias }}' };
const POINT = {
  ...ALIAS,
  FunctionVersion: '{{ decide.Version }}',
  RoutingConfig: { AdditionalVersionWeights: '{{ decide.Weights }}' },
  RevisionId: '{{ decide.Revision }}',
};

export const restoreAlias: Containment = {
  id: 'restore-alias',
  name: 'Lapwing-RestoreAlias',
  does: `Points an alias of a function at the version named, else at the last one published before the finding. Callers of the alias get that code again. The code of the unpublished version is left for the investigation.`,
  undo: 'the version and the weights the alias had; refused when somebody has moved it since.',
  parameters: {
    Function: { type: 'String', description: '(Required) The function, by name or ARN.', allowedPattern: FUNCTION_PATTERN },
    Alias: { type: 'String', description: '(Required) The alias that callers use.', allowedPattern: ALIAS_PATTERN },
    BadSince: { type: 'String', description: '(Required) When the trouble began, ISO 8601 UTC.', allowedPattern: TIME_PATTERN },
    GoodVersion: {
      type: 'String',
      description: '(Optional) The version to go back to.',
      allowedPattern: OPTIONAL_VERSION_PATTERN,
      default: '',
    },
  },
  aim: `
def subject(given):
    name = function_name(given)
    return {'Name': name, 'Target': name + ' ' + given['Alias'], 'Names': [name]}
`,
  looks: [
    read('lookAtAlias', 'lambda', 'GetAlias', ALIAS),
    read('look', 'lambda', 'ListVersionsByFunction', { FunctionName: '{{ aim.Name }}', MaxItems: 50 }),
  ],
  seen: { AliasNow: '{{ lookAtAlias.Response }}', Published: '{{ look.Response }}' },
  decide: `
def state(given):
    now = given['AliasNow']
    return {'version': now['FunctionVersion'], 'weights': (now.get('RoutingConfig') or {}).get('AdditionalVersionWeights') or {}}

def good(given):
    if given['GoodVersion']:
        return given['GoodVersion']
    if given['Published'].get('NextMarker'):
        raise Exception('There are more versions than one page shows: name the good one.')
    earlier = [version for version in given['Published']['Versions']
               if version['Version'] != '$LATEST' and version['LastModified'][:19] < given['BadSince'][:19]]
    if not earlier:
        raise Exception('No version was published before: name the good one, or isolate the function.')
    return max(earlier, key=lambda version: int(version['Version']))['Version']

def values(state, given):
    return {'Version': state['version'], 'Weights': state['weights'], 'Revision': given['AliasNow']['RevisionId']}

def containing(now, memory, given):
    aim = {'version': good(given), 'weights': {}}
    if now == aim:
        return 'nothing', 'the alias is at version ' + aim['version'] + ' already', {}
    why = 'the alias goes from version ' + now['version'] + ' to ' + aim['version']
    return 'contain', why, {**values(aim, given), 'Keep': {'former': now, 'aim': aim}}

def restoring(now, memory, given):
    former = memory['former']
    if now == former:
        return 'forget', 'the alias is where it was already', {}
    if now != memory['aim']:
        raise Exception('The alias has been moved since: put it right by hand.')
    return 'restore', 'the alias goes back to version ' + former['version'], values(former, given)
`,
  values: { Version: 'String', Weights: 'StringMap', Revision: 'String' },
  contain: [
    act('point', 'lambda', 'UpdateAlias', POINT),
    prove('pointed', 'lambda', 'GetAlias', ALIAS, '$.FunctionVersion', '{{ decide.Version }}'),
  ],
  restore: [act('pointBack', 'lambda', 'UpdateAlias', POINT)],
};
