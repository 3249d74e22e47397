// Which documents a detector's findings may start, by the rules of EventBridge themselves: a finding of it with all that one can name.
import { STORY_DETECTOR } from '../../alerts/triage/stories.ts';
import { ruleSet } from '../../detectors/aws/rule-set.ts';
import { BEHAVIOURS } from '../../detectors/behaviours/catalogue.ts';
import { CATEGORIES, type Category } from '../../detectors/model/attack.ts';
import type { Finding, FindingKind } from '../../detectors/model/finding.ts';
import { recordId } from '../../detectors/model/identity.ts';
import { DEFAULT_SETTINGS } from '../../detectors/model/settings.ts';
import { SEVERITIES, type Severity } from '../../detectors/model/severity.ts';
import { triggersFor } from '../../runbooks/automation/triggers.ts';
import { eventMatches } from './event-bridge.ts';
import { eventOf, SAMPLE } from './finding-event.ts';
import { SETTINGS } from './trigger-settings.ts';

export interface Detector {
  readonly id: string;
  readonly runbook: string;
  readonly kind: FindingKind;
  readonly categories: readonly Category[];
  /** Where nothing says otherwise, all. */
  readonly severities: readonly Severity[];
}

const { loaded } = ruleSet(DEFAULT_SETTINGS, []);

export const DETECTORS: readonly Detector[] = [
  ...loaded.rules
    .filter(({ referencedOnly }) => !referencedOnly)
    .map(({ id, runbook, category, level }): Detector => ({ id, runbook, kind: 'rule', categories: [category], severities: [level] })),
  ...loaded.correlations
    .filter(({ referencedOnly }) => !referencedOnly)
    .map(({ id, runbook, category, level }): Detector => ({ id, runbook, kind: 'sequence', categories: [category], severities: [level] })),
  ...BEHAVIOURS.map(
    ({ id, runbook, category }): Detector => ({ id, runbook, kind: 'behaviour', categories: [category], severities: SEVERITIES }),
  ),
  { id: STORY_DETECTOR, runbook: `runbooks/${STORY_DETECTOR}.md`, kind: 'sequence', categories: CATEGORIES, severities: SEVERITIES },
];

const TRIGGERS = triggersFor(SETTINGS);

/** It is started by every grave finding that names a function, and contains nothing: runbooks/README.md says so once. */
const FOR_ALL = 'Lapwing-PreserveEvidence';

const fullFinding = ({ id, runbook, kind }: Detector, category: Category, severity: Severity): Finding => ({
  ...SAMPLE,
  detector: id,
  runbook,
  kind,
  category,
  severity,
  principal: 'arn:aws:iam::123456789012:role/orders-role',
  evidence: [recordId('5a1e0000-0000-4000-8000-000000000002')],
  entities: { ...SAMPLE.entities, accessKeys: ['AKIAIOSFODNN7EXAMPLE'], addresses: ['198.51.100.7'] },
});

/** Names in Systems Manager, sorted. */
export const documentsOf = (detector: Detector): readonly string[] => {
  const events = detector.categories.flatMap((category) =>
    detector.severities.map((severity) => eventOf(fullFinding(detector, category, severity))),
  );
  const names = TRIGGERS.filter(({ eventPattern }) => events.some((event) => eventMatches(eventPattern, event))).map(
    ({ documentName }) => documentName,
  );
  return [...new Set(names)].filter((name) => name !== FOR_ALL).sort();
};
