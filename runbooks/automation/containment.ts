// One containment, as it is described, and the document that it becomes.
//
// Every document is the same frame (aim, approve, look, recall, decide, remember, act, prove, report) around a few steps of
// its own, so the frame is written once and the documents are made from it.
import { COMMON_PARAMETERS, CONTAINMENT_PARAMETERS } from './common-parameters.ts';
import { type AutomationDocument, act, branch, compute, type Input, type Outcomes, type Parameter, read, type Step } from './document.ts';
import { aimScript, decideScript } from './scripts.ts';

/** Two ways to do a thing, told apart by a value; both go on after it. */
export interface Fork {
  readonly fork: string;
  readonly when: string;
  readonly is: string;
  readonly matched: Step;
  readonly otherwise: Step;
}
type Chain = readonly (Step | Fork)[];

export interface Containment {
  /** The name of its file and of the folder its memory lies in. */
  readonly id: string;
  /** The name of the document: `Lapwing-` and a verb. */
  readonly name: string;
  /** What it does, then how that is undone: whole sentences. */
  readonly does: string;
  readonly undo: string;
  readonly parameters: { readonly [name: string]: Parameter };
  readonly variables?: NonNullable<AutomationDocument['variables']>;
  /** Steps before it is known what is meant. They only read. */
  readonly lead?: readonly Step[];
  /** Further input for `aim`: what the lead gave. */
  readonly known?: { readonly [name: string]: Input };
  /** Python: `subject(given)`. */
  readonly aim: string;
  readonly looks: readonly Step[];
  /** Further input for `decide`: what the looks gave. */
  readonly seen: { readonly [name: string]: Input };
  /** Python: `state(given)`, `containing(now, memory, given)`, `restoring(now, memory, given)`. */
  readonly decide: string;
  /** What `decide` gives to the steps. */
  readonly values: Outcomes;
  readonly contain: Chain;
  readonly restore: Chain;
}

const FAILED = 'step:reportFailure';

/** Each step leads to the next one, the last to `end`. */
const chained = (chain: Chain, end: string): readonly Step[] =>
  chain.flatMap((link, index): readonly Step[] => {
    const following = chain[index + 1];
    const nextStep = following === undefined ? end : 'fork' in following ? following.fork : following.name;
    if (!('fork' in link)) return [link.action === 'aws:branch' || link.nextStep !== undefined ? link : { ...link, nextStep }];
    return [
      branch(link.fork, [{ to: link.matched.name, when: link.when, is: link.is }], link.otherwise.name),
      { ...link.matched, nextStep },
      { ...link.otherwise, nextStep },
    ];
  });

const firstOf = (chain: Chain, otherwise: string): string => {
  const [first] = chain;
  return first === undefined ? otherwise : 'fork' in first ? first.fork : first.name;
};

/** A person has a working day to answer; afterwards the finding is old and has to be looked at anew. */
const APPROVE_WITHIN_SECONDS = 86_400;

export const approve = (intent: string): Step => ({
  name: 'approve',
  action: 'aws:approve',
  description: 'Refused or left alone, the automation ends here and nothing was changed.',
  timeoutSeconds: APPROVE_WITHIN_SECONDS,
  onFailure: 'Abort',
  inputs: {
    NotificationArn: '{{ TopicArn }}',
    Message: `Lapwing asks for approval: ${intent}. Execution {{ automation:EXECUTION_ID }}.`,
    MinRequiredApprovals: 1,
    Approvers: '{{ Approvers }}',
  },
});

export const reports = (name: string, summary: string): readonly Step[] => [
  { ...act('report', 'sns', 'Publish', { TopicArn: '{{ TopicArn }}', Subject: name, Message: summary }), isEnd: true },
  {
    ...act('reportFailure', 'sns', 'Publish', {
      TopicArn: '{{ TopicArn }}',
      Subject: `${name} FAILED`,
      Message: `${name} failed for finding {{ FindingId }}. See execution {{ automation:EXECUTION_ID }} for the step and the reason.`,
    }),
    isEnd: true,
  },
];

