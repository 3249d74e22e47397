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

/** Those of smallest hash, in whatever order they came. */
interface Names {
  readonly hashes: Map<string, number>;
  /** The largest of them, once there are as many as may be. */
  largest: number;
}

const largestOf = ({ hashes }: Names): number => Math.max(...hashes.values());

const addName = (names: Names, name: string): void => {
  const hash = hash53(name);
  if (hash >= names.largest || names.hashes.has(name)) return;
  names.hashes.set(name, hash);
  if (names.hashes.size > MOST_NAMES) {
    const largest = largestOf(names);
    for (const [other, itsHash] of names.hashes) if (itsHash === largest) names.hashes.delete(other);
  }
  if (names.hashes.size >= MOST_NAMES) names.largest = largestOf(names);
};

export const findingSample = (): FindingSample => {
  const byFinding = new Map<string, Names>();
  return {
    add(finding, name) {
      let known = byFinding.get(finding);
      if (known === undefined) {
        if (byFinding.size >= MOST_FINDINGS) return;
        known = { hashes: new Map(), largest: Number.POSITIVE_INFINITY };
        byFinding.set(finding, known);
      }
      addName(known, name);
    },
    of: (finding) => [...(byFinding.get(finding)?.hashes.keys() ?? [])],
  };
};
