// The first three things to do, by what the finding is about: for somebody who was asleep a minute ago. The runbook has the rest.
import type { Category } from '../../detectors/model/attack.ts';
import type { Finding } from '../../detectors/model/finding.ts';
import { atLeast } from '../../detectors/model/severity.ts';
import { functionName } from '../triage/function-name.ts';
import { STORY_DETECTOR } from '../triage/stories.ts';

const FIRST_STEPS: Record<Category, readonly [string, string, string]> = {
  injection: [
    'Open the evidence: was the request answered with success, and what did the function do in the seconds after it?',
    'Block the source at WAF or the API stage; keep the function running unless it also reads or sends what it should not.',
    'If anything ran: take the function out of service (reserved concurrency 0) and treat its credentials as stolen.',
  ],
  'credential-access': [
    "Find out who holds the key: a teammate's test, or nobody you know?",
    'If unknown: revoke the sessions of that role (deny by aws:TokenIssueTime) or disable the access key.',
    'List what the key did since the time above, and rotate every secret it could read.',
  ],
  discovery: [
    'Ask the owner of the principal whether they were looking around at that time.',
    'Look for what came next from the same key or address: discovery comes before the damage.',
    'If nobody knows it: revoke the sessions of the principal, then look further.',
  ],
  escalation: [
    'Find out who made the change, and whether a ticket or deployment stands behind it.',
    'If none does: undo the policy or role change, and revoke the sessions of who made it.',
    'List what was done with the new rights since the time above.',
  ],
  persistence: [
    'Compare what was changed (code, layer, trigger, key, URL) with the last deployment you know.',
    'If it is not yours: go back to the last good version and remove the new way in.',
    'Revoke the sessions of who made the change.',
  ],
  'defence-evasion': [
    'Turn the log, trail, subscription or alarm on again first: until then nobody sees.',
    'Find out who turned it off, and revoke their sessions if nobody knows why.',
    'Read what happened in the gap from other sources (S3 access logs, flow logs, billing).',
  ],
  exfiltration: [
    'Look at the destination and the amount: is it a service you use?',
    'If not: cut the way out (security group, VPC endpoint policy, reserved concurrency 0).',
    'Find out what data was read just before, and tell whoever answers for that data.',
  ],
  'denial-of-wallet': [
    'Set a reserved concurrency the bill can bear; that stops the growth and loses little.',
    'Find out what calls the function: one client, a loop of its own, or a trigger gone wrong?',
    'Throttle that caller or break the loop, then give the concurrency back.',
  ],
};

/** Where nothing that Lapwing knows can be switched off, whoever acts must be. */
const WITHOUT_FUNCTION: Partial<typeof FIRST_STEPS> = {
  exfiltration: [
    'Look at the destination and the amount: is it an account or a service you use?',
    'If not: revoke the sessions, or disable the access key, of who moved the data.',
    'Find out what data it was, and tell whoever answers for that data.',
  ],
  'denial-of-wallet': [
    'Stop what was started (machines, jobs, model access): each hour of it costs.',
    'If nobody knows it: disable the access key, or revoke the sessions, of who started it.',
    'Look for more of it in every region, also in those you never use.',
  ],
};

/** An attack that went on for several stages has somebody behind it: contained first, understood later. */
const OF_ATTACK: readonly [string, string, string] = [
  'Contain before you understand: approve the containment you were asked for, or take the function out of service. Callers get errors until you give it back.',
  "Treat the function's credentials as stolen: revoke the sessions of its role, and of who else is named above (the runbook, Contain).",
  'Then read what was done with them, and what data it reached; tell whoever answers for that data.',
];
const OF_ATTACK_WITHOUT_FUNCTION: readonly [string, string, string] = [
  'Contain before you understand: approve the containment you were asked for, or revoke the sessions, or disable the key, of who is named above (the runbook, Contain).',
  'Read the calls in their order: what was changed is undone last to first, once nobody can change it again.',
  'Find out what data was reached, and tell whoever answers for that data.',
];

const hasFunction = (finding: Finding): boolean => functionName(finding.function) !== '';

/** Words of a command that belong on one line, such as an option with its value. */
export type Command = readonly string[];

export interface FirstStep {
  readonly text: string;
  readonly command?: Command;
}

/** A command is to be pasted into a shell: only names and ids that are whole, by AWS's own rules, get into one. */
const FUNCTION_NAME = /^[A-Za-z0-9_-]{1,64}$/;
const REGION = /^[a-z]{2,4}(-[a-z]{2,8}){1,3}-\d$/;
const EVENT_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Logs are written while a function runs, and delivered within minutes: a little after the end belongs to it. */
const AFTERWARDS_MS = 300_000;

