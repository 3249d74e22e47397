// A finding's published shape as JSON Schema (2020-12): the detail of our EventBridge events and what subscribers of the topic get.
// Every key of the type is named here, or this does not compile; docs/schemas/finding.schema.json is this, written out.
import { CATEGORIES } from '../../detectors/model/attack.ts';
import type {
  BaselineView,
  Contributor,
  Entities,
  Explanation,
  Finding,
  FindingKind,
  SeverityStep,
} from '../../detectors/model/finding.ts';
import { EVIDENCE_LIMIT } from '../../detectors/model/finding.ts';
import { SEVERITIES } from '../../detectors/model/severity.ts';
import type { Trimmed } from './fit-finding.ts';

export interface JsonSchema {
  readonly $schema?: string;
  readonly $id?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly (string | null)[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxItems?: number;
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
}

const KINDS: Readonly<Record<FindingKind, true>> = { rule: true, behaviour: true, sequence: true, self: true };

const text = (description: string): JsonSchema => ({ type: 'string', description });
const textOrNull = (description: string): JsonSchema => ({ type: ['string', 'null'], description });
const number = (description: string): JsonSchema => ({ type: 'number', description });
const count = (description: string): JsonSchema => ({ type: 'integer', minimum: 0, description });
const texts = (description: string): JsonSchema => ({ type: 'array', items: { type: 'string' }, description });
const instant = (description: string): JsonSchema => ({
  type: 'string',
  pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?Z$',
  description,
});

/** All required but those named: new optional keys may come, so others are allowed. */
const shape = <Shape>(
  properties: Readonly<Record<keyof Shape & string, JsonSchema>>,
  optional: readonly (keyof Shape & string)[] = [],
): JsonSchema => ({
  type: 'object',
  properties,
  required: Object.keys(properties).filter((key) => !optional.some((each) => each === key)),
  additionalProperties: true,
});

const SEVERITY: JsonSchema = { type: 'string', enum: SEVERITIES };
const WINDOW = shape<Finding['window']>({ start: instant('Start of what was looked at.'), end: instant('Its end.') });
const ATTACK = shape<Finding['attacks'][number]>({
  tactic: { type: 'string', pattern: '^TA\\d{4}$', description: 'MITRE ATT&CK tactic.' },
  technique: { type: 'string', pattern: '^T\\d{4}(\\.\\d{3})?$', description: 'MITRE ATT&CK technique or sub-technique.' },
});
const BASELINE = {
  ...shape<BaselineView>({
    measure: text('What was measured, and its unit.'),
    samples: count('Windows it was learned from.'),
    since: text('When learning began, ISO 8601 UTC.'),
    bucket: text('The hours it was compared with.'),
    usualLow: number('Lower end of what is usual.'),
    usualHigh: number('Upper end of what is usual.'),
    observed: number('What was seen.'),
    recent: { type: 'array', items: { type: 'number' }, maxItems: 48, description: 'Recent windows, oldest first.' },
  }),
  type: ['object', 'null'],
};
const CONTRIBUTOR = shape<Contributor>({
  name: text('A source of what was observed.'),
  amount: number('How much of it.'),
  share: number('Its share, 0 to 1.'),
});
const STEP = shape<SeverityStep>({ severity: SEVERITY, why: text('Why it is so.') });
const EXPLANATION = shape<Explanation>(
  {
    expected: text('What would have been usual.'),
    observed: text('What was seen.'),
    baseline: BASELINE,
    contributors: { type: 'array', items: CONTRIBUTOR },
    quietIf: text('What would have kept it quiet.'),
    severitySteps: { type: 'array', items: STEP, description: "The detector's own severity and what changed it." },
  },
  ['severitySteps'],
);
const ENTITIES = shape<Entities>({
  functions: texts('Function ARNs or names.'),
  principals: texts('Role, user or service ARNs.'),
  accessKeys: texts('Access key ids; in the middle masked everywhere but on the event bus.'),
  addresses: texts('Public addresses.'),
});
const TRIMMED = shape<Trimmed>({
  characters: count('The longest text that was left.'),
  items: count('The longest list that was left.'),
  full: text('How to see the whole finding.'),
});

type Published = Finding & { readonly environment: string; readonly trimmed: Trimmed };

export const FINDING_SCHEMA: JsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'lapwing/finding.schema.json',
  title: 'Lapwing Finding',
  description:
    'A line of `lapwing scan --format ndjson`, and the detail of an EventBridge event (source lapwing, detail-type Lapwing Finding).',
  ...shape<Published>(
    {
      id: text('Stable: the same finding again has the same id.'),
      detector: text('What found it: a rule, a behaviour, or attack-story.'),
      kind: { type: 'string', enum: Object.keys(KINDS) },
      category: { type: 'string', enum: CATEGORIES },
      severity: SEVERITY,
      score: { type: 'number', minimum: 0, maximum: 1, description: 'How sure.' },
      time: instant('When it began.'),
      window: WINDOW,
      function: textOrNull('ARN or name; null when it is about the account.'),
      principal: textOrNull('Role, user or service.'),
      account: textOrNull('Account id.'),
      region: textOrNull('Region.'),
      attacks: { type: 'array', items: ATTACK },
      title: text('What happened, in a few words.'),
      explanation: EXPLANATION,
      evidence: { type: 'array', items: { type: 'string' }, maxItems: EVIDENCE_LIMIT, description: 'Ids of records, earliest first.' },
      occurrences: count('How many records, all told.'),
      entities: ENTITIES,
      stage: { type: 'string', enum: ['live', 'staged'] },
      runbook: text('Path in the project.'),
      parts: texts('Ids of the findings a story is made of.'),
      environment: text('On the event bus, when it is known: production, non-production, or the name of the deployment.'),
      trimmed: { ...TRIMMED, description: 'Only when something had to be cut to fit a message.' },
    },
    ['environment', 'trimmed'],
  ),
};
