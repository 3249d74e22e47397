// A user's long-lived access key no longer works.
import type { Containment } from '../containment.ts';
import { act, read } from '../document.ts';
import { OPTIONAL_ACCESS_KEY_PATTERN } from '../patterns.ts';
import { RECORD_LEAD, RECORD_PARAMETERS } from '../record.ts';

const KEY = { UserName: '{{ lookForUser.UserName }}', AccessKeyId: '{{ aim.Name }}' };

export const disableAccessKey: Containment = {
  id: 'disable-access-key',
  name: 'Lapwing-DisableAccessKey',
  does: `Makes a user's access key inactive. The user, its other key and its password stay as they are. Keys of sessions (ASIA) cannot be disabled: revoke the sessions of their role.`,
  undo: 'the key becomes active again. A key that was out of the house is better deleted and replaced.',
  parameters: {
    AccessKey: {
      type: 'String',
      description: "(Optional) The key's id, AKIA and so on. Without it: the key that the record was made with.",
      allowedPattern: OPTIONAL_ACCESS_KEY_PATTERN,
      default: '',
    },
    ...RECORD_PARAMETERS,
  },
  aim: `
def subject(given):
    key = given['AccessKey'] or given['RecordedKey']
    if not key:
        raise Exception('No long-lived key is named, neither here nor in the record.')
    return {'Name': key}
`,
  lead: RECORD_LEAD,
  known: { RecordedKey: '{{ record.AccessKey }}' },
  looks: [
    {
      name: 'lookForUser',
      action: 'aws:executeAwsApi',
      inputs: { Service: 'iam', Api: 'GetAccessKeyLastUsed', AccessKeyId: '{{ aim.Name }}' },
      outputs: [{ Name: 'UserName', Selector: '$.UserName', Type: 'String' }],
    },
    read('look', 'iam', 'ListAccessKeys', { UserName: '{{ lookForUser.UserName }}' }),
  ],
  seen: { User: '{{ lookForUser.UserName }}', Keys: '{{ look.Response }}' },
  decide: `
def state(given):
    if given['User'] in given['Protected']:
        raise Exception(given['User'] + ' is protected.')
    for key in given['Keys'].get('AccessKeyMetadata', []):
        if key['AccessKeyId'] == given['Name']:
            return key['Status']
    raise Exception('The user has no such key.')

def containing(now, memory, given):
    if now == 'Inactive':
        return 'nothing', 'the key is inactive already', {}
    return 'contain', 'the key of ' + given['User'] + ' becomes inactive', {'Keep': {'former': now}}

def restoring(now, memory, given):
    if now == memory['former']:
        return 'forget', 'the key is ' + now + ' already', {}
    return 'restore', 'the key of ' + given['User'] + ' becomes ' + memory['former'], {'Former': memory['former']}
`,
  values: { Former: 'String' },
  contain: [act('disable', 'iam', 'UpdateAccessKey', { ...KEY, Status: 'Inactive' })],
  restore: [act('enable', 'iam', 'UpdateAccessKey', { ...KEY, Status: '{{ decide.Former }}' })],
};
