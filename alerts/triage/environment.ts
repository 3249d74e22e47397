// Where a finding is, production or not, and the severity that follows: one step less where nothing of production is touched.
import type { Finding } from '../../detectors/model/finding.ts';
import { matchesGlob } from '../../detectors/model/glob.ts';
import { type Severity, shiftSeverity } from '../../detectors/model/severity.ts';
import { functionName } from './function-name.ts';

export type Environment = 'production' | 'non-production';

/** The glob that says so, for each thing the finding names; undefined when one of them is not named by any. */
const reasonOf = (finding: Finding, nonProduction: readonly string[]): string | undefined => {
  const { account } = finding;
  const byAccount = account === null ? undefined : nonProduction.find((glob) => matchesGlob(glob, account));
  if (byAccount !== undefined) return byAccount;
  const labels = [...(finding.function === null ? [] : [finding.function]), ...finding.entities.functions];
  const globs = labels.map((label) => nonProduction.find((glob) => matchesGlob(glob, label) || matchesGlob(glob, functionName(label))));
  return globs.includes(undefined) ? undefined : globs[0];
};

/**
 * Production, unless `nonProduction` (globs with `*` over account ids, function names and ARNs) names its account or every
 * function that it names: what nobody said anything about is production.
 */
export const environmentOf = (finding: Finding, nonProduction: readonly string[]): Environment =>
  reasonOf(finding, nonProduction) === undefined ? 'production' : 'non-production';

/** A finding that was weighed before is weighed anew, not twice. */
const ownSeverity = ({ severity, explanation }: Finding): Severity => {
  const steps = explanation.severitySteps ?? [];
  return steps.at(-1)?.severity === severity ? (steps[0]?.severity ?? severity) : severity;
};

/**
 * The finding with the severity that its place gives it, and the steps that led there. What is aimed at the watch itself (`self`) is
 * never less grave: it watches production too.
 */
export const inEnvironment = (finding: Finding, nonProduction: readonly string[]): Finding => {
  const { severitySteps: _, ...explanation } = finding.explanation;
  const own = ownSeverity(finding);
  const reason = finding.kind === 'self' ? undefined : reasonOf(finding, nonProduction);
  const severity = reason === undefined ? own : shiftSeverity(own, -1);
  if (severity === own) return finding.explanation.severitySteps === undefined ? finding : { ...finding, severity: own, explanation };
  return {
    ...finding,
    severity,
    explanation: {
      ...explanation,
      severitySteps: [
        { severity: own, why: 'as its detector rates it' },
        { severity, why: `nothing of production is touched (nonProduction: ${reason})` },
      ],
    },
  };
};
