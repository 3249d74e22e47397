// The parameters that every document has: who may act, what for, whether somebody is asked, who hears of it.
import type { Parameter } from './document.ts';
import { APPROVER_PATTERN, FINDING_PATTERN, PROTECTED_PATTERN, ROLE_ARN_PATTERN, TOPIC_PATTERN } from './patterns.ts';

export const COMMON_PARAMETERS = {
  AutomationAssumeRole: {
    type: 'String',
    description: '(Required) The role that the steps act with.',
    allowedPattern: ROLE_ARN_PATTERN,
  },
  FindingId: {
    type: 'String',
    description: '(Required) The id of the finding that this answers, or a name for a run by hand. Contain and Restore take the same.',
    allowedPattern: FINDING_PATTERN,
  },
  TopicArn: {
    type: 'String',
    description: '(Required) The SNS topic for requests of approval and for reports. Its name must begin with Automation.',
    allowedPattern: TOPIC_PATTERN,
  },
  Approvers: {
    type: 'StringList',
    description: '(Required) ARNs of the users and roles who may approve. One of them has to.',
    allowedPattern: APPROVER_PATTERN,
  },
  Approval: {
    type: 'String',
    description: '(Optional) required: a person approves before anything is changed. automatic: nobody is asked.',
    allowedValues: ['required', 'automatic'],
    default: 'required',
  },
  DryRun: {
    type: 'Boolean',
    description: '(Optional) true: looks and reports what would be done, asks nobody and changes nothing.',
    default: false,
  },
} as const satisfies { readonly [name: string]: Parameter };

/** What every containment has besides. */
export const CONTAINMENT_PARAMETERS = {
  Action: {
    type: 'String',
    description: '(Optional) Contain, or Restore to undo it.',
    allowedValues: ['Contain', 'Restore'],
    default: 'Contain',
  },
  Protected: {
    type: 'StringList',
    description: '(Optional) Names of functions, roles and users that are never contained by this document.',
    allowedPattern: PROTECTED_PATTERN,
    default: [],
  },
} as const satisfies { readonly [name: string]: Parameter };
