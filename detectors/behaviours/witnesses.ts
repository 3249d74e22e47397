// The records behind some names, earliest first: what a finding shows as evidence.
import type { RecordId } from '../model/identity.ts';
import type { KeyedCount } from '../model/keyed-counts.ts';

export const witnesses = (entries: readonly KeyedCount[]): readonly RecordId[] =>
  [...entries]
    .sort((one, other) => one.firstTime - other.firstTime || (one.witness < other.witness ? -1 : one.witness > other.witness ? 1 : 0))
    .map(({ witness }) => witness);
