// The least that a document's role needs, read off what the document calls: one action a call, on the narrowest resource that
// AWS lets a policy name.
import { callsOf } from './calls.ts';
import type { AutomationDocument } from './document.ts';
import { type Permission, permissionsOf } from './permissions.ts';
import { type PolicyScope, PSEUDO_SCOPE } from './policy-scope.ts';

type Condition = { readonly StringEquals: { readonly 'iam:PassedToService': string } };

interface Statement {
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: string;
  readonly Condition?: Condition;
}

export interface Policy {
  readonly Version: '2012-10-17';
  readonly Statement: readonly Statement[];
}

const byText = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** Permissions on the same resource under the same condition. */
const statementOf = (permissions: readonly Permission[]): readonly Statement[] => {
  const [first] = permissions;
  if (first === undefined) return [];
  const condition = first.passedTo === undefined ? {} : { Condition: { StringEquals: { 'iam:PassedToService': first.passedTo } } };
  const actions = [...new Set(permissions.map(({ action }) => action))].sort(byText);
  return [{ Effect: 'Allow', Action: actions, Resource: first.resource, ...condition }];
};

/** Sorted, so that the same document has the same policy. `id` is the document's in the catalogue: its memory lies under it. */
export const policyFor = (
  { id, document }: { readonly id: string; readonly document: AutomationDocument },
  scope: PolicyScope = PSEUDO_SCOPE,
): Policy => {
  const permissions = callsOf(document).flatMap((call) => permissionsOf(call, id, scope));
  const kinds = Map.groupBy(permissions, ({ resource, passedTo = '' }) => `${resource} ${passedTo}`);
  const sorted = [...kinds].sort(([one], [other]) => byText(one, other));
  return { Version: '2012-10-17', Statement: sorted.flatMap(([, same]) => statementOf(same)) };
};

/** Who may take the role: Systems Manager, for automations of this account and for nobody else (the confused deputy). */
export const trustPolicyFor = ({ partition, account }: Pick<PolicyScope, 'partition' | 'account'> = PSEUDO_SCOPE) => ({
  Version: '2012-10-17' as const,
  Statement: [
    {
      Effect: 'Allow' as const,
      Principal: { Service: 'ssm.amazonaws.com' },
      Action: 'sts:AssumeRole',
      Condition: {
        StringEquals: { 'aws:SourceAccount': account },
        ArnLike: { 'aws:SourceArn': `arn:${partition}:ssm:*:${account}:automation-execution/*` },
      },
    },
  ],
});
