// A user's long-lived access key no longer works.
import type { Containment } from '../containment.ts';
import { act, read } from '../document.ts';
import { ACCESS_KEY_PATTERN } from '../patterns.ts';

const KEY = { UserName: '{{ lookForUser.UserName }}', AccessKeyId: '{{ AccessKey }}' };

export const disableAccessKey: Containment = {
  id: 'disable-access-key',
  name: 'Lapwing-DisableAccessKey',
  does: `Makes a user's access key inactive. The user, its other key and its password stay as they are. Keys of sessions (ASIA) cannot be disabled: revoke the sessions of their role.`,
  undo: 'the key becomes active again. A key that was out of the house is better deleted and replaced.',
  parameters: {
    AccessKey: { type: 'String', description: "(Required) The key's id, AKIA and so on.", allowedPattern: ACCESS_KEY_PATTERN },
  },
  aim: `
def subject(given):
    return {'Name': given['AccessKey']}
`,
  looks: [
    {
      name: 'lookForUser',
      action: 'aws:executeAwsApi',
      inputs: { Service: 'iam', Api: 'GetAccessKeyLastUsed', AccessKeyId: '{{ AccessKey }}' },
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
        if key['AccessKeyId'] == given['AccessKey']:
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
