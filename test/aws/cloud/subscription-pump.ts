// What CloudWatch Logs does with an event that was put into a group that is subscribed to: a zipped message to the destination.
import { gzipSync } from 'node:zlib';
import { type CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { Invocations } from './invocations.ts';
import type { Services } from './services.ts';

export interface Put {
  readonly logGroupName: string;
  readonly logStreamName: string;
  readonly logEvents: readonly { readonly timestamp: number; readonly message: string }[];
}

export interface SubscriptionSurroundings {
  readonly logs: CloudWatchLogsClient;
  readonly services: Services;
  readonly invocations: Invocations;
  readonly accountId: string;
  readonly region: string;
  readonly intoStream: (arn: string, partition: string, data: Buffer) => Promise<void>;
  /** Given each message's delivery, which it may repeat. */
  readonly again: (bring: () => Promise<void>) => void;
  /** Told of each message, as text, and the ids of its events. */
  readonly onMessage: (text: string, ids: readonly string[]) => void;
}

export const pumpSubscriptions = (surroundings: SubscriptionSurroundings): ((put: Put) => Promise<void>) => {
  const { logs, services, invocations, accountId, region, intoStream, onMessage, again } = surroundings;
  /** By stream: ids of events that were passed on, since the emulator's list has all that ever came. */
  const seen = new Set<string>();

  return async ({ logGroupName, logStreamName, logEvents }) => {
    const subscribed = services.subscriptions.filter(({ selects }) => selects(logGroupName));
    if (subscribed.length === 0) return;
    const times = logEvents.map(({ timestamp }) => timestamp);
    const { events = [] } = await logs.send(
      new FilterLogEventsCommand({
        logGroupName,
        logStreamNames: [logStreamName],
        startTime: Math.min(...times),
        endTime: Math.max(...times),
      }),
    );
    const fresh = events.filter(({ eventId = '' }) => !seen.has(eventId));
    for (const { eventId = '' } of fresh) seen.add(eventId);
    for (const { filterName, destinationArn } of subscribed) {
      const text = JSON.stringify({
        messageType: 'DATA_MESSAGE',
        owner: accountId,
        logGroup: logGroupName,
        logStream: logStreamName,
        subscriptionFilters: [filterName],
        logEvents: fresh.map(({ eventId, timestamp, message }) => ({ id: eventId, timestamp, message })),
      });
      onMessage(
        text,
        fresh.map(({ eventId = '' }) => eventId),
      );
      const data = gzipSync(text);
      const bring = async (): Promise<void> => {
        if (destinationArn.split(':')[2] === 'kinesis') await intoStream(destinationArn, logStreamName, data);
        else
          invocations.invokeLater(
            destinationArn.split(':').at(-1) ?? '',
            { awslogs: { data: data.toString('base64') } },
            { principal: 'logs.amazonaws.com', sourceArn: `arn:aws:logs:${region}:${accountId}:log-group:${logGroupName}:*` },
          );
      };
      await bring();
      again(bring);
    }
  };
};
