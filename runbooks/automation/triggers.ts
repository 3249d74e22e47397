// Which findings start which document: an EventBridge rule for each, with the event pattern and the input transformer.
//
// EventBridge makes a rule whose target lacks a required parameter, and then never runs it. So a parameter comes from the
// finding only when the pattern has made sure that it is there, and everything else comes from the settings of the deployment.
import { AUTOMATIONS } from './catalogue.ts';
import { both, type DetailPattern, type EventPattern, SOURCES, type SourceName } from './finding-sources.ts';
import { CHOICES, type TriggerChoice } from './trigger-choices.ts';
import type { TriggerSettings } from './trigger-settings.ts';

export interface Trigger {
  /** Unique; a rule's name may be made of it. */
  readonly id: string;
  /** The document it starts, by its id in the catalogue and by its name in Systems Manager. */
  readonly automation: string;
  readonly documentName: string;
  readonly eventPattern: EventPattern;
  readonly inputPathsMap: { readonly [variable: string]: string };
  readonly inputTemplate: string;
}

const nameOf = (id: string): string => {
  const entry = AUTOMATIONS.find((automation) => automation.id === id);
  if (entry === undefined) throw new Error(`no automation ${id}`);
  return entry.name;
};

const templateOf = (constants: { readonly [name: string]: readonly string[] }, fromFinding: readonly (readonly [string, SourceName])[]) => {
  const fixed = Object.entries(constants).map(([name, values]) => `${JSON.stringify(name)}:${JSON.stringify(values)}`);
  // Outside quotes, EventBridge puts a value in as JSON: quoted and escaped.
  const filled = fromFinding.map(([name, source]) => `${JSON.stringify(name)}:[<${source}>]`);
  return `{${[...fixed, ...filled].join(',')}}`;
};

const triggerOf = (choice: TriggerChoice, settings: TriggerSettings): readonly Trigger[] => {
  const own = choice.constants === undefined ? {} : choice.constants(settings);
  if (own === undefined) return [];
  const fromFinding: readonly (readonly [string, SourceName])[] = [['FindingId', 'id'], ...Object.entries(choice.fromFinding)];
  const constants = {
    AutomationAssumeRole: [settings.assumeRoleOf(choice.automation)],
    TopicArn: [settings.topicArn],
    Approvers: settings.approvers,
    Approval: [choice.changesNothing === true ? 'automatic' : 'required'],
    ...(settings.protectedNames.length === 0 || choice.changesNothing === true ? {} : { Protected: settings.protectedNames }),
    ...own,
  };
  const demands = fromFinding.map(([, source]): DetailPattern => SOURCES[source].mustBe);
  return [
    {
      id: choice.id,
      automation: choice.automation,
      documentName: nameOf(choice.automation),
      eventPattern: {
        source: ['lapwing'],
        'detail-type': ['Lapwing Finding'],
        detail: demands.reduce(both, { stage: ['live'], severity: choice.severities, ...choice.findings }),
      },
      inputPathsMap: Object.fromEntries(fromFinding.map(([, source]) => [source, SOURCES[source].path])),
      inputTemplate: templateOf(constants, fromFinding),
    },
  ];
};

/** The rules that this deployment can have. What it lacks a setting for has none. */
export const triggersFor = (settings: TriggerSettings): readonly Trigger[] => CHOICES.flatMap((choice) => triggerOf(choice, settings));
