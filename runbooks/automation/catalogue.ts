// Every document, in the order in which they are shown: evidence first, then what stops an attack, then what restores sight.
import { blockEgress } from './contain/block-egress.ts';
import { detachLayer } from './contain/detach-layer.ts';
import { disableAccessKey } from './contain/disable-access-key.ts';
import { disableFunctionUrl } from './contain/disable-function-url.ts';
import { disableTrigger } from './contain/disable-trigger.ts';
import { isolateFunction } from './contain/isolate-function.ts';
import { quarantineRole } from './contain/quarantine-role.ts';
import { restartTrail } from './contain/restart-trail.ts';
import { restoreAlias } from './contain/restore-alias.ts';
import { restoreLogRetention } from './contain/restore-log-retention.ts';
import { restoreSubscriptionFilter } from './contain/restore-subscription-filter.ts';
import { revokeRoleSessions } from './contain/revoke-role-sessions.ts';
import { rotateSecret } from './contain/rotate-secret.ts';
import { type Containment, documentOf } from './containment.ts';
import type { AutomationDocument } from './document.ts';
import { PRESERVE_EVIDENCE } from './preserve-evidence.ts';

export interface CatalogueEntry {
  readonly id: string;
  /** The name that SSM knows it by. */
  readonly name: string;
  readonly document: AutomationDocument;
}

const CONTAINMENTS: readonly Containment[] = [
  isolateFunction,
  revokeRoleSessions,
  quarantineRole,
  disableAccessKey,
  detachLayer,
  restoreAlias,
  disableFunctionUrl,
  disableTrigger,
  blockEgress,
  rotateSecret,
  restartTrail,
  restoreSubscriptionFilter,
  restoreLogRetention,
];

export const AUTOMATIONS: readonly CatalogueEntry[] = [
  PRESERVE_EVIDENCE,
  ...CONTAINMENTS.map((containment) => ({ id: containment.id, name: containment.name, document: documentOf(containment) })),
];
