// A log group's lines reach the detector again.
import type { Containment, Fork } from '../containment.ts';
import { act, branch, read } from '../document.ts';
import { DESTINATION_PATTERN, FILTER_NAME_PATTERN, OPTIONAL_ROLE_ARN_PATTERN } from '../patterns.ts';
import { RECORD_LEAD } from '../record.ts';
import { LOG_GROUP_KNOWN, LOG_GROUP_PARAMETERS, LOG_GROUP_SUBJECT } from './log-group.ts';

const FILTER = { logGroupName: '{{ aim.Name }}', filterName: '{{ FilterName }}' };
const SUBSCRIPTION = { ...FILTER, filterPattern: '{{ decide.Pattern }}', destinationArn: '{{ decide.Destination }}' };

/** Kinesis and Firehose are written to with a role, a Lambda function is not; an empty role is no role to AWS. */
const subscribe = (way: string): Fork => ({
  fork: `${way}WithRole`,
  when: '{{ decide.HasRole }}',
  is: 'yes',
  matched: act(`${way}AsRole`, 'logs', 'PutSubscriptionFilter', { ...SUBSCRIPTION, roleArn: '{{ decide.Role }}' }),
  otherwise: act(`${way}Plainly`, 'logs', 'PutSubscriptionFilter', SUBSCRIPTION),
});

export const restoreSubscriptionFilter: Containment = {
  id: 'restore-subscription-filter',
  name: 'Lapwing-RestoreSubscriptionFilter',
  does: `Puts a subscription filter back that sends every line of a log group to where it belongs, when it was deleted or bent to another pattern or destination. Other filters of the group are left alone.`,
  undo: 'the filter as it was found, or none.',
  parameters: {
    ...LOG_GROUP_PARAMETERS,
    FilterName: { type: 'String', description: '(Required) The name of the filter.', allowedPattern: FILTER_NAME_PATTERN },
    Destination: {
      type: 'String',
      description: '(Required) The ARN of the function, stream or log destination.',
      allowedPattern: DESTINATION_PATTERN,
    },
    DeliveryRole: {
      type: 'String',
      description: '(Optional) The role that CloudWatch Logs writes to a stream with. None for a function.',
      allowedPattern: OPTIONAL_ROLE_ARN_PATTERN,
      default: '',
    },
  },
  lead: RECORD_LEAD,
  known: LOG_GROUP_KNOWN,
  aim: `${LOG_GROUP_SUBJECT}
def subject(given):
    name = group_name(given)
    return {'Name': name, 'Target': name + ' ' + given['FilterName'], 'Names': [name]}
`,
  looks: [read('look', 'logs', 'DescribeSubscriptionFilters', { logGroupName: '{{ aim.Name }}' })],
  seen: { Filters: '{{ look.Response }}' },
  decide: `
def state(given):
    for found in given['Filters'].get('subscriptionFilters', []):
        if found['filterName'] == given['FilterName']:
            return {'pattern': found.get('filterPattern', ''), 'destination': found['destinationArn'], 'role': found.get('roleArn', '')}
    return None

def values(found):
    has = 'yes' if found['role'] else 'no'
    return {'Pattern': found['pattern'], 'Destination': found['destination'], 'Role': found['role'], 'HasRole': has}

def containing(now, memory, given):
    aim = {'pattern': '', 'destination': given['Destination'], 'role': given['DeliveryRole']}
    if now == aim:
        return 'nothing', 'the filter is in place', {}
    why = 'the filter was ' + ('missing' if now is None else 'sending to ' + now['destination']) + ' and is put back'
    return 'contain', why, {**values(aim), 'Keep': {'former': now}}

def restoring(now, memory, given):
    former = memory['former']
    if now == former:
        return 'forget', 'the filter is as it was found already', {}
    if former is None:
        return 'restore', 'the filter is deleted, as there was none', {'Had': 'no'}
    return 'restore', 'the filter sends to ' + former['destination'] + ' again', {**values(former), 'Had': 'yes'}
`,
  values: { Pattern: 'String', Destination: 'String', Role: 'String', HasRole: 'String', Had: 'String' },
  contain: [subscribe('put')],
  restore: [
    branch('hadFilter', [{ to: 'takeAway', when: '{{ decide.Had }}', is: 'no' }], 'backWithRole'),
    { ...act('takeAway', 'logs', 'DeleteSubscriptionFilter', FILTER), nextStep: 'forget' },
    subscribe('back'),
  ],
};
