// What the other functions of an application use: a name new for one but ordinary for its peers is less of a surprise, and a new
// function starts from them. An application is what is named alike in one account.
import type { Baseline } from '../baseline/baseline.ts';
import { timesSeen } from '../baseline/name-memory.ts';
import { type FunctionId, functionParts } from '../model/identity.ts';
import type { Context } from './context.ts';

/** Peers that must know a name: one may be the attacker's other foothold. */
const LEAST_PEERS = 2;
/** Windows in which each must have used it: what they began an hour ago says nothing yet, whoever is asked first. */
const LEAST_SEEN = 12;
/** Functions asked, the first by name: each answer is two look-ups. */
export const MOST_PEERS = 64;

/** `111122223333:orders` of the function `orders-create`; undefined for the account itself, which has no peers. */
export const applicationOf = (function_: FunctionId): string | undefined => {
  const { account, name } = functionParts(function_);
  return name === '' ? undefined : `${account}:${name.split(/[-_]/, 1)[0]}`;
};

/** A function with its memory as it is when it is asked: memories are replaced as they are learned. */
export interface Peer {
  readonly function: FunctionId;
  readonly baseline: Baseline;
}

/** What assessWindow may be told of a function's peers; `others` may hold any functions, the function itself too. */
export const usedByPeers = (function_: FunctionId, others: readonly Peer[]): NonNullable<Context['usedByPeers']> => {
  const application = applicationOf(function_);
  const peers = others
    .filter((other) => application !== undefined && other.function !== function_ && applicationOf(other.function) === application)
    .sort((one, other) => (one.function < other.function ? -1 : 1))
    .slice(0, MOST_PEERS);
  return (kind, used) => {
    let known = 0;
    for (const { baseline } of peers) if (timesSeen(baseline.names[kind], used) >= LEAST_SEEN && ++known >= LEAST_PEERS) return true;
    return false;
  };
};
