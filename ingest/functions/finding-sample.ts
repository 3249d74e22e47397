// A few names that a rule's findings are about and that a finding has no place for: network interfaces, requests. Bounded
// whatever the traffic, and the same whatever its order.
import { hash53 } from '../../detectors/model/hash.ts';

export interface FindingSample {
  add(finding: string, name: string): void;
  of(finding: string): readonly string[];
}

/** As many findings of one rule are kept (detectors/sigma/rule-findings.ts). */
const MOST_FINDINGS = 2_000;
/** More are not told of one by one. */
const MOST_NAMES = 16;

export const findingSample = (): FindingSample => {
  const byFinding = new Map<string, Set<string>>();
  return {
    add(finding, name) {
      let known = byFinding.get(finding);
      if (known === undefined) {
        if (byFinding.size >= MOST_FINDINGS) return;
        known = new Set();
        byFinding.set(finding, known);
      }
      known.add(name);
      if (known.size <= MOST_NAMES) return;
      // Those of smallest hash stay, in whatever order they came.
      const [last] = [...known].sort((one, other) => hash53(other) - hash53(one));
      if (last !== undefined) known.delete(last);
    },
    of: (finding) => [...(byFinding.get(finding) ?? [])],
  };
};
