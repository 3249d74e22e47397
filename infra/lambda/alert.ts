// Findings that came → kept, joined with what is open, and told: each once for each step of severity.
//
// A mail is marked as sent after SNS took it. So nothing is lost: what is interrupted is told by the retry. And nothing is told
// twice, save when the function dies in the moment between; e-mail has no way to undo that.
import { alertMail, findingJson } from '../../alerts/aws/alert-mail.ts';
import { type Channel, type Told, toldOf, toTell } from '../../alerts/aws/to-tell.ts';
import { triage } from '../../alerts/triage/triage.ts';
import type { Revised } from '../../detectors/aws/assess-pending.ts';
import type { Finding } from '../../detectors/model/finding.ts';
import { isoOf } from '../../detectors/model/time.ts';
import { inParallel } from '../../ingest/aws/history/in-parallel.ts';
import type { Item } from '../state/table.ts';
import type { AlertContext } from './alert-context.ts';
import { dayOf, keepFinding } from './keep-findings.ts';
import { FINDINGS_KEPT_MS } from './kept.ts';
import { toldOf as toldPartition } from './keys.ts';
import { openFindings } from './open-findings.ts';

/** Findings kept at once; each is a read and a write. */
const AT_ONCE = 8;

const toldItem = (finding: Finding, channel: Channel, expires: number): Item => {
  const told: Told = toldOf(finding, channel);
  return {
    pk: toldPartition(dayOf(finding.time)),
    sk: `${told.id}|${channel}|${told.severity}`,
    body: JSON.stringify(told),
    version: 0,
    expires,
  };
};

const tellPeople = async (finding: Finding, byId: ReadonlyMap<string, Finding>, context: AlertContext): Promise<void> => {
  const parts = finding.parts.flatMap((id) => byId.get(id) ?? []);
  const { environment, projectUrl, topic, findings, now } = context;
  await topic.publish(alertMail(finding, { environment, parts, ...(projectUrl === undefined ? {} : { projectUrl }) }));
  await findings.putAll([toldItem(finding, 'mail', now() + FINDINGS_KEPT_MS)]);
};

const tellMachines = async (findings: readonly Finding[], context: AlertContext): Promise<void> => {
  if (findings.length === 0) return;
  await context.bus.put(findings.map((finding) => findingJson(finding)));
  await context.findings.putAll(findings.map((finding) => toldItem(finding, 'event', context.now() + FINDINGS_KEPT_MS)));
};

export const alert = async (found: readonly Revised[], context: AlertContext): Promise<void> => {
  if (found.length === 0) return;
  await inParallel(found, AT_ONCE, (each) => keepFinding(each, context));
  const fresh = found.map(({ finding }) => finding);
  const open = await openFindings(fresh, context);
  const triaged = triage(open.findings, {
    now: isoOf(context.now()),
    suppressions: context.suppressions,
    sent: open.told.filter(({ channel }) => channel === 'mail'),
    shared: [...context.settings.knownDeployers],
  });
  const { mails, events } = toTell(triaged, open.told, new Set(fresh.map(({ id }) => id)));
  const byId = new Map(triaged.findings.map((finding) => [finding.id, finding]));
  for (const finding of mails) await tellPeople(finding, byId, context);
  await tellMachines(events, context);
  context.tally.told(mails.length, events.length);
};
