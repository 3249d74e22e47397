// A log group keeps its lines as long as it should.
import type { Containment } from '../containment.ts';
import { act, read } from '../document.ts';
import { RECORD_LEAD } from '../record.ts';
import { LOG_GROUP_KNOWN, LOG_GROUP_PARAMETERS, LOG_GROUP_SUBJECT } from './log-group.ts';

const retain = (name: string, days: string) =>
  act(name, 'logs', 'PutRetentionPolicy', { logGroupName: '{{ aim.Name }}', retentionInDays: days });

/** What CloudWatch Logs takes, from a month on: for less nobody needs a runbook. */
const DAYS = ['30', '60', '90', '120', '150', '180', '365', '400', '545', '731', '1096', '1827', '2192', '2557', '2922', '3288', '3653'];

export const restoreLogRetention: Containment = {
  id: 'restore-log-retention',
  name: 'Lapwing-RestoreLogRetention',
  does: `Lengthens the retention of a log group that was shortened, to the days given. A longer one is left alone. What was deleted meanwhile is gone: AWS deletes within 72 hours of expiry, so be quick.`,
  undo: 'the retention it had.',
  parameters: {
    ...LOG_GROUP_PARAMETERS,
    RetentionDays: { type: 'String', description: '(Required) How long lines are to be kept, in days.', allowedValues: DAYS },
  },
  lead: RECORD_LEAD,
  known: LOG_GROUP_KNOWN,
  aim: `${LOG_GROUP_SUBJECT}
def subject(given):
    return {'Name': group_name(given)}
`,
  looks: [read('look', 'logs', 'DescribeLogGroups', { logGroupNamePrefix: '{{ aim.Name }}' })],
  seen: { Groups: '{{ look.Response }}' },
  decide: `
def state(given):
    for group in given['Groups'].get('logGroups', []):
        if group['logGroupName'] == given['Name']:
            return group.get('retentionInDays')
    raise Exception('There is no such log group.')

def containing(now, memory, given):
    wanted = int(given['RetentionDays'])
    if now is None or now >= wanted:
        return 'nothing', 'lines are kept ' + ('for ever' if now is None else str(now) + ' days'), {}
    return 'contain', 'retention goes from ' + str(now) + ' to ' + str(wanted) + ' days', {'Days': wanted, 'Keep': {'former': now}}

def restoring(now, memory, given):
    if now == memory['former']:
        return 'forget', 'retention is ' + str(now) + ' days already', {}
    return 'restore', 'retention becomes ' + str(memory['former']) + ' days', {'Days': memory['former']}
`,
  values: { Days: 'Integer' },
  contain: [retain('lengthen', '{{ decide.Days }}')],
  restore: [retain('shorten', '{{ decide.Days }}')],
};
