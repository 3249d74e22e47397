// Findings that came → kept, joined with what is open, and told on every channel: each once for each step of severity.
//
// A message is marked as told after its channel took it. So nothing is lost: what is interrupted is told by the retry, and what a
// channel did not take is owed. And nothing is told twice, save when the function dies in the moment between, or the answer of a
// channel that took it is lost; e-mail has no way to undo that.
import { type Channel, candidatesFor, newsAmong } from '../../alerts/triage/to-tell.ts';
import { triage } from '../../alerts/triage/triage.ts';
import type { Revised } from '../../detectors/aws/assess-pending.ts';
import type { Finding } from '../../detectors/model/finding.ts';
import { isoOf } from '../../detectors/model/time.ts';
import { inParallel } from '../../ingest/aws/history/in-parallel.ts';
import type { AlertContext } from './alert-context.ts';
import { tellCanaries, withoutCanaries } from './canary.ts';
import { deliver } from './deliver.ts';
import { keepFinding } from './keep-findings.ts';
import { openFindings } from './open-findings.ts';
import { readOwed, settleOwed } from './owed.ts';
import { machinesTold } from './told-items.ts';

/** Findings kept at once; each is a read and a write. */
const AT_ONCE = 8;

/** Machines first: a containment waits for a person as it is, and a mail takes longer to be read than an event to be sent. */
const CHANNELS: readonly Channel[] = ['event', 'mail', 'chat'];

/** Without findings: only what is owed is told. */
export const alert = async (received: readonly Revised[], context: AlertContext): Promise<void> => {
  const { news: found, canaries } = withoutCanaries(received);
  if (canaries > 0) await tellCanaries(canaries, context);
  await inParallel(found, AT_ONCE, (each) => keepFinding(each, context));
  const owed = await readOwed(context.findings);
  const fresh = [...found.map(({ finding }) => finding), ...owed.findings];
  if (fresh.length === 0) return;
  const open = await openFindings(fresh, context);
  const triaged = triage(open.findings, {
    now: isoOf(context.now()),
    suppressions: context.suppressions,
    budget: context.alertBudget,
    nonProduction: context.nonProduction,
    sent: open.told.filter(({ channel }) => channel === 'mail'),
    shared: [...context.settings.knownDeployers],
  });
  const byId = new Map(triaged.findings.map((finding) => [finding.id, finding]));
  const ids = new Set(fresh.map(({ id }) => id));
  const failed: Finding[] = [];
  const told = { event: 0, mail: 0, chat: 0 };
  for (const channel of CHANNELS) {
    const candidates = candidatesFor(triaged, channel, ids);
    const before = channel === 'event' ? await machinesTold(context.findings, candidates) : open.told;
    const news = newsAmong(
      candidates,
      before.filter((each) => each.channel === channel),
    );
    const refused = await deliver(channel, news, byId, context);
    told[channel] = news.length - refused.length;
    failed.push(...refused);
  }
  await settleOwed(context.findings, owed, failed, byId, context.now());
  context.tally.told(told.mail, told.event);
};