const regionOption = (region: string | null | undefined): readonly string[] =>
  typeof region === 'string' && REGION.test(region) ? [`--region ${region}`] : [];

/** Calls to global services are recorded elsewhere than where the function is. */
const functionRegion = (finding: Finding): readonly string[] =>
  regionOption(finding.function?.startsWith('arn:') ? finding.function.split(':', 4)[3] : finding.region);

const lookUp = (region: readonly string[], key: string, value: string): Command => [
  'aws cloudtrail lookup-events',
  ...region,
  '--lookup-attributes',
  `AttributeKey=${key},AttributeValue=${value}`,
];

/** The call itself. */
const eventCommand = (finding: Finding): Command | undefined => {
  const event = finding.evidence.find((id) => EVENT_ID.test(id));
  return event === undefined ? undefined : lookUp(regionOption(finding.region), 'EventId', event);
};

/** What was called with the function's credentials (their session has its name), or what was changed about it. */
const historyCommand = (finding: Finding, key: 'Username' | 'ResourceName'): Command | undefined => {
  const name = functionName(finding.function);
  return FUNCTION_NAME.test(name) ? lookUp(functionRegion(finding), key, name) : undefined;
};

/** What the function logged meanwhile. */
const logCommand = (finding: Finding): Command | undefined => {
  const name = functionName(finding.function);
  const [startMs, endMs] = [Date.parse(finding.time), Date.parse(finding.window.end)];
  if (!FUNCTION_NAME.test(name) || !Number.isFinite(startMs) || !Number.isFinite(endMs)) return undefined;
  return [
    'aws logs filter-log-events',
    ...functionRegion(finding),
    `--log-group-name /aws/lambda/${name}`,
    `--start-time ${startMs}`,
    `--end-time ${endMs + AFTERWARDS_MS}`,
  ];
};

const concurrencyCommand = (finding: Finding, concurrency: number): Command | undefined => {
  const name = functionName(finding.function);
  return FUNCTION_NAME.test(name)
    ? [
        'aws lambda put-function-concurrency',
        ...functionRegion(finding),
        `--function-name ${name}`,
        `--reserved-concurrent-executions ${concurrency}`,
      ]
    : undefined;
};

/** Enough for a small function to go on, and a bill of cents an hour. */
const SMALL_CONCURRENCY = 5;

const isAttack = ({ detector, severity }: Finding): boolean => detector === STORY_DETECTOR && atLeast(severity, 'high');

/** For each step, in their order. */
const commandsOf = (finding: Finding): readonly (Command | undefined)[] => {
  if (isAttack(finding))
    return hasFunction(finding)
      ? [concurrencyCommand(finding, 0), undefined, historyCommand(finding, 'Username')]
      : [undefined, eventCommand(finding)];
  const event = finding.kind === 'rule' || finding.kind === 'self' ? eventCommand(finding) : undefined;
  switch (finding.category) {
    case 'injection':
      return [logCommand(finding) ?? event, undefined, concurrencyCommand(finding, 0)];
    case 'exfiltration':
      return [event ?? logCommand(finding), concurrencyCommand(finding, 0), historyCommand(finding, 'Username')];
    case 'denial-of-wallet':
      return hasFunction(finding)
        ? [concurrencyCommand(finding, SMALL_CONCURRENCY), logCommand(finding)]
        : [event ?? eventCommand(finding)];
    case 'credential-access':
      return [event, undefined, historyCommand(finding, 'Username')];
    case 'discovery':
      return [event, historyCommand(finding, 'Username')];
    case 'escalation':
    case 'persistence':
      return [event ?? historyCommand(finding, 'ResourceName') ?? eventCommand(finding)];
    case 'defence-evasion':
      return [undefined, event ?? historyCommand(finding, 'ResourceName') ?? eventCommand(finding)];
  }
};

export const firstSteps = (finding: Finding): readonly FirstStep[] => {
  const commands = commandsOf(finding);
  const ofCategory = (hasFunction(finding) ? undefined : WITHOUT_FUNCTION[finding.category]) ?? FIRST_STEPS[finding.category];
  const steps = isAttack(finding) ? (hasFunction(finding) ? OF_ATTACK : OF_ATTACK_WITHOUT_FUNCTION) : ofCategory;
  return steps.map((text, place): FirstStep => {
    const command = commands[place];
    return command === undefined ? { text } : { text, command };
  });
};
