// A trail that was stopped records again.
import type { Containment } from '../containment.ts';
import { act, prove, read } from '../document.ts';
import { TRAIL_PATTERN } from '../patterns.ts';

const TRAIL = { Name: '{{ Trail }}' };

export const restartTrail: Containment = {
  id: 'restart-trail',
  name: 'Lapwing-RestartTrail',
  does: `Starts a CloudTrail trail that was stopped. What happened in between was not delivered to the trail, but stands in the event history for 90 days (management events).`,
  undo: 'the trail is stopped again, if it was stopped.',
  parameters: {
    Trail: { type: 'String', description: '(Required) The ARN of the trail.', allowedPattern: TRAIL_PATTERN },
  },
  aim: `
def subject(given):
    return {'Name': here(given, given['Trail'])[len('trail/'):]}
`,
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
