// Whose traffic it may have been, in words: every function that uses the interface, the likeliest first, and how sure that is.
import type { Finding } from '../../detectors/model/finding.ts';
import { type FunctionId, functionParts } from '../../detectors/model/identity.ts';
import type { NetworkMap } from './network-map.ts';

export interface Candidate {
  readonly name: string;
  /** Its share of the candidates' invocations, 0..1; undefined where none of their logs tells how often they ran. */
  readonly share: number | undefined;
}

/** Ranked by how often each ran while the records were written: who runs more sends more, and no more is known. */
export const candidatesOf = (map: NetworkMap, interfaceId: string, invocations: ReadonlyMap<string, number>): readonly Candidate[] => {
  const names = [...new Set(map.functionsOf(interfaceId).map((id: FunctionId) => functionParts(id).name))];
  const ran = names.map((name) => ({ name, runs: invocations.get(name) ?? 0 }));
  const all = ran.reduce((sum, { runs }) => sum + runs, 0);
  return ran
    .sort((one, other) => other.runs - one.runs || (one.name < other.name ? -1 : 1))
    .map(({ name, runs }) => ({ name, share: all === 0 ? undefined : runs / all }));
};

/** Interfaces and candidates named in a sentence; the counts tell of the rest. */
const NAMED_INTERFACES = 3;
const NAMED_CANDIDATES = 5;

const candidateWords = ({ name, share }: Candidate): string => (share === undefined ? name : `${name} (${Math.round(share * 100)} %)`);

const interfaceWords = (interfaceId: string, candidates: readonly Candidate[]): string => {
  if (candidates.length === 0) return `${interfaceId}, of which no record says what uses it`;
  const [only, ...others] = candidates;
  if (only !== undefined && others.length === 0)
    return `${interfaceId}, which ${only.name} is known to use, as far as the records tell alone`;
  const more = candidates.length - NAMED_CANDIDATES;
  const listed = candidates.slice(0, NAMED_CANDIDATES).map(candidateWords).join(', ');
  return `${interfaceId}, shared by ${listed}${more > 0 ? ` and ${more} more` : ''}`;
};

/** How the sentence begins; a finding that goes on from scan to scan has it already. */
const OPENING = 'Flow logs name no function:';

/** `Flow logs name no function: the traffic went through eni-…, shared by orders (70 %), billing (30 %).` */
const candidatesSentence = (
  map: NetworkMap,
  interfaces: Iterable<string>,
  invocations: ReadonlyMap<string, number>,
): string | undefined => {
  const ids = [...new Set(interfaces)].filter((id) => id !== '').sort();
  if (ids.length === 0) return undefined;
  const told = ids.slice(0, NAMED_INTERFACES).map((id) => ({ id, candidates: candidatesOf(map, id, invocations) }));
  const more = ids.length - NAMED_INTERFACES;
  const shares = told.some(({ candidates }) => candidates.length > 1 && candidates[0]?.share !== undefined);
  return (
    `${OPENING} the traffic went through ${told.map(({ id, candidates }) => interfaceWords(id, candidates)).join('; ')}` +
    `${more > 0 ? `; and ${more} interfaces more` : ''}.${shares ? ' The shares are of invocations, not of this traffic.' : ''}`
  );
};

/** The finding, saying whose traffic it may have been where its records name no function. */
export const withCandidates = (
  finding: Finding,
  interfaces: readonly string[],
  map: NetworkMap,
  invocations: ReadonlyMap<string, number>,
): Finding => {
  const isTold = finding.function !== null || finding.explanation.observed.includes(OPENING);
  const sentence = !isTold ? candidatesSentence(map, interfaces, invocations) : undefined;
  return sentence === undefined
    ? finding
    : { ...finding, explanation: { ...finding.explanation, observed: `${finding.explanation.observed} ${sentence}` } };
};
