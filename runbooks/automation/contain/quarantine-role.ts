// A role may do nothing at all.
import { roleDenial } from './role-denial.ts';

export const quarantineRole = roleDenial({
  id: 'quarantine-role',
  name: 'Lapwing-QuarantineRole',
  does: `Denies everything to a role, to its sessions of now and to come. Every function that runs with the role fails. The role's own policies stay as they are.`,
  undo: 'the denying policy is taken away.',
  policyName: 'LapwingQuarantine',
  statement: `{'Effect': 'Deny', 'Action': ['*'], 'Resource': ['*']}`,
  repeat: 'nothing',
});
