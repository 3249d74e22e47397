// The accounts whose encryption keys a request locks data with, where the data stays with somebody else: `lapwing.foreignKeys`.
import { field, isObject, type Json, type JsonObject, textField } from '../model/json.ts';
import { bucketOwner } from './bucket-owner.ts';

const KEY = /^arn:[^:]{1,20}:kms:[^:]{0,40}:(\d{12}):(?:key|alias)\//;

/** Request parameters nest to about 10. */
const DEEPEST = 20;
/** More than this many keys in one request help nobody. */
const MOST_KEYS = 20;

const collect = (value: Json | undefined, accounts: Set<string>, depth: number): void => {
  if (depth > DEEPEST || accounts.size >= MOST_KEYS) return;
  if (typeof value === 'string') {
    const account = KEY.exec(value)?.[1];
    if (account !== undefined) accounts.add(account);
  } else if (Array.isArray(value)) for (const element of value as readonly Json[]) collect(element, accounts, depth + 1);
  else if (isObject(value)) for (const inner of Object.values(value)) collect(inner, accounts, depth + 1);
};

/** Sorted. Writing into another account's bucket with that account's key is how data is shared; it locks nobody out. */
export const foreignKeys = (record: JsonObject): readonly string[] => {
  const accounts = new Set<string>();
  collect(field(record, 'requestParameters'), accounts, 0);
  if (accounts.size === 0) return [];
  for (const own of [textField(field(record, 'userIdentity'), 'accountId'), textField(record, 'recipientAccountId'), bucketOwner(record)])
    if (own !== undefined) accounts.delete(own);
  return [...accounts].sort();
};
