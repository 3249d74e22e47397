// What the other functions of a group use: a name new for one but ordinary for its peers is less of a surprise, and a new
// function starts from them. A group is an account; within it, functions whose names begin alike are nearer.
import type { Baseline } from '../baseline/baseline.ts';
import { isKnown } from '../baseline/name-memory.ts';
import { functionParts } from '../model/identity.ts';
import type { Context } from './context.ts';

/** Peers that must know a name: one may be the attacker's other foothold. */
const LEAST_PEERS = 2;
/** Functions asked: each answer is two look-ups. */
const MOST_PEERS = 64;

/** `orders-` of `orders-create`: what is named for the same application. */
const applicationOf = (name: string): string => name.split(/[-_]/, 1)[0] ?? name;

/** What assessWindow may be told of a function's peers; `others` may hold any functions, the function itself too. */
export const usedByPeers = (baseline: Baseline, others: readonly Baseline[]): NonNullable<Context['usedByPeers']> => {
  const { account, name } = functionParts(baseline.function);
  const peers = others
    .filter((other) => {
      const parts = functionParts(other.function);
      return (
        other.function !== baseline.function &&
        parts.account === account &&
        parts.name !== '' &&
        applicationOf(parts.name) === applicationOf(name)
      );
    })
    .sort((one, other) => (one.function < other.function ? -1 : 1))
    .slice(0, MOST_PEERS);
  return (kind, used) => {
    let known = 0;
    for (const peer of peers) if (isKnown(peer.names[kind], used) && ++known >= LEAST_PEERS) return true;
    return false;
  };
};
