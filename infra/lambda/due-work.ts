// Which functions are to be looked at now: what is due, by function, under the one id that a function's several ids stand for.
import { applicationOf, MOST_PEERS } from '../../detectors/behaviours/peers.ts';
import type { FunctionId } from '../../detectors/model/identity.ts';
import { functionParts } from '../../detectors/model/identity.ts';
import { resolveFunctions } from '../../ingest/fold/resolve-functions.ts';
import type { Item } from '../state/table.ts';
import type { Tick } from './detect-context.ts';
import { AFTER_ALL, BEFORE_ALL, DUE_SHARDS, type Due, dueOf, dueShard, NAMES, nameKey, timeText } from './keys.ts';

export interface DueItem extends Due {
  readonly item: Item;
}

export interface FunctionWork {
  readonly function: FunctionId;
  /** Its own id and those that were found to be it. */
  readonly members: readonly FunctionId[];
  /** The other functions of its application, known by their names. */
  readonly peers: readonly FunctionId[];
  /** To be done now, oldest first. */
  readonly due: readonly DueItem[];
}

/** Read of one shard in one run: what is beyond is read in the next minute. 1,000 functions have some 3,000 items due and waiting. */
const MOST_DUE = 5_000;
/** Functions of one account and region that are known by name, at 100 bytes each. */
const MOST_NAMES = 20_000;

/** A function's id without a gap: what others may be resolved to. Sessions that wait for proof are no function's name. */
export const isWholeName = (id: FunctionId): boolean => {
  const { account, region, name } = functionParts(id);
  return account !== '' && region !== '' && name !== '' && !name.startsWith('?');
};

const dueItems = async ({ partials, now, settleMs }: Tick): Promise<readonly DueItem[]> => {
  const shards = await Promise.all(
    Array.from({ length: DUE_SHARDS }, (_, shard) =>
      // What waits to be learned is read too: a session that waits for proof counts to its function until then.
      partials.query(dueShard(shard), timeText(0), `${timeText(now + settleMs)}${AFTER_ALL}`, MOST_DUE),
    ),
  );
  return shards.flat().flatMap((item) => {
    const due = dueOf(item.sk);
    return due === undefined ? [] : [{ ...due, item }];
  });
};

export const dueWork = async (tick: Tick): Promise<readonly FunctionWork[]> => {
  const due = await dueItems(tick);
  if (!due.some(({ time }) => time <= tick.now)) return [];
  const stored = await tick.baselines.query(NAMES, BEFORE_ALL, AFTER_ALL, MOST_NAMES);
  const known = new Set(stored.map(({ sk }) => sk as FunctionId));
  const ids = new Set(due.map((each) => each.function));
  const fresh = [...ids].filter((id) => isWholeName(id) && !known.has(id)).sort();
  await tick.baselines.putAll(fresh.map((id) => ({ ...nameKey(id), body: '', version: 0, expires: undefined })));
  const resolved = resolveFunctions([...known, ...ids]);
  const work = new Map<FunctionId, { members: Set<FunctionId>; due: DueItem[] }>();
  for (const each of due) {
    const whole = resolved.get(each.function) ?? each.function;
    const mine = work.get(whole) ?? { members: new Set([whole]), due: [] };
    work.set(whole, mine);
    mine.members.add(each.function);
    if (each.time <= tick.now) mine.due.push(each);
  }
  const applications = Map.groupBy(known, (function_) => applicationOf(function_) ?? '');
  const peersOf = (function_: FunctionId): readonly FunctionId[] =>
    (applications.get(applicationOf(function_) ?? '-') ?? [])
      .filter((other) => other !== function_)
      .sort()
      .slice(0, MOST_PEERS);
  const byTime = (one: DueItem, other: DueItem): number => one.time - other.time || (one.item.sk < other.item.sk ? -1 : 1);
  return [...work]
    .filter(([, mine]) => mine.due.length > 0)
    .map(([function_, mine]) => ({
      function: function_,
      members: [...mine.members].sort(),
      peers: peersOf(function_),
      due: mine.due.sort(byTime),
    }))
    .sort((one, other) => (one.due[0]?.time ?? 0) - (other.due[0]?.time ?? 0) || (one.function < other.function ? -1 : 1));
};
