// An incident begins in its hour; what it does then is its own file's.
import type { Actor } from '../account/actor.ts';
import type { World } from '../account/world.ts';
import type { IncidentSpec } from '../incident-spec.ts';
import { escalate } from './escalation.ts';
import { exfiltrateFast } from './fast-exfiltration.ts';
import { inject } from './injection.ts';
import { tamperWithLogs } from './log-tampering.ts';
import { actSensitively, callNewDestination, scanTable } from './odd-calls.ts';
import { useStolenCredentials } from './stolen-credentials.ts';
import { takeData } from './stolen-data.ts';

const begin = (world: World, incident: IncidentSpec): void => {
  switch (incident.kind) {
    case 'slow-exfiltration':
    case 'denial-of-wallet':
    case 'poisoning':
    case 'silence':
      // These bend the traffic itself.
      break;
    case 'fast-exfiltration':
      exfiltrateFast(world, incident);
      break;
    case 'injection':
      inject(world, incident);
      break;
    case 'stolen-credentials':
      useStolenCredentials(world, incident);
      break;
    case 'escalation':
      escalate(world, incident);
      break;
    case 'stolen-data':
      takeData(world, incident);
      break;
    case 'log-tampering':
      tamperWithLogs(world, incident);
      break;
    case 'table-scan':
      scanTable(world, incident);
      break;
    case 'new-destination':
      callNewDestination(world, incident);
      break;
    case 'sensitive-action':
      actSensitively(world, incident);
      break;
  }
};

export const incidentActor = (world: World, incident: IncidentSpec): Actor => ({
  plan(fromMs, toMs) {
    if (incident.startMs >= fromMs && incident.startMs < toMs) begin(world, incident);
  },
});
