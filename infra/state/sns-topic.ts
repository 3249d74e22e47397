// The topic port over SNS: one message, worded for each protocol.
import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Topic } from './ports.ts';

export const snsTopic = (client: SNSClient, arn: string): Topic => ({
  async publish(message) {
    await client.send(new PublishCommand({ TopicArn: arn, ...message }));
  },
});
