// The whole of Lapwing as one construct: `new Lapwing(this, 'Lapwing', { email: 'team@example.org' })`.
import { CfnOutput, Duration, Fn } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { PREFIX } from './names.ts';
import { Alarms, specsOf, type Watched } from './stack/alarms.ts';
import { Alerting } from './stack/alerting.ts';
import { budget } from './stack/budget.ts';
import { Canary } from './stack/canary.ts';
import { Detection } from './stack/detection.ts';
import { filesOf } from './stack/files.ts';
import { HealthBoard } from './stack/health-board.ts';
import { Heartbeat, type LookoutPlace, onDefaultBus } from './stack/heartbeat.ts';
import { Ingestion } from './stack/ingestion.ts';
import { letRoleUse } from './stack/key-policy.ts';
import type { Members } from './stack/members.ts';
import { logGroupName } from './stack/own-function.ts';
import { lastQueue } from './stack/queue.ts';
import { resolverQueryLogs } from './stack/resolver-logs.ts';
import { Response, type ResponseProps } from './stack/response.ts';
import { NO_TRAIL, OBJECTS_RULE, SUBSCRIPTION } from './stack/sources.ts';
import { State } from './stack/state.ts';

export interface LapwingProps {
  /** Who is told, of alerts and of Lapwing's own health. Each address gets two mails to confirm. */
  readonly email: string | readonly string[];
  /**
   * Which log groups are read: every group of the account and region, new ones included, or those named, or none.
   * An account has one account-level subscription policy a region: where there is another, name groups.
   * @default 'account'
   */
  readonly logGroups?: 'account' | 'none' | readonly string[];
  /**
   * CloudTrail's management events through EventBridge, which needs a trail that logs them: those that change something,
   * or all (Describe, Get and List too, which are most), or none because a bucket brings them.
   * @default 'writes'
   */
  readonly cloudTrail?: 'all' | 'writes' | 'none';
  /**
   * Buckets to which a trail (data events!) or flow logs are delivered: each new object is read. They must send their events to
   * EventBridge (`eventBridgeEnabled`). Windows are then learned ten minutes later, since objects come some five minutes late.
   * @default none
   */
  readonly buckets?: readonly IBucket[];
  /** VPCs whose DNS queries are logged and read: for functions that run in one. @default none */
  readonly resolverQueryLogs?: readonly string[];
  /**
   * Other accounts that are watched from here, each with a `LapwingMember` of its own: an organization, or those named. They
   * send through a stream, so there is one.
   * @default none
   */
  readonly members?: Members;
  /**
   * A Kinesis stream between CloudWatch Logs and the reader: for accounts whose logs come faster than a thousand messages a second.
   * @default false
   */
  readonly stream?: boolean;
  /**
   * How long after its end a window of five minutes is assessed.
   * @default three minutes
   */
  readonly grace?: Duration;
  /**
   * How long after its end a window is learned: what comes later is assessed and teaches nothing.
   * @default ten minutes after the grace, twenty with buckets
   */
  readonly settle?: Duration;
  /**
   * Automations that contain what was found, and who approves them. Each is deployed with a role of its own.
   * @default none: runbooks are for people only
   */
  readonly response?: ResponseProps;
  /** Where a `LapwingLookout` listens for this Lapwing's heartbeat. @default none: the alarms here are the only ones */
  readonly lookout?: LookoutPlace;
  /** What Lapwing may cost, in US dollars a month: a mail when it will be more, an alarm on a day of more. @default 25 */
  readonly budgetUsd?: number;
  /** The page of graphs. The first three of an account are free; 3 dollars a month beyond. @default true */
  readonly dashboard?: boolean;
  /** The path of a lapwing.yml: settings and suppressions. @default none */
  readonly config?: string;
  /** Folders with more Sigma rules. @default none */
  readonly rules?: readonly string[];
  /** What this deployment is called in alerts. @default whether what they are about is production, by lapwing.yml */
  readonly environment?: string;
  /**
   * A topic `lapwing-chat` for Slack or Teams: name it in a channel of Amazon Q Developer in chat applications. Its messages are in
   * the form that this service takes.
   * @default false
   */
  readonly chat?: boolean;
  /** Where the project's pages are kept, ending in `/`: runbooks in mails become links. @default paths only */
  readonly projectUrl?: string;
  /** How long Lapwing's own logs are kept. @default a month */
  readonly retention?: RetentionDays;
  /** A customer managed key for tables, topics and the queues that hold findings or records. @default AWS's own keys */
  readonly key?: IKey;
}

export class Lapwing extends Construct {
  /** Alerts: subscribe what else should hear of them. */
  readonly alerts: Topic;
  /** For chat applications, when asked for. */
  readonly chat: Topic | undefined;
  /** Alarms about Lapwing itself. */
  readonly health: Topic;

