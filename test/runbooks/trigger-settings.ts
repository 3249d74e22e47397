// A deployment that has set everything, so that every rule there may be is there.
import type { TriggerSettings } from '../../runbooks/automation/trigger-settings.ts';

export const SETTINGS: TriggerSettings = {
  assumeRoleOf: (automation) => `arn:aws:iam::123456789012:role/lapwing-${automation}`,
  topicArn: 'arn:aws:sns:eu-west-1:123456789012:AutomationLapwing',
  approvers: ['arn:aws:iam::123456789012:role/OnCall', 'arn:aws:iam::123456789012:user/ann'],
  protectedNames: ['break-glass'],
  trustedAccounts: ['111122223333'],
  evidenceBucket: 'lapwing-evidence',
  alias: 'live',
  subscription: {
    filterName: 'lapwing',
    destinationArn: 'arn:aws:lambda:eu-west-1:123456789012:function:lapwing-ingest',
    deliveryRoleArn: null,
  },
  retentionDays: '365',
};
