// What is sent to the outside while all is well: each run of the detector that went through, each canary that came out.
import { Stack } from 'aws-cdk-lib';
import { EventBus, type EventPattern, Rule } from 'aws-cdk-lib/aws-events';
import { EventBus as BusTarget } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { EventBridgeDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { Construct } from 'constructs';
import { EVENT_SOURCE } from '../../alerts/render/event.ts';
import { CANARY_DETAIL_TYPE, functionNameOf, LOOKOUT_BUS, PREFIX } from '../names.ts';
import { ownService, roleName } from './account.ts';
import { acknowledge } from './acknowledgements.ts';

/** Where the lookout is: another region, another account, or best both. */
export interface LookoutPlace {
  readonly region: string;
  /** @default this account */
  readonly account?: string;
}

/** Lambda's own word that an asynchronous invocation succeeded: no code of ours says it. */
export const RUN_SUCCEEDED: EventPattern = { source: ['lambda'], detailType: ['Lambda Function Invocation Result - Success'] };
export const CANARY_FOUND: EventPattern = { source: [EVENT_SOURCE], detailType: [CANARY_DETAIL_TYPE] };

export const onDefaultBus = (scope: Construct): EventBridgeDestination =>
  new EventBridgeDestination(EventBus.fromEventBusName(scope, 'DefaultBus', 'default'));

export class Heartbeat extends Construct {
  constructor(scope: Construct, id: string, { region, account = Stack.of(scope).account }: LookoutPlace, hasCanary: boolean) {
    super(scope, id);
    const stack = Stack.of(this);
    if (region === stack.region && account === stack.account)
      throw new Error('a lookout in the same account and region falls with what it looks at');
    const lookout = stack.formatArn({ service: 'events', region, account, resource: 'event-bus', resourceName: LOOKOUT_BUS });
    const role = new Role(this, 'Forwarder', {
      roleName: roleName(this, 'heartbeat'),
      assumedBy: ownService(
        this,
        'events',
        stack.formatArn({ service: 'events', resource: 'rule', resourceName: `${PREFIX}-heartbeat-*` }),
      ),
    });
    role.addToPolicy(new PolicyStatement({ actions: ['events:PutEvents'], resources: [lookout] }));
    const target = new BusTarget(EventBus.fromEventBusArn(this, 'Lookout', lookout), { role });
    const beats: readonly (readonly [string, EventPattern])[] = [
      [
        'detect',
        { ...RUN_SUCCEEDED, detail: { requestContext: { functionArn: [{ wildcard: `*:function:${functionNameOf('detect')}:*` }] } } },
      ],
      ...(hasCanary ? [['canary', CANARY_FOUND] as const] : []),
    ];
    for (const [beat, eventPattern] of beats) {
      const rule = new Rule(this, beat, {
        ruleName: `${PREFIX}-heartbeat-${beat}`,
        description: 'Says outside that Lapwing is alive',
        eventPattern,
        targets: [target],
      });
      acknowledge(rule, 'Serverless-EventBusDLQ', 'A beat that is lost is told of where it is missed; one that comes late tells nothing.');
    }
  }
}
