// Whether a window tells of a change of the function: its behaviour may then rightly be new.
import type { Baseline } from '../baseline/baseline.ts';
import { isKnown } from '../baseline/name-memory.ts';
import { type FunctionPartial, namesOf } from '../model/partial.ts';

/** Changes after which a function may rightly do other things. Policies, URLs and triggers decide who may call it. */
const CHANGING_BEHAVIOUR = ['alias', 'code', 'configuration', 'runtime'];
/** How the version that ran is named among the changes. */
const VERSION = 'version:';

export const versionsOf = (partial: FunctionPartial): readonly string[] =>
  namesOf(partial, 'changes').filter((name) => name.startsWith(VERSION));

/** The change that this window tells of, if any. The first version ever seen is no change. */
export const newVersion = (baseline: Baseline, partial: FunctionPartial): string | undefined => {
  const changes = namesOf(partial, 'changes');
  const part = CHANGING_BEHAVIOUR.find((name) => changes.includes(name));
  if (part !== undefined) return part;
  const memory = baseline.names.versions;
  if (memory.entries.size === 0) return undefined;
  return changes.find((name) => name.startsWith(VERSION) && !isKnown(memory, name));
};
