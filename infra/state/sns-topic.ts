// The topic port over SNS: one message, worded for each protocol.
import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Topic } from './ports.ts';

export const snsTopic = (client: SNSClient, arn: string): Topic => ({
  async publish({ subject, bodies, attributes }) {
    await client.send(
      new PublishCommand({
        TopicArn: arn,
        Subject: subject,
        MessageStructure: 'json',
        Message: JSON.stringify(bodies),
        MessageAttributes: Object.fromEntries(
          Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
        ),
      }),
    );
  },
});
