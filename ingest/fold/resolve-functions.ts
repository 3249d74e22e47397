// One function, one id: sources that tell no account or region (CloudWatch messages, files) make ids with gaps. Such an id is
// joined with the one complete id that fits it, when exactly one does; ambiguity is left as it is.
import { type FunctionId, functionId, functionParts } from '../../detectors/model/identity.ts';
import { candidateName } from '../normalise/function-session.ts';

interface Known {
  readonly id: FunctionId;
  readonly account: string;
  readonly region: string;
}

const fits = (gapped: Known, whole: Known): boolean =>
  (gapped.account === '' || gapped.account === whole.account) && (gapped.region === '' || gapped.region === whole.region);

/** Gaps: none, or one or two. An id can only be joined with one of fewer gaps. */
const gapsOf = (known: Known): number => (known.account === '' ? 1 : 0) + (known.region === '' ? 1 : 0);

const onlyFit = (gapped: Known, namesakes: readonly Known[]): FunctionId | undefined => {
  const better = namesakes.filter((other) => gapsOf(other) < gapsOf(gapped) && fits(gapped, other));
  const complete = better.filter((other) => gapsOf(other) === 0);
  const choice = complete.length > 0 ? complete : better;
  return choice.length === 1 ? choice[0]?.id : undefined;
};

/** A candidate session is its namesake's of the same account; the region of the call need not be the function's. */
const namesakeOf = (candidate: Known, namesakes: readonly Known[]): FunctionId | undefined => {
  const sameAccount = namesakes.filter((other) => other.account === candidate.account || other.account === '');
  const sameRegion = sameAccount.filter((other) => other.region === candidate.region);
  const choice = sameRegion.length > 0 ? sameRegion : sameAccount;
  return choice.length === 1 ? choice[0]?.id : undefined;
};

/**
 * Every id that is to be replaced, with its replacement: gapped ids by the one that fits, candidate sessions by the function of
 * their name, or by their account where there is none. Ids that stay are not in the map.
 */
export const resolveFunctions = (ids: Iterable<FunctionId>): ReadonlyMap<FunctionId, FunctionId> => {
  const byName = new Map<string, Known[]>();
  const candidates: { readonly known: Known; readonly name: string }[] = [];
  for (const id of new Set(ids)) {
    const { account, region, name } = functionParts(id);
    const known = { id, account, region };
    const candidate = candidateName(name);
    if (candidate !== undefined) {
      candidates.push({ known, name: candidate });
      continue;
    }
    const namesakes = byName.get(name);
    if (namesakes === undefined) byName.set(name, [known]);
    else namesakes.push(known);
  }
  const resolved = new Map<FunctionId, FunctionId>();
  for (const namesakes of byName.values()) {
    for (const known of namesakes) {
      const found = gapsOf(known) === 0 ? undefined : onlyFit(known, namesakes);
      if (found !== undefined) resolved.set(known.id, found);
    }
  }
  for (const { known, name } of candidates) {
    // An id with gaps that was joined with a whole one is no second function of the name.
    const namesakes = (byName.get(name) ?? []).filter(({ id }) => !resolved.has(id));
    const found = namesakeOf(known, namesakes);
    const account = functionId({ account: known.account, region: known.region, name: '' });
    resolved.set(known.id, found ?? account);
  }
  return resolved;
};
