// How a severity came about, when where the finding is changed it.
import type { Finding } from '../../detectors/model/finding.ts';

/** `high as its detector rates it, then medium: nothing of production is touched (…)`; empty when nothing changed it. */
export const severityWords = ({ explanation }: Finding): string =>
  (explanation.severitySteps ?? [])
    .map(({ severity, why }, place) => (place === 0 ? `${severity} ${why}` : `${severity}: ${why}`))
    .join(', then ');
