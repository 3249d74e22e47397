// A queue, stream or table no longer drives a function: its event source mapping is disabled.
import type { Containment } from '../containment.ts';
import { act, prove, read } from '../document.ts';
import { FUNCTION_PATTERN, OPTIONAL_MAPPING_PATTERN, TIME_PATTERN } from '../patterns.ts';

const MAPPING = { UUID: '{{ decide.Mapping }}' };

export const disableTrigger: Containment = {
  id: 'disable-trigger',
  name: 'Lapwing-DisableTrigger',
  does: `Disables an event source mapping of a function: the one named, else the only one that was changed from five minutes before the finding on. What waits in the queue or stream stays there, within its retention.`,
  undo: 'the mapping is enabled again, and reads on from where it stopped.',
  parameters: {
    Function: { type: 'String', description: '(Required) The function, by name or ARN.', allowedPattern: FUNCTION_PATTERN },
    Mapping: {
      type: 'String',
      description: "(Optional) The mapping's UUID. Without it: the only one that was changed since.",
      allowedPattern: OPTIONAL_MAPPING_PATTERN,
      default: '',
    },
    Since: { type: 'String', description: "(Required) The finding's time, ISO 8601 UTC.", allowedPattern: TIME_PATTERN },
  },
  aim: `
def subject(given):
    name = function_name(given)
    return {'Name': name, 'Target': name + ' ' + (given['Mapping'] or given['FindingId']), 'Names': [name]}
`,
  looks: [read('look', 'lambda', 'ListEventSourceMappings', { FunctionName: '{{ aim.Name }}' })],
  seen: { Mappings: '{{ look.Response }}' },
  decide: `
from datetime import datetime, timedelta

def moment(value):
    """A time as AWS answers it: seconds, milliseconds or ISO 8601."""
    if isinstance(value, (int, float)):
        return datetime.utcfromtimestamp(value / 1000 if value > 1e11 else value)
    return datetime.fromisoformat(value.replace('Z', '')[:19])

def chosen(given):
    recalled_mapping = (recalled(given['Recalled']) or {}).get('mapping')
    wanted = given['Mapping'] or recalled_mapping
    since = moment(given['Since']) - timedelta(minutes=5)
    found = [mapping for mapping in given['Mappings'].get('EventSourceMappings', [])
             if (mapping['UUID'] == wanted if wanted else moment(mapping['LastModified']) >= since)]
    if len(found) != 1:
        raise Exception(str(len(found)) + ' mappings of the function were changed since: name the one that is meant.')
    return found[0]

def state(given):
    mapping = chosen(given)
    return {'mapping': mapping['UUID'], 'enabled': mapping['State'] not in ('Disabled', 'Disabling')}

def containing(now, memory, given):
    if not now['enabled']:
        return 'nothing', 'the mapping ' + now['mapping'] + ' is disabled already', {}
    return 'contain', 'the mapping ' + now['mapping'] + ' is disabled', {'Mapping': now['mapping'], 'Keep': {'mapping': now['mapping']}}

def restoring(now, memory, given):
    if now['enabled']:
        return 'forget', 'the mapping is enabled already', {}
    return 'restore', 'the mapping ' + now['mapping'] + ' is enabled', {'Mapping': now['mapping']}
`,
  values: { Mapping: 'String' },
  contain: [
    act('disable', 'lambda', 'UpdateEventSourceMapping', { ...MAPPING, Enabled: false }),
    prove('disabled', 'lambda', 'GetEventSourceMapping', MAPPING, '$.State', 'Disabled'),
  ],
  restore: [act('enable', 'lambda', 'UpdateEventSourceMapping', { ...MAPPING, Enabled: true })],
};
