// The runbooks that the machine runs: a document and a role for each, rules that start them, a topic that asks people first.
import { Stack } from 'aws-cdk-lib';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import { PolicyDocument, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { CfnDocument } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { AUTOMATIONS, type CatalogueEntry } from '../../runbooks/automation/catalogue.ts';
import { documentText } from '../../runbooks/automation/document-text.ts';
import { policyFor } from '../../runbooks/automation/policy.ts';
import { type Trigger, triggersFor } from '../../runbooks/automation/triggers.ts';
import { functionNameOf, PREFIX, SERVICES } from '../names.ts';
import { ownService, roleName } from './account.ts';
import { acknowledgeResource } from './acknowledgements.ts';

export interface ResponseProps {
  /** ARNs of the IAM users and roles of whom one must say yes before anything is changed. */
  readonly approvers: readonly string[];
  /** Names of functions, roles and users that no automation may touch, beside Lapwing's own. @default none */
  readonly protect?: readonly string[];
  /** Accounts whose layers are welcome. @default none: every foreign layer may be detached */
  readonly trustedAccounts?: readonly string[];
  /** Where evidence is kept: a bucket with object lock. @default no evidence is kept */
  readonly evidence?: IBucket;
  /** The alias that callers use, the same for every function. @default none: code that was changed is not pointed back */
  readonly alias?: string;
  /** What a log group's retention is set back to, in days, where somebody shortened it. @default 365 */
  readonly retentionDays?: number;
}

interface Surroundings {
  readonly emails: readonly string[];
  /** What brings logs, to be put back where somebody took it away; undefined where it is not a filter for each group. */
  readonly subscription:
    | { readonly filterName: string; readonly destinationArn: string; readonly deliveryRoleArn: string | null }
    | undefined;
  /** Takes what Systems Manager would not start. */
  readonly undelivered: Queue;
}

/** `aws:approve` publishes to no topic of another name. */
const TOPIC_NAME = 'AutomationLapwing';

/** Why an automation's role may act on more than one thing. */
const whyWide = (resource: string): string => {
  if (resource === '*') return 'Calls that list or look up have no resource in IAM: AWS takes nothing narrower.';
  if (resource.includes('/lapwing/containment/')) return 'Its own memory: one parameter for each thing it contained.';
  if (resource.includes('/evidence/')) return 'Evidence is named by its finding and its hash; only under this prefix of the one bucket.';
  return 'Which one has to be contained is known by the finding only; the document refuses what it is told to protect.';
};

export class Response extends Construct {
  constructor(scope: Construct, id: string, props: ResponseProps, surroundings: Surroundings) {
    super(scope, id);
    if (props.approvers.length === 0)
      throw new Error('an automation needs somebody who approves it: name approvers, or leave the responses out');
    const topic = new Topic(this, 'Approvals', { topicName: TOPIC_NAME, displayName: 'Lapwing asks', enforceSSL: true });
    for (const email of surroundings.emails)
      topic.addSubscription(new EmailSubscription(email, { deadLetterQueue: surroundings.undelivered }));

    const roles = new Map(AUTOMATIONS.map((entry) => [entry.id, this.#automation(entry, topic, props)]));
    const roleOf = (automation: string): Role => {
      const role = roles.get(automation);
      if (role === undefined) throw new Error(`no role for ${automation}`);
      return role;
    };
    const triggers = triggersFor({
      assumeRoleOf: (automation) => roleOf(automation).roleArn,
      topicArn: topic.topicArn,
      approvers: props.approvers,
      protectedNames: [...SERVICES.flatMap((service) => [functionNameOf(service), roleName(this, service)]), ...(props.protect ?? [])],
      trustedAccounts: props.trustedAccounts ?? [],
      evidenceBucket: props.evidence?.bucketName ?? null,
      alias: props.alias ?? null,
      subscription: surroundings.subscription ?? null,
      retentionDays: String(props.retentionDays ?? 365),
    });
    const starter = this.#starter(triggers, roleOf);
    for (const trigger of triggers) this.#rule(trigger, starter, surroundings.undelivered);
    this.#letRulesFail(surroundings.undelivered);
  }

  /** The document and the role it acts with, which may do what its steps call and nothing else. */
  #automation(entry: CatalogueEntry, topic: Topic, { evidence }: ResponseProps): Role {
    const { partition, account, region } = Stack.of(this);
    const document = new CfnDocument(this, entry.name, {
      name: entry.name,
      documentType: 'Automation',
      documentFormat: 'YAML',
      content: {},
      updateMethod: 'NewVersion',
    });
    // The text that is checked in, to the letter: as an object its numbers and booleans would pass through CloudFormation's hands.
    document.addPropertyOverride('Content', documentText(entry.document));
    const policy = policyFor(entry, {
      partition,
      account,
      region,
      topicArn: topic.topicArn,
      // Without a bucket nothing starts the document that writes there; by hand it may be given one of this name.
      bucket: evidence?.bucketName ?? `${PREFIX}-evidence-${account}-${region}`,
    });
    const role = new Role(this, `${entry.name}-Role`, {
      roleName: roleName(this, entry.id),
      assumedBy: ownService(
        this,
        'ssm',
        Stack.of(this).formatArn({ service: 'ssm', region: '*', resource: 'automation-execution', resourceName: '*' }),
      ),
      inlinePolicies: { Steps: PolicyDocument.fromJson(policy) },
    });
    for (const resource of policy.Statement.map(({ Resource }) => Resource).filter((each) => each.includes('*')))
      acknowledgeResource(role, resource, whyWide(resource));
    return role;
  }

  /** What EventBridge may start, and the roles it may hand on. */
  #starter(triggers: readonly Trigger[], roleOf: (automation: string) => Role): Role {
    const starter = new Role(this, 'Starter', {
      roleName: roleName(this, 'starter'),
      assumedBy: ownService(this, 'events', this.#rules()),
    });
    starter.addToPolicy(
      new PolicyStatement({
        actions: ['ssm:StartAutomationExecution'],
        resources: [...new Set(triggers.map(({ documentName }) => this.#definition(documentName)))],
      }),
    );
    starter.addToPolicy(
      new PolicyStatement({
        actions: ['iam:PassRole'],
        resources: [...new Set(triggers.map(({ automation }) => roleOf(automation).roleArn))],
        conditions: { StringEquals: { 'iam:PassedToService': 'ssm.amazonaws.com' } },
      }),
    );
    return starter;
  }

  #definition(documentName: string): string {
    return Stack.of(this).formatArn({ service: 'ssm', resource: 'automation-definition', resourceName: `${documentName}:$DEFAULT` });
  }

  #rule(trigger: Trigger, starter: Role, undelivered: Queue): void {
    new CfnRule(this, `Start-${trigger.id}`, {
      name: `${PREFIX}-start-${trigger.id}`,
      description: `Starts ${trigger.documentName}, which asks before it changes anything`,
      eventPattern: trigger.eventPattern,
      targets: [
        {
          id: 'automation',
          arn: this.#definition(trigger.documentName),
          roleArn: starter.roleArn,
          inputTransformer: { inputPathsMap: trigger.inputPathsMap, inputTemplate: trigger.inputTemplate },
          deadLetterConfig: { arn: undelivered.queueArn },
        },
      ],
    });
  }

  /** What Systems Manager would not start lands there. */
  #letRulesFail(undelivered: Queue): void {
    undelivered.addToResourcePolicy(
      new PolicyStatement({
        sid: 'RulesThatStart',
        principals: [ownService(this, 'events', this.#rules())],
        actions: ['sqs:SendMessage'],
        resources: [undelivered.queueArn],
      }),
    );
  }

  #rules(): string {
    return Stack.of(this).formatArn({ service: 'events', resource: 'rule', resourceName: `${PREFIX}-start-*` });
  }
}
