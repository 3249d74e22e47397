// Who: functions, accounts and principals, made here and nowhere else.
import type { Brand } from './brand.ts';

/**
 * `account:region:name`, the baseline's key. Any part may be empty when a source does not tell it
 * (a CloudWatch Logs message names no region). An empty name stands for the account itself.
 */
export type FunctionId = Brand<string, 'FunctionId'>;

export interface FunctionParts {
  readonly account: string;
  readonly region: string;
  readonly name: string;
}

/** AWS allows 64 characters in a function's name; names taken from file paths may be longer and are cut. */
const LONGEST_NAME = 140;

const clean = (part: string): string => {
  const plain = part.includes(':') ? part.replaceAll(':', '_') : part;
  return plain.length > LONGEST_NAME ? plain.slice(0, LONGEST_NAME) : plain;
};

/** Ids made before, by name: an id of each record's own would have to be put together, hashed and compared anew. */
const made = new Map<string, FunctionParts & { readonly id: FunctionId }>();
/** More functions than most accounts have, in half a megabyte. */
const MOST_MADE = 2_000;

export const functionId = ({ account, region, name }: FunctionParts): FunctionId => {
  const known = made.get(name);
  if (known !== undefined && known.account === account && known.region === region) return known.id;
  const id = `${clean(account)}:${clean(region)}:${clean(name)}` as FunctionId;
  if (account.length + region.length + name.length > LONGEST_NAME) return id;
  if (made.size >= MOST_MADE) made.clear();
  made.set(name, { account, region, name, id });
  return id;
};

export const functionParts = (id: FunctionId): FunctionParts => {
  const [account = '', region = '', name = ''] = id.split(':');
  return { account, region, name };
};

/** Whether it stands for the account itself. */
export const isAccount = (id: FunctionId): boolean => id.endsWith(':');

/** The function's ARN when account and region are known, else its bare name: what a finding shows. */
export const functionLabel = (id: FunctionId): string => {
  const { account, region, name } = functionParts(id);
  return account !== '' && region !== '' ? `arn:aws:lambda:${region}:${account}:function:${name}` : name;
};

/** A record's name in evidence: a CloudTrail eventID, a CloudWatch Logs event id, else `file:line`. */
export type RecordId = Brand<string, 'RecordId'>;

export const recordId = (text: string): RecordId => text as RecordId;
