// A secret gets a new value by its own rotation function.
import type { Containment } from '../containment.ts';
import { act, read } from '../document.ts';
import { SECRET_PATTERN } from '../patterns.ts';

const SECRET = { SecretId: '{{ Secret }}' };

export const rotateSecret: Containment = {
  id: 'rotate-secret',
  name: 'Lapwing-RotateSecret',
  does: `Has a secret's own rotation function give it a new value now. Once for each finding, however often it is run. A secret without a rotation function is refused: a value that its database does not know would only break the application.`,
  undo: 'the label AWSCURRENT goes back to the version that had it. That helps only while the other side still takes the former value: where the rotation changed a password, rotate again instead.',
  parameters: {
    Secret: { type: 'String', description: '(Required) The ARN of the secret.', allowedPattern: SECRET_PATTERN },
  },
  aim: `
def subject(given):
    name = here(given, given['Secret'])[len('secret:'):]
    return {'Name': name, 'Target': name + ' ' + given['FindingId'], 'Names': [name, name[:-7]]}
`,
  looks: [read('look', 'secretsmanager', 'DescribeSecret', SECRET)],
  seen: { Described: '{{ look.Response }}' },
  decide: `
def state(given):
    stages = given['Described'].get('VersionIdsToStages') or {}
    current = [version for version, labels in stages.items() if 'AWSCURRENT' in labels]
    if len(current) != 1:
        raise Exception('The secret has no current version.')
    return current[0]

def containing(now, memory, given):
    if memory is not None and now != memory['former']:
        return 'nothing', 'it was rotated for this finding already', {}
    if not given['Described'].get('RotationLambdaARN'):
        raise Exception('The secret has no rotation function: change it where it is issued, then here.')
    return 'contain', 'rotation begins, version ' + now + ' was current', {'Keep': {'former': now}}

def restoring(now, memory, given):
    former = memory['former']
    if now == former:
        return 'forget', 'version ' + now + ' is current already', {}
    if former not in given['Described']['VersionIdsToStages']:
        raise Exception('The former version is gone: versions without a label are deleted by AWS.')
    return 'restore', 'version ' + former + ' becomes current again', {'Former': former, 'Current': now}
`,
  values: { Former: 'String', Current: 'String' },
  contain: [act('rotate', 'secretsmanager', 'RotateSecret', { ...SECRET, RotateImmediately: true })],
  restore: [
    act('moveBack', 'secretsmanager', 'UpdateSecretVersionStage', {
      ...SECRET,
      VersionStage: 'AWSCURRENT',
      MoveToVersionId: '{{ decide.Former }}',
      RemoveFromVersionId: '{{ decide.Current }}',
    }),
  ],
};
