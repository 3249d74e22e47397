// Findings in the Open Cybersecurity Schema Framework: Detection Finding (2004), and Incident Finding (2005) for stories.
import type { Finding } from '../../detectors/model/finding.ts';
import type { Severity } from '../../detectors/model/severity.ts';
import { redactFinding } from '../redact/redact-finding.ts';
import { functionName } from '../triage/function-name.ts';
import { inJson } from './inert.ts';
import { anomalyAnalyses } from './ocsf-anomaly.ts';
import { ocsfAttack } from './ocsf-attack.ts';
import { findingInfo, isStoryFinding, milliseconds } from './ocsf-finding-info.ts';

/** The newest release (2026-03-16). */
const SCHEMA_VERSION = '1.8.0';

const SEVERITY: Record<Severity, readonly [number, string]> = {
  info: [1, 'Informational'],
  low: [2, 'Low'],
  medium: [3, 'Medium'],
  high: [4, 'High'],
  critical: [5, 'Critical'],
};

/** OCSF gives confidence in three levels and in percent; the thirds of our scale. */
const confidence = (score: number): object => {
  const [id, words] = score < 1 / 3 ? [1, 'Low'] : score < 2 / 3 ? [2, 'Medium'] : [3, 'High'];
  return { confidence_id: id, confidence: words, confidence_score: Math.round(score * 100) };
};

export interface OcsfOptions {
  /** Lapwing's own version. */
  readonly productVersion?: string;
  /** Who answers incidents; the schema asks for one. */
  readonly assigneeGroup?: string;
}

const common = (finding: Finding, options: OcsfOptions): object => {
  const [severityId, severity] = SEVERITY[finding.severity];
  return {
    activity_id: 1,
    activity_name: 'Create',
    category_uid: 2,
    category_name: 'Findings',
    severity_id: severityId,
    severity,
    status_id: 1,
    status: 'New',
    // When a finding is made, not when its activity began: the end of its window is the first moment it can be told.
    time: milliseconds(finding.window.end),
    start_time: milliseconds(finding.time),
    end_time: milliseconds(finding.window.end),
    message: finding.title,
    ...confidence(finding.score),
    cloud: {
      provider: 'AWS',
      ...(finding.account === null ? {} : { account: { uid: finding.account, type_id: 10, type: 'AWS Account' } }),
      ...(finding.region === null ? {} : { region: finding.region }),
    },
    metadata: {
      version: SCHEMA_VERSION,
      uid: finding.id,
      profiles: isStoryFinding(finding) ? ['cloud', 'incident'] : ['cloud'],
      product: {
        name: 'Lapwing',
        vendor_name: 'Lapwing',
        ...(options.productVersion === undefined ? {} : { version: options.productVersion }),
      },
    },
  };
};

/** OCSF `observable.type_id`: 2 IP Address, 10 Resource UID, 19 User Credential ID, 31 User UID. */
const observables = ({ entities }: Finding): readonly object[] => [
  ...entities.functions
    .filter((label) => functionName(label) !== '')
    .map((value) => ({ name: 'resources.uid', type_id: 10, type: 'Resource UID', value })),
  ...entities.principals.map((value) => ({ name: 'evidences.actor.user.uid', type_id: 31, type: 'User UID', value })),
  ...entities.accessKeys.map((value) => ({ name: 'evidences.actor.user.credential_uid', type_id: 19, type: 'User Credential ID', value })),
  ...entities.addresses.map((value) => ({ name: 'evidences.src_endpoint.ip', type_id: 2, type: 'IP Address', value })),
];

const resources = (finding: Finding): readonly object[] =>
  finding.entities.functions
    .filter((label) => functionName(label) !== '')
    .map((uid) => ({
      uid,
      name: functionName(uid),
      type: 'AWS::Lambda::Function',
      ...(finding.region === null ? {} : { region: finding.region }),
    }));

/** At least one of the attributes the schema asks for is there: `data` always is. */
const evidences = (finding: Finding): readonly object[] => {
  const { principals, accessKeys, addresses } = finding.entities;
  const uid = finding.principal ?? principals[0];
  const key = accessKeys[0];
  return [
    {
      ...(uid === undefined ? {} : { actor: { user: { uid, ...(key === undefined ? {} : { credential_uid: key }) } } }),
      ...(addresses[0] === undefined ? {} : { src_endpoint: { ip: addresses[0] } }),
      data: { records: finding.evidence, occurrences: finding.occurrences, contributors: finding.explanation.contributors },
    },
  ];
};

const detectionFinding = (finding: Finding, options: OcsfOptions): object => ({
  class_uid: 2004,
  class_name: 'Detection Finding',
  type_uid: 200401,
  type_name: 'Detection Finding: Create',
  ...common(finding, options),
  is_alert: finding.stage === 'live',
  finding_info: findingInfo(finding),
  anomaly_analyses: anomalyAnalyses(finding),
  resources: resources(finding),
  evidences: evidences(finding),
  observables: observables(finding),
  remediation: { desc: `Follow ${finding.runbook}.`, references: [finding.runbook] },
});

const incidentFinding = (story: Finding, byId: ReadonlyMap<string, Finding>, options: OcsfOptions): object => ({
  class_uid: 2005,
  class_name: 'Incident Finding',
  type_uid: 200501,
  type_name: 'Incident Finding: Create',
  ...common(story, options),
  desc: story.explanation.observed,
  attacks: story.attacks.map(ocsfAttack),
  assignee_group: { name: options.assigneeGroup ?? 'unassigned' },
  verdict_id: 4,
  verdict: 'Suspicious',
  finding_info_list: [
    findingInfo(story),
    ...story.parts.map((id) => {
      const part = byId.get(id);
      return part === undefined ? { uid: id } : findingInfo(part);
    }),
  ],
  observables: observables(story),
});

/** One event a line, in the order given. A story's parts are looked up among the findings given. */
export const renderOcsf = (findings: readonly Finding[], options: OcsfOptions = {}): string => {
  const redacted = findings.map(redactFinding);
  const byId = new Map(redacted.map((finding) => [finding.id, finding]));
  return redacted
    .map((finding) => (isStoryFinding(finding) ? incidentFinding(finding, byId, options) : detectionFinding(finding, options)))
    .map((event) => `${inJson(JSON.stringify(event))}\n`)
    .join('');
};
