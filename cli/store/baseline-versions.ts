// Which learned state stood behind a finding's function: the kept baseline's version, size and hash.
import { createHash } from 'node:crypto';
import { loadBaseline } from '../../detectors/baseline/baseline.ts';
import type { Finding } from '../../detectors/model/finding.ts';
import { type FunctionId, functionLabel } from '../../detectors/model/identity.ts';
import type { StateFile } from './state-file.ts';

interface BaselineVersion {
  readonly function: string;
  readonly characters: number;
  readonly sha256: string;
  /** Windows of five minutes since 1970; undefined when nothing was learned yet, or it could not be read. */
  readonly firstWindow: number | undefined;
  readonly lastWindow: number | undefined;
}

/** Of every function that the findings name, as it is in the state now: a scan after the finding's has learned on. */
export const baselinesOf = (state: StateFile, findings: readonly Finding[]): readonly BaselineVersion[] => {
  const labels = new Set(
    findings.flatMap((finding) => [...(finding.function === null ? [] : [finding.function]), ...finding.entities.functions]),
  );
  return state.database
    .prepare('SELECT function, baseline FROM baselines ORDER BY function')
    .all()
    .flatMap((row) => {
      const label = functionLabel(row['function'] as FunctionId);
      const text = row['baseline'];
      if (!labels.has(label) || typeof text !== 'string') return [];
      const loaded = loadBaseline(text);
      const baseline = loaded.kind === 'baseline' ? loaded.baseline : undefined;
      return [
        {
          function: label,
          characters: text.length,
          sha256: createHash('sha256').update(text, 'utf8').digest('hex'),
          firstWindow: baseline?.bornWindow,
          lastWindow: baseline?.lastWindow,
        },
      ];
    });
};
