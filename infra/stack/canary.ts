// The canary: a function that is watched like any other, and attacked once an hour. The way is open while its finding comes out.
import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { PREFIX } from '../names.ts';
import type { Files } from './files.ts';
import { OwnFunction } from './own-function.ts';

export interface CanaryProps {
  readonly retention: RetentionDays;
  readonly failed: Queue;
  readonly undelivered: Queue;
  readonly files: Files;
}

export class Canary extends Construct {
  readonly function: OwnFunction<'canary'>;

  constructor(scope: Construct, id: string, { retention, failed, undelivered, files }: CanaryProps) {
    super(scope, id);
    this.function = new OwnFunction(this, 'Canary', {
      service: 'canary',
      description: 'Lapwing: writes an attack that is none into its log, which must come out as a finding',
      // It prints one line: Lambda's least of both.
      memoryMb: 128,
      timeout: Duration.seconds(3),
      retention,
      files: files.canary,
      variables: {},
    });
    const { lambda } = this.function;
    // Tried again within its hour; the next hour's canary is as good.
    lambda.configureAsyncInvoke({ retryAttempts: 2, maxEventAge: Duration.minutes(30), onFailure: new SqsDestination(failed) });
    const rule = new Rule(this, 'EveryHour', {
      ruleName: `${PREFIX}-every-hour`,
      description: 'Runs Lapwing’s canary',
      schedule: Schedule.rate(Duration.hours(1)),
    });
    rule.addTarget(new LambdaTarget(lambda, { retryAttempts: 2, maxEventAge: Duration.minutes(30), deadLetterQueue: undelivered }));
  }
}
