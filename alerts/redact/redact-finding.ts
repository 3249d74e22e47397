// A finding as it may leave: every text in it redacted, its own ids and closed words as they were.
import type { Contributor, Entities, Finding } from '../../detectors/model/finding.ts';
import { type RecordId, recordId } from '../../detectors/model/identity.ts';
import { redact } from './redact.ts';

const redactOrNull = (text: string | null): string | null => (text === null ? null : redact(text));
const redactContributor = ({ name, amount, share }: Contributor): Contributor => ({ name: redact(name), amount, share });
const redactRecord = (record: RecordId): RecordId => recordId(redact(record));

const redactEntities = ({ functions, principals, accessKeys, addresses }: Entities): Entities => ({
  functions: functions.map(redact),
  principals: principals.map(redact),
  accessKeys: accessKeys.map(redact),
  addresses: addresses.map(redact),
});

export const redactFinding = (finding: Finding): Finding => {
  const { explanation } = finding;
  return {
    ...finding,
    function: redactOrNull(finding.function),
    principal: redactOrNull(finding.principal),
    title: redact(finding.title),
    explanation: {
      ...explanation,
      expected: redact(explanation.expected),
      observed: redact(explanation.observed),
      baseline:
        explanation.baseline === null
          ? null
          : { ...explanation.baseline, measure: redact(explanation.baseline.measure), bucket: redact(explanation.baseline.bucket) },
      contributors: explanation.contributors.map(redactContributor),
      quietIf: redact(explanation.quietIf),
      ...(explanation.severitySteps === undefined
        ? {}
        : { severitySteps: explanation.severitySteps.map(({ severity, why }) => ({ severity, why: redact(why) })) }),
    },
    evidence: finding.evidence.map(redactRecord),
    entities: redactEntities(finding.entities),
  };
};