  constructor(scope: Construct, id: string, props: LapwingProps) {
    super(scope, id);
    const emails = typeof props.email === 'string' ? [props.email] : props.email;
    const { key, retention = RetentionDays.ONE_MONTH, buckets = [] } = props;
    const graceMs = (props.grace ?? Duration.minutes(3)).toMilliseconds();
    const settleMs = props.settle?.toMilliseconds() ?? graceMs + Duration.minutes(buckets.length > 0 ? 20 : 10).toMilliseconds();
    if (emails.length === 0) throw new Error('Lapwing needs an e-mail address: alerts that nobody gets are none');
    if (props.resolverQueryLogs !== undefined && props.logGroups === 'none')
      throw new Error('resolver query logs are log groups: with logGroups none they would be written and not read');
    if (settleMs < graceMs) throw new Error('a window cannot be learned before it is assessed: settle is shorter than grace');
    // The time of synthesis: a suppression that has expired by then is told of now, and by the function's own clock later.
    const files = filesOf(props.config, props.rules ?? [], new Date().toISOString());
    const budgetUsd = props.budgetUsd ?? 25;
    const logGroups = props.logGroups ?? 'account';
    const hasCanary = logGroups !== 'none';

    const state = new State(this, 'State', { key });
    const failed = lastQueue(this, 'Failed', { name: 'failed' });
    const undelivered = lastQueue(this, 'Undelivered', { name: 'undelivered' });
    const quarantine = lastQueue(this, 'Quarantine', { name: 'quarantine', key });
    const alerting = new Alerting(this, 'Alerting', {
      emails,
      key,
      undelivered,
      retention,
      state,
      files,
      chat: props.chat ?? false,
      environment: props.environment ?? '',
      projectUrl: props.projectUrl ?? '',
    });
    const ingestion = new Ingestion(this, 'Ingestion', {
      // Where groups are named, the canary's is one of them; nobody need think of it.
      logGroups: typeof logGroups === 'string' ? logGroups : [...logGroups, logGroupName('canary')],
      members: props.members,
      cloudTrail: props.cloudTrail ?? 'writes',
      buckets,
      stream: props.stream ?? false,
      graceMs,
      retention,
      state,
      findings: alerting.queue,
      failed,
      undelivered,
      quarantine,
      files,
    });
    const detection = new Detection(this, 'Detection', {
      graceMs,
      settleMs,
      retention,
      state,
      findings: alerting.queue,
      failed,
      undelivered,
      onSuccess: props.lookout === undefined ? undefined : onDefaultBus(this),
      files,
    });
    const alert = alerting.addFunction();
    if (hasCanary) {
      const canary = new Canary(this, 'Canary', { retention, failed, undelivered, files });
      // A group that is subscribed by name must be there before.
      if (typeof logGroups !== 'string') ingestion.node.addDependency(canary.function.logGroup);
    }
    if (props.lookout !== undefined) new Heartbeat(this, 'Heartbeat', props.lookout, hasCanary);
    if (props.resolverQueryLogs !== undefined)
      resolverQueryLogs(this, props.resolverQueryLogs, {
        retention,
        subscribe: logGroups === 'account' ? undefined : ingestion.destination,
      });
    if (props.response !== undefined) {
      const { destination } = ingestion;
      const subscription =
        typeof logGroups === 'string' || destination === undefined
          ? undefined
          : { filterName: SUBSCRIPTION, destinationArn: destination.arn, deliveryRoleArn: destination.role?.roleArn ?? null };
      new Response(this, 'Response', props.response, { emails, undelivered, subscription });
    }
    budget(this, budgetUsd, emails);
    if (key !== undefined) for (const { role } of [ingestion.function, detection.function]) letRoleUse(key, role);

    const watched: Watched = {
      ingest: ingestion.function.lambda,
      detect: detection.function.lambda,
      alert: alert.lambda,
      ingestQueue: ingestion.queue,
      findingsQueue: alerting.queue,
      partials: state.partials,
      budgetUsd,
      alerts: alerting.topic,
      doors: [
        ...(props.cloudTrail === 'none' ? [] : [NO_TRAIL]),
        ...(buckets.length === 0
          ? []
          : [{ section: 'no-objects', rule: OBJECTS_RULE, says: 'No object has come into the buckets for six hours.' }]),
      ],
      hasCanary,
      streamAge: ingestion.stream?.metricGetRecordsIteratorAgeMilliseconds({ statistic: 'Maximum', period: Duration.minutes(5) }),
      deadLetters: [
        { section: 'records-given-up', queue: ingestion.deadLetters, says: 'Records could not be read or written after five tries.' },
        { section: 'findings-given-up', queue: alerting.deadLetters, says: 'Findings could not be told of after five tries.' },
        { section: 'invocations-given-up', queue: failed, says: 'An invocation failed for good; its event is kept.' },
        { section: 'events-undelivered', queue: undelivered, says: 'EventBridge or SNS could not deliver a message.' },
      ],
    };
    const alarms = new Alarms(this, 'Alarms', { emails, undelivered, specs: specsOf(watched) });
    if (props.dashboard !== false) new HealthBoard(this, PREFIX, { alarms, watched, projectUrl: props.projectUrl ?? '' });
    new CfnOutput(this, 'Stays', {
      description: 'What `cdk destroy` leaves: what was learned, and evidence. docs/deploy.md says how to use it again, or delete it.',
      value: Fn.join(', ', [state.baselines.tableName, state.findings.tableName]),
    });
    this.alerts = alerting.topic;
    this.chat = alerting.chat;
    this.health = alarms.topic;
  }
}
