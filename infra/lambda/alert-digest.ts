// Once a day: what was found the day before and disturbed nobody, in one mail.
import { renderDigestMessage } from '../../alerts/render/digest.ts';
import { digestOf, isEmptyDigest } from '../../alerts/triage/digest.ts';
import { triage } from '../../alerts/triage/triage.ts';
import { DAY_MS, HOUR_MS, type Instant, isoOf } from '../../detectors/model/time.ts';
import type { AlertContext } from './alert-context.ts';
import { storedFinding } from './keep-findings.ts';
import { FINDINGS_KEPT_MS } from './kept.ts';
import { AFTER_ALL, BEFORE_ALL, digestKey, findingsOf } from './keys.ts';
import { peopleTold } from './told-items.ts';

/** When a day is told of: what came late is in it by then, and people in Europe start their day. Those in America have it by theirs. */
const HOURS_AFTER = 5;

/** Read of the days that the digest is made from; a storm's other findings are in the table and on the bus. */
const MOST_OF_A_DAY = 10_000;

export const sendDigest = async (context: AlertContext): Promise<void> => {
  const { findings, topic, environment } = context;
  const now = context.now();
  const dayMs = now - HOURS_AFTER * HOUR_MS - DAY_MS;
  const [before = '', day = '', after = ''] = [-1, 0, 1].map((offset) => isoOf((dayMs + offset * DAY_MS) as Instant).slice(0, 10));
  if ((await findings.get(digestKey(day))) !== undefined) return;
  // The day before and after, since a story may reach over midnight.
  const stored = await Promise.all(
    [before, day, after].map((each) => findings.query(findingsOf(each), BEFORE_ALL, AFTER_ALL, MOST_OF_A_DAY)),
  );
  const told = await peopleTold(findings, [before, day, after]);
  const triaged = triage(
    stored.flat().map(({ body }) => storedFinding(body).finding),
    {
      now: isoOf(now),
      suppressions: context.suppressions,
      budget: context.alertBudget,
      nonProduction: context.nonProduction,
      sent: told.filter(({ channel }) => channel === 'mail'),
      shared: [...context.settings.knownDeployers],
    },
  );
  const digest = digestOf(triaged, day);
  if (!isEmptyDigest(digest)) {
    try {
      await topic.publish(renderDigestMessage(digest, environment));
    } catch (error) {
      // Not marked as sent: the next tick tries again.
      context.tally.failed('mail', 1, error instanceof Error ? error.name : 'unknown');
      return;
    }
  }
  await findings.putAll([{ ...digestKey(day), body: '{}', version: 0, expires: now + FINDINGS_KEPT_MS }]);
};