/** A failed step is reported; it is critical, so the execution still ends as failed. */
export const reportingFailure = (step: Step): Step =>
  step.onFailure !== undefined || step.name.startsWith('report') ? step : { ...step, onFailure: FAILED };

const passedOn = (parameters: Containment['parameters']): { readonly [name: string]: Input } =>
  Object.fromEntries(Object.keys(parameters).map((name) => [name, `{{ ${name} }}`]));

export const documentOf = (containment: Containment): AutomationDocument => {
  const { id, name, lead = [], looks, contain, restore } = containment;
  const given = { Document: id, Action: '{{ Action }}', FindingId: '{{ FindingId }}', ...passedOn(containment.parameters) };
  const place = { Account: '{{ global:ACCOUNT_ID }}', Region: '{{ global:REGION }}' };
  const recall = read('recall', 'ssm', 'GetParameters', { Names: ['{{ aim.Memory }}'] });
  const look = looks[0]?.name ?? 'recall';
  const found = {
    Name: '{{ aim.Name }}',
    Target: '{{ aim.Target }}',
    Execution: '{{ automation:EXECUTION_ID }}',
    Protected: '{{ Protected }}',
    Recalled: '{{ recall.Response }}',
  };
  const aim = compute(
    'aim',
    aimScript(containment.aim),
    { ...given, ...place, Protected: '{{ Protected }}', AssumeRole: '{{ AutomationAssumeRole }}', ...containment.known },
    { Name: 'String', Target: 'String', Memory: 'String', Intent: 'String' },
  );
  const decide = compute(
    'decide',
    decideScript(containment.decide, containment.values),
    { ...given, ...place, ...found, ...containment.seen },
    {
      Do: 'String',
      Summary: 'String',
      Keep: 'String',
      ...containment.values,
    },
  );
  const steps = [
    ...chained([...lead, aim], 'gate'),
    branch(
      'gate',
      [
        { to: look, when: '{{ DryRun }}', is: true },
        { to: look, when: '{{ Approval }}', is: 'automatic' },
      ],
      'approve',
    ),
    ...chained([approve('{{ aim.Intent }}'), ...looks, recall, decide], 'choose'),
    branch(
      'choose',
      [
        { to: 'report', when: '{{ DryRun }}', is: true },
        { to: 'remember', when: '{{ decide.Do }}', is: 'contain' },
        { to: firstOf(contain, 'report'), when: '{{ decide.Do }}', is: 'again' },
        { to: firstOf(restore, 'forget'), when: '{{ decide.Do }}', is: 'restore' },
        { to: 'forget', when: '{{ decide.Do }}', is: 'forget' },
      ],
      'report',
    ),
    ...chained(
      [
        act('remember', 'ssm', 'PutParameter', {
          Name: '{{ aim.Memory }}',
          Description: 'The state before containment by Lapwing, for its undo.',
          Type: 'String',
          Tier: 'Intelligent-Tiering',
          Overwrite: true,
          Value: '{{ decide.Keep }}',
        }),
        ...contain,
      ],
      'report',
    ),
    ...chained([...restore, act('forget', 'ssm', 'DeleteParameter', { Name: '{{ aim.Memory }}' })], 'report'),
    ...reports(name, '{{ decide.Summary }} Execution {{ automation:EXECUTION_ID }}, dry run: {{ DryRun }}.'),
  ];
  return {
    schemaVersion: '0.3',
    description: `${containment.does}\n\nUndo (Action Restore): ${containment.undo}`,
    assumeRole: '{{ AutomationAssumeRole }}',
    parameters: { ...containment.parameters, ...CONTAINMENT_PARAMETERS, ...COMMON_PARAMETERS },
    ...(containment.variables === undefined ? {} : { variables: containment.variables }),
    mainSteps: steps.map(reportingFailure),
    outputs: ['decide.Do', 'decide.Summary'],
  };
};
