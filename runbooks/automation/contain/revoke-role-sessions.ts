// Sessions of a role that were issued before now are worth nothing any more; new ones are.
import { roleDenial } from './role-denial.ts';

export const revokeRoleSessions = roleDenial({
  id: 'revoke-role-sessions',
  name: 'Lapwing-RevokeRoleSessions',
  does: `Denies everything to the sessions of a role that were issued before now (aws:TokenIssueTime): credentials that were carried off are worthless. New sessions work. Running environments of functions hold sessions too: they fail until Lambda gives them new ones, at once after any change of their configuration. Run again, the time moves on to now.`,
  undo: 'the policy is taken away, and the older sessions work again until they expire.',
  policyName: 'LapwingRevokeOlderSessions',
  statement: `{
        'Effect': 'Deny', 'Action': ['*'], 'Resource': ['*'],
        'Condition': {'DateLessThan': {'aws:TokenIssueTime': now}},
    }`,
  repeat: 'again',
});
