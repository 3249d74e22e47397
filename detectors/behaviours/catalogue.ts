// Every behaviour, in the order they are assessed and shown.
import type { Behaviour } from './behaviour.ts';
import { credentialsElsewhere } from './credentials-elsewhere.ts';
import { dataVolume } from './data-volume.ts';
import { deniedBurst } from './denied-burst.ts';
import { errorRate } from './error-rate.ts';
import { invocationRate } from './invocation-rate.ts';
import { logVolume } from './log-volume.ts';
import { newAction } from './new-action.ts';
import { newDestination } from './new-destination.ts';
import { silence } from './silence.ts';

/** A behaviour as the catalogue shows it. */
export type BehaviourEntry = Omit<Behaviour, 'assess'> & { readonly runbook: string };

export const ASSESSED: readonly Behaviour[] = [
  invocationRate,
  credentialsElsewhere,
  dataVolume,
  deniedBurst,
  errorRate,
  logVolume,
  newAction,
  newDestination,
  silence,
];

export const runbookOf = (id: string): string => `runbooks/${id}.md`;

export const BEHAVIOURS: readonly BehaviourEntry[] = ASSESSED.map(({ assess: _, ...entry }) => ({
  ...entry,
  runbook: runbookOf(entry.id),
}));
