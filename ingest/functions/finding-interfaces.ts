// Which network interfaces a rule's findings are about. Bounded whatever the traffic.
import { hash53 } from '../../detectors/model/hash.ts';

export interface FindingInterfaces {
  add(finding: string, interfaceId: string): void;
  of(finding: string): readonly string[];
}

/** As many findings of one rule are kept (detectors/sigma/rule-findings.ts). */
const MOST_FINDINGS = 2_000;
/** A sentence names fewer; the count of the others is told up to here. */
const MOST_INTERFACES = 16;

export const interfacesOfFindings = (): FindingInterfaces => {
  const byFinding = new Map<string, Set<string>>();
  return {
    add(finding, interfaceId) {
      let known = byFinding.get(finding);
      if (known === undefined) {
        if (byFinding.size >= MOST_FINDINGS) return;
        known = new Set();
        byFinding.set(finding, known);
      }
      known.add(interfaceId);
      if (known.size <= MOST_INTERFACES) return;
      // Those of smallest hash stay, in whatever order they came.
      const [last] = [...known].sort((one, other) => hash53(other) - hash53(one));
      if (last !== undefined) known.delete(last);
    },
    of: (finding) => [...(byFinding.get(finding) ?? [])],
  };
};
