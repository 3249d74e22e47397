// What the bus and its schedules bring to the targets that the emulator does not know: functions, Systems Manager's automations, and
// queues where a schedule sends to one.
import { eventMatches, transformed } from '../../runbooks/event-bridge.ts';
import type { Invocations } from './invocations.ts';
import type { RuleTarget, Services } from './services.ts';
import type { Timeline } from './timeline.ts';

export interface PutEntry {
  readonly Source: string;
  readonly DetailType: string;
  readonly Detail: string;
  readonly Resources?: readonly string[];
}

export type AutomationParameters = Readonly<Record<string, readonly string[]>>;

export interface TargetSurroundings {
  readonly services: Services;
  readonly timeline: Timeline;
  readonly invocations: Invocations;
  readonly accountId: string;
  readonly region: string;
  readonly runAutomation: (document: string, parameters: AutomationParameters) => Promise<void>;
  readonly sendTo: (queueArn: string, body: string, group?: string) => Promise<void>;
}

interface Transformer {
  readonly InputPathsMap: Readonly<Record<string, string>>;
  readonly InputTemplate: string;
}

const inputOf = ({ target }: RuleTarget, event: object): unknown => {
  const { InputPathsMap = {}, InputTemplate } = (target['InputTransformer'] ?? {}) as Partial<Transformer>;
  if (InputTemplate === undefined) return target['Input'] === undefined ? event : JSON.parse(String(target['Input']));
  return transformed({ inputPathsMap: InputPathsMap, inputTemplate: InputTemplate } as never, event);
};

const send = async (each: RuleTarget, event: object, surroundings: TargetSurroundings): Promise<void> => {
  const { timeline, invocations, runAutomation, sendTo } = surroundings;
  const arn = String(each.target['Arn']);
  const [, , service, , , resource = '', name = ''] = arn.split(':');
  const input = inputOf(each, event);
  if (service === 'lambda') invocations.invokeLater(name, input, { principal: 'events.amazonaws.com', sourceArn: each.ruleArn });
  else if (service === 'ssm' && resource.startsWith('automation-definition/'))
    timeline.now(() => runAutomation(resource.slice('automation-definition/'.length), input as AutomationParameters));
  else if (service === 'sqs') {
    const { MessageGroupId } = (each.target['SqsParameters'] ?? {}) as { readonly MessageGroupId?: string };
    await sendTo(arn, JSON.stringify(input), MessageGroupId);
  } else throw new Error(`no events are delivered to ${arn}`);
};

const place = ({ timeline, accountId, region }: TargetSurroundings): object => ({
  version: '0',
  id: crypto.randomUUID(),
  account: accountId,
  time: new Date(timeline.clock.now()).toISOString(),
  region,
});

export const deliverTick = (each: RuleTarget, surroundings: TargetSurroundings): Promise<void> =>
  send(
    each,
    { ...place(surroundings), 'detail-type': 'Scheduled Event', source: 'aws.events', resources: [each.ruleArn], detail: {} },
    surroundings,
  );

export const deliverEvents = async (entries: readonly PutEntry[], surroundings: TargetSurroundings): Promise<void> => {
  for (const { Source, DetailType, Detail, Resources = [] } of entries) {
    const detail = JSON.parse(Detail) as object;
    const event = { ...place(surroundings), 'detail-type': DetailType, source: Source, resources: Resources, detail };
    for (const each of surroundings.services.targets)
      if (each.pattern !== undefined && eventMatches(each.pattern as never, event)) await send(each, event, surroundings);
  }
};
