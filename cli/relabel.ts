// Rules see a record before it is known which function a bare name or an unproven session stands for. Once all records are
// in, their findings are given the names that were found out.
import type { Finding } from '../detectors/model/finding.ts';
import { type FunctionId, functionLabel, functionParts } from '../detectors/model/identity.ts';

/** What a label given too early should have been; null when no function stands behind it. */
export type Labels = ReadonlyMap<string, string | null>;

export const labelsOf = (resolved: ReadonlyMap<FunctionId, FunctionId>): Labels => {
  const labels = new Map<string, string | null>();
  const ambiguous = new Set<string>();
  for (const [early, found] of resolved) {
    const label = functionLabel(early);
    const right = functionParts(found).name === '' ? null : functionLabel(found);
    // The same bare name in two accounts stays what it was.
    if (labels.has(label) && labels.get(label) !== right) ambiguous.add(label);
    labels.set(label, right);
  }
  for (const label of ambiguous) labels.delete(label);
  return labels;
};

export const relabelled = (finding: Finding, labels: Labels): Finding => {
  const nameOf = (label: string): string | null => (labels.has(label) ? (labels.get(label) ?? null) : label);
  const functions = finding.entities.functions.map(nameOf).filter((name) => name !== null);
  return {
    ...finding,
    function: finding.function === null ? null : nameOf(finding.function),
    entities: { ...finding.entities, functions: [...new Set(functions)].sort() },
  };
};
