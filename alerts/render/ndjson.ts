// Our finding, one JSON object a line, keys in one order: identical findings give identical bytes.
import type { Finding } from '../../detectors/model/finding.ts';
import { redactFinding } from '../redact/redact-finding.ts';
import { inJson } from './inert.ts';

/** Every key is named here, so that neither the order in which a detector wrote them nor a stray one shows. */
const ordered = ({ explanation, entities, ...finding }: Finding): Finding => ({
  id: finding.id,
  detector: finding.detector,
  kind: finding.kind,
  category: finding.category,
  severity: finding.severity,
  score: finding.score,
  time: finding.time,
  window: { start: finding.window.start, end: finding.window.end },
  function: finding.function,
  principal: finding.principal,
  account: finding.account,
  region: finding.region,
  attacks: finding.attacks.map(({ tactic, technique }) => ({ tactic, technique })),
  title: finding.title,
  explanation: {
    expected: explanation.expected,
    observed: explanation.observed,
    baseline:
      explanation.baseline === null
        ? null
        : {
            measure: explanation.baseline.measure,
            samples: explanation.baseline.samples,
            since: explanation.baseline.since,
            bucket: explanation.baseline.bucket,
            usualLow: explanation.baseline.usualLow,
            usualHigh: explanation.baseline.usualHigh,
            observed: explanation.baseline.observed,
            recent: explanation.baseline.recent,
          },
    contributors: explanation.contributors.map(({ name, amount, share }) => ({ name, amount, share })),
    quietIf: explanation.quietIf,
    ...(explanation.severitySteps === undefined
      ? {}
      : { severitySteps: explanation.severitySteps.map(({ severity, why }) => ({ severity, why })) }),
  },
  evidence: finding.evidence,
  occurrences: finding.occurrences,
  entities: {
    functions: entities.functions,
    principals: entities.principals,
    accessKeys: entities.accessKeys,
    addresses: entities.addresses,
  },
  stage: finding.stage,
  runbook: finding.runbook,
  parts: finding.parts,
});

/** One finding as one line without its end; `more` is added behind its own keys. */
export const findingLine = (finding: Finding, more: object = {}): string =>
  inJson(JSON.stringify({ ...ordered(redactFinding(finding)), ...more }));

/** In the order given; each line ends with a line feed. */
export const renderNdjson = (findings: readonly Finding[]): string => findings.map((finding) => `${findingLine(finding)}\n`).join('');
