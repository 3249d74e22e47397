// An account that another account's Lapwing watches: `new LapwingMember(this, 'Lapwing', { central, email })`. It forwards,
// and keeps only what could not be forwarded.
import { ArnFormat, Stack } from 'aws-cdk-lib';
import { EventBus, type IRuleTarget } from 'aws-cdk-lib/aws-events';
import { EventBus as BusTarget } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { MEMBERS } from './names.ts';
import { ownService, roleName } from './stack/account.ts';
import { Alarms, deadLettersIn, silenceOfRule } from './stack/alarms.ts';
import { lastQueue } from './stack/queue.ts';
import { CLOUDTRAIL_RULE, cloudTrailRule, NO_TRAIL, subscribeAccount, subscribeGroups } from './stack/sources.ts';

export interface LapwingMemberProps {
  /** The account, in the same region, whose Lapwing names this one among its `members`. It must be deployed first. */
  readonly central: string;
  /** Who is told when what is here does not get there. Each address gets a mail to confirm. */
  readonly email: string | readonly string[];
  /** As in Lapwing's own props. @default 'account' */
  readonly logGroups?: 'account' | 'none' | readonly string[];
  /** As in Lapwing's own props. @default 'writes' */
  readonly cloudTrail?: 'all' | 'writes' | 'none';
}

export class LapwingMember extends Construct {
  constructor(scope: Construct, id: string, { central, email, logGroups = 'account', cloudTrail = 'writes' }: LapwingMemberProps) {
    super(scope, id);
    if (!/^\d{12}$/.test(central)) throw new Error('central is an account: twelve digits');
    const destination = {
      arn: Stack.of(this).formatArn({
        service: 'logs',
        account: central,
        resource: 'destination',
        resourceName: MEMBERS,
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      }),
      isStream: true,
    };
    if (logGroups === 'account') subscribeAccount(this, destination);
    else if (logGroups !== 'none') subscribeGroups(this, destination, logGroups);
    if (cloudTrail === 'none') return;
    const undelivered = lastQueue(this, 'Undelivered', { name: 'undelivered' });
    cloudTrailRule(this, this.#centralBus(central, undelivered), cloudTrail === 'all');
    new Alarms(this, 'Alarms', {
      emails: typeof email === 'string' ? [email] : email,
      undelivered,
      specs: [
        silenceOfRule(NO_TRAIL),
        deadLettersIn({ section: 'events-undelivered', queue: undelivered, says: 'Events could not be delivered to the central account.' }),
      ],
    });
  }

  #centralBus(account: string, deadLetterQueue: Queue): IRuleTarget {
    const eventBusArn = Stack.of(this).formatArn({ service: 'events', account, resource: 'event-bus', resourceName: MEMBERS });
    const rule = Stack.of(this).formatArn({ service: 'events', resource: 'rule', resourceName: CLOUDTRAIL_RULE });
    const role = new Role(this, 'Forwarder', { roleName: roleName(this, 'forwarder'), assumedBy: ownService(this, 'events', rule) });
    role.addToPolicy(new PolicyStatement({ actions: ['events:PutEvents'], resources: [eventBusArn] }));
    return new BusTarget(EventBus.fromEventBusArn(this, 'Central', eventBusArn), { role, deadLetterQueue });
  }
}
