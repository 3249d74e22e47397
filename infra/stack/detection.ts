// The detect function, every minute.
import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import type { IDestination } from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { PREFIX } from '../names.ts';
import type { Files } from './files.ts';
import { OwnFunction } from './own-function.ts';
import type { State } from './state.ts';

export interface DetectionProps {
  readonly graceMs: number;
  readonly settleMs: number;
  readonly retention: RetentionDays;
  readonly state: State;
  readonly findings: Queue;
  readonly failed: Queue;
  readonly undelivered: Queue;
  /** Takes the word that a run went through, when somebody outside listens for it. */
  readonly onSuccess: IDestination | undefined;
  readonly files: Files;
}

export class Detection extends Construct {
  readonly function: OwnFunction<'detect'>;

  constructor(scope: Construct, id: string, props: DetectionProps) {
    super(scope, id);
    const { partials, baselines } = props.state;
    this.function = new OwnFunction(this, 'Detect', {
      service: 'detect',
      description: 'Lapwing: assesses what functions did against what they usually do, then learns',
      // Half a processor, and room for a quarter of an hour of a thousand functions.
      memoryMb: 1024,
      // Two runs may overlap after a backlog, which baselines’ versions allow; more should not.
      timeout: Duration.seconds(110),
      retention: props.retention,
      files: props.files.detect,
      variables: {
        PARTIALS_TABLE: partials.tableName,
        BASELINES_TABLE: baselines.tableName,
        FINDINGS_QUEUE: props.findings.queueUrl,
        GRACE_MS: String(props.graceMs),
        SETTLE_MS: String(props.settleMs),
      },
    });
    const { lambda, role } = this.function;
    partials.grant(role, 'dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem', 'dynamodb:BatchWriteItem', 'dynamodb:DeleteItem');
    baselines.grant(role, 'dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem', 'dynamodb:BatchWriteItem');
    props.findings.grant(role, 'sqs:SendMessage');
    // What was due stays due: the next minute's run is the retry, and an old minute's is of no use.
    lambda.configureAsyncInvoke({
      retryAttempts: 0,
      maxEventAge: Duration.minutes(1),
      onFailure: new SqsDestination(props.failed),
      ...(props.onSuccess === undefined ? {} : { onSuccess: props.onSuccess }),
    });
    const rule = new Rule(this, 'EveryMinute', {
      ruleName: `${PREFIX}-every-minute`,
      description: 'Runs Lapwing’s detector',
      schedule: Schedule.rate(Duration.minutes(1)),
    });
    rule.addTarget(new LambdaTarget(lambda, { retryAttempts: 0, maxEventAge: Duration.minutes(1), deadLetterQueue: props.undelivered }));
  }
}
