// What a containment or a clean-up may destroy is copied first: code, configuration, permissions, log lines.
import { COMMON_PARAMETERS } from './common-parameters.ts';
import { approve, reportingFailure, reports } from './containment.ts';
import { type AutomationDocument, branch, compute, type Parameter, type Step } from './document.ts';
import { BUCKET_PATTERN, FUNCTION_PATTERN, TIME_PATTERN } from './patterns.ts';
import { PRESERVE_SCRIPT } from './preserve-script.ts';
import { aimScript } from './scripts.ts';

const NAME = 'Lapwing-PreserveEvidence';

const PARAMETERS: { readonly [name: string]: Parameter } = {
  Function: { type: 'String', description: '(Required) The function, by name or ARN.', allowedPattern: FUNCTION_PATTERN },
  Bucket: { type: 'String', description: '(Required) The bucket, with object lock.', allowedPattern: BUCKET_PATTERN },
  Since: { type: 'String', description: "(Required) The start of the finding's window, ISO 8601 UTC.", allowedPattern: TIME_PATTERN },
  Until: { type: 'String', description: "(Required) The end of the finding's window, ISO 8601 UTC.", allowedPattern: TIME_PATTERN },
  RetainDays: {
    type: 'String',
    description: '(Optional) For how many days nobody may delete the evidence.',
    allowedPattern: '^[1-9][0-9]{0,3}$',
    default: '365',
  },
  LockMode: {
    type: 'String',
    description: '(Optional) GOVERNANCE: a special permission can lift the lock. COMPLIANCE: nobody can.',
    allowedValues: ['GOVERNANCE', 'COMPLIANCE'],
    default: 'GOVERNANCE',
  },
};

const AIM = `
def subject(given):
    return {'Name': function_name(given)}
`;

const inputs = (names: readonly string[]): { readonly [name: string]: string } =>
  Object.fromEntries(names.map((name) => [name, `{{ ${name} }}`]));

const steps: readonly Step[] = [
  {
    ...compute(
      'aim',
      aimScript(AIM),
      {
        Document: 'preserve-evidence',
        Action: 'Preserve',
        ...inputs(['FindingId', 'Function']),
        // Nothing is protected from being copied.
        Protected: [],
        Account: '{{ global:ACCOUNT_ID }}',
        Region: '{{ global:REGION }}',
      },
      { Name: 'String', Intent: 'String' },
    ),
    nextStep: 'gate',
  },
  branch(
    'gate',
    [
      { to: 'isLocked', when: '{{ DryRun }}', is: true },
      { to: 'isLocked', when: '{{ Approval }}', is: 'automatic' },
    ],
    'approve',
  ),
  { ...approve('{{ aim.Intent }}'), nextStep: 'isLocked' },
  {
    name: 'isLocked',
    action: 'aws:assertAwsResourceProperty',
    description: 'Evidence that can be deleted is none.',
    inputs: {
      Service: 's3',
      Api: 'GetObjectLockConfiguration',
      Bucket: '{{ Bucket }}',
      PropertySelector: '$.ObjectLockConfiguration.ObjectLockEnabled',
      DesiredValues: ['Enabled'],
    },
    nextStep: 'preserve',
  },
  {
    ...compute(
      'preserve',
      PRESERVE_SCRIPT,
      {
        Name: '{{ aim.Name }}',
        Account: '{{ global:ACCOUNT_ID }}',
        ...inputs(['FindingId', 'Bucket', 'Since', 'Until', 'RetainDays', 'LockMode', 'DryRun']),
      },
      { Summary: 'String', Manifest: 'String', Digest: 'String' },
    ),
    // The longest that aws:executeScript may run.
    timeoutSeconds: 600,
    nextStep: 'report',
  },
  ...reports(NAME, '{{ preserve.Summary }} Execution {{ automation:EXECUTION_ID }}, dry run: {{ DryRun }}.'),
];

export const PRESERVE_EVIDENCE: { readonly id: string; readonly name: string; readonly document: AutomationDocument } = {
  id: 'preserve-evidence',
  name: NAME,
  document: {
    schemaVersion: '0.3',
    description: `Copies a function's code and configuration (values of its environment as hashes), its policy, URL and triggers, its role's policies, and its log lines from 15 minutes before the finding's window to 15 minutes after, each with its SHA-256, into a bucket with object lock, and a manifest of them. It changes nothing else.

There is no undo: evidence stays until its retention ends. Run again, it adds only what is different.`,
    assumeRole: '{{ AutomationAssumeRole }}',
    parameters: { ...PARAMETERS, ...COMMON_PARAMETERS },
    mainSteps: steps.map(reportingFailure),
    outputs: ['preserve.Summary', 'preserve.Manifest', 'preserve.Digest'],
  },
};
