// News → channels: each on its own, so that one that is broken silences no other. What was not taken is returned, and owed.
import { renderChat } from '../../alerts/render/chat.ts';
import { renderEvent } from '../../alerts/render/event.ts';
import { renderSnsMessage } from '../../alerts/render/sns-message.ts';
import { environmentOf } from '../../alerts/triage/environment.ts';
import type { Channel, News } from '../../alerts/triage/to-tell.ts';
import type { Finding } from '../../detectors/model/finding.ts';
import type { Published, Topic } from '../state/ports.ts';
import type { AlertContext } from './alert-context.ts';
import { markTold } from './told-items.ts';

/** Failures in a row after which a channel is left alone until the next run: each took the client's own tries already. */
const FAILURES_IN_A_ROW = 2;

export type ById = ReadonlyMap<string, Finding>;

const environmentFor = (finding: Finding, { environment, nonProduction }: AlertContext): string =>
  environment === '' ? environmentOf(finding, nonProduction) : environment;

const mailOf = ({ finding, before }: News, byId: ById, context: AlertContext): Published => {
  const { projectUrl } = context;
  return renderSnsMessage(finding, {
    environment: environmentFor(finding, context),
    parts: finding.parts.flatMap((id) => byId.get(id) ?? []),
    ...(before === undefined ? {} : { before }),
    ...(projectUrl === undefined ? {} : { projectUrl }),
  });
};

const chatOf = (news: News, byId: ById, context: AlertContext): Published => {
  const { projectUrl } = context;
  const parts = news.finding.parts.flatMap((id) => byId.get(id) ?? []);
  const { MessageAttributes } = mailOf(news, byId, context);
  return { Message: renderChat(news.finding, { parts, ...(projectUrl === undefined ? {} : { projectUrl }) }), MessageAttributes };
};

/** A message is marked as told after it was taken: what is interrupted between the two is told twice, and never not at all. */
const tellPeople = async (
  channel: 'mail' | 'chat',
  topic: Topic,
  news: readonly News[],
  byId: ById,
  context: AlertContext,
): Promise<readonly Finding[]> => {
  const failed: Finding[] = [];
  let inARow = 0;
  let reason = '';
  for (const each of news) {
    if (inARow < FAILURES_IN_A_ROW) {
      try {
        await topic.publish((channel === 'mail' ? mailOf : chatOf)(each, byId, context));
        inARow = 0;
      } catch (error) {
        inARow++;
        reason = error instanceof Error ? error.name : 'unknown';
        failed.push(each.finding);
        continue;
      }
      await markTold(context.findings, [each.finding], channel, context.now());
    } else failed.push(each.finding);
  }
  if (failed.length > 0) context.tally.failed(channel, failed.length, reason);
  return failed;
};

const tellMachines = async (news: readonly News[], context: AlertContext): Promise<readonly Finding[]> => {
  if (news.length === 0) return [];
  const refused = await context.bus.put(news.map(({ finding }) => renderEvent(finding, { environment: environmentFor(finding, context) })));
  const findings = news.map(({ finding }) => finding);
  await markTold(
    context.findings,
    findings.filter((_, place) => !refused.has(place)),
    'event',
    context.now(),
  );
  const failed = findings.filter((_, place) => refused.has(place));
  if (failed.length > 0) context.tally.failed('event', failed.length, [...refused.values()][0] ?? '');
  return failed;
};

/** Resolves with what the channel did not take. */
export const deliver = (channel: Channel, news: readonly News[], byId: ById, context: AlertContext): Promise<readonly Finding[]> => {
  if (channel === 'event') return tellMachines(news, context);
  const topic = channel === 'mail' ? context.topic : context.chat;
  return topic === undefined ? Promise.resolve([]) : tellPeople(channel, topic, news, byId, context);
};
