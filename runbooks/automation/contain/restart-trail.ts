// A trail that was stopped records again.
import type { Containment } from '../containment.ts';
import { act, prove, read } from '../document.ts';
import { OPTIONAL_TRAIL_PATTERN } from '../patterns.ts';
import { RECORD_LEAD, RECORD_PARAMETERS } from '../record.ts';

const TRAIL = { Name: '{{ aim.Name }}' };

export const restartTrail: Containment = {
  id: 'restart-trail',
  name: 'Lapwing-RestartTrail',
  does: `Starts a CloudTrail trail that was stopped. What happened in between was not delivered to the trail, but stands in the event history for 90 days (management events).`,
  undo: 'the trail is stopped again, if it was stopped.',
  parameters: {
    Trail: {
      type: 'String',
      description: '(Optional) The ARN of the trail. Without it: the trail of the record.',
      allowedPattern: OPTIONAL_TRAIL_PATTERN,
      default: '',
    },
    ...RECORD_PARAMETERS,
  },
  aim: `
def subject(given):
    trail = given['Trail'] or given['RecordedTrail']
    if not trail:
        raise Exception('No trail is named, neither here nor in the record.')
    return {'Name': here(given, trail)[len('trail/'):] if trail.startswith('arn:') else trail}
`,
  lead: RECORD_LEAD,
  known: { RecordedTrail: '{{ record.Trail }}' },
  looks: [read('look', 'cloudtrail', 'GetTrailStatus', TRAIL)],
  seen: { Status: '{{ look.Response }}' },
  decide: `
def state(given):
    return given['Status']['IsLogging']

def containing(now, memory, given):
    if now:
        return 'nothing', 'the trail is logging already', {}
    return 'contain', 'the trail is started', {}

def restoring(now, memory, given):
    if not now:
        return 'forget', 'the trail is stopped already', {}
    return 'restore', 'the trail is stopped as it was', {}
`,
  values: {},
  contain: [
    act('start', 'cloudtrail', 'StartLogging', TRAIL),
    prove('started', 'cloudtrail', 'GetTrailStatus', TRAIL, '$.IsLogging', 'true'),
  ],
  restore: [act('stop', 'cloudtrail', 'StopLogging', TRAIL)],
};
