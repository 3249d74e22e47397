// The first three things to do, by what the finding is about: for somebody who was asleep a minute ago. The runbook has the rest.
import type { Category } from '../../detectors/model/attack.ts';

export const FIRST_STEPS: Record<Category, readonly [string, string, string]> = {
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
