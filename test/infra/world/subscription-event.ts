// A message of a CloudWatch Logs subscription, as it invokes a function.
import { gzipSync } from 'node:zlib';

export const subscriptionEvent = (logGroup: string, timestamp: number, messages: readonly string[]): unknown => ({
  awslogs: {
    data: gzipSync(
      JSON.stringify({
        messageType: 'DATA_MESSAGE',
        owner: '111122223333',
        logGroup,
        logStream: '2026/03/02/[$LATEST]0a1b2c',
        subscriptionFilters: ['lapwing-subscription'],
        logEvents: messages.map((message, place) => ({
          id: `3952616895082725615515868599927${place}`,
          timestamp: timestamp + place,
          message,
        })),
      }),
    ).toString('base64'),
  },
});
