// OCSF `anomaly_analyses` (since 1.5.0): what was measured, what is usual, what was seen.
import type { Finding } from '../../detectors/model/finding.ts';
import { functionName } from '../triage/function-name.ts';

export const anomalyAnalyses = (finding: Finding): readonly object[] => {
  const { baseline } = finding.explanation;
  if (baseline === null) return [];
  const functionLabel = functionName(finding.function) === '' ? null : finding.function;
  return [
    {
      analysis_targets: [
        {
          name: functionLabel ?? finding.principal ?? finding.account ?? 'account',
          type: functionLabel === null ? 'Principal' : 'Function',
        },
      ],
      anomalies: [
        {
          observation_parameter: baseline.measure,
          observation_type: 'Numerical',
          observations: [{ value: String(baseline.observed) }],
          observed_pattern: finding.explanation.observed,
        },
      ],
      baselines: [
        {
          observation_parameter: baseline.measure,
          observation_type: baseline.bucket,
          observations: baseline.recent.map((value) => ({ value: String(value) })),
          observed_pattern: `${baseline.usualLow} to ${baseline.usualHigh} over ${baseline.samples} windows since ${baseline.since}`,
        },
      ],
    },
  ];
};
