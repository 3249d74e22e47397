// The actions that a document's policy allows, and those that a run of it needed.
import type { CatalogueEntry } from '../../runbooks/automation/catalogue.ts';
import { permissionsOf } from '../../runbooks/automation/permissions.ts';
import { policyFor } from '../../runbooks/automation/policy.ts';
import { PSEUDO_SCOPE } from '../../runbooks/automation/policy-scope.ts';

export const allowedActions = (entry: CatalogueEntry): ReadonlySet<string> =>
  new Set(policyFor(entry).Statement.flatMap(({ Action }) => Action));

type Made = { readonly service: string; readonly api: string; readonly inputs: object };

export const actionsNeeded = (id: string, calls: readonly Made[]): readonly string[] => [
  ...new Set(
    calls.flatMap(({ service, api }) => permissionsOf({ service, api, inputs: undefined }, id, PSEUDO_SCOPE).map(({ action }) => action)),
  ),
];
