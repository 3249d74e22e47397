// The accounts, other than the record's own, that a request lets in, sends to or takes from: `lapwing.foreignAccounts`.
import { field, isObject, type Json, type JsonObject, textField } from '../model/json.ts';
import { bucketOwner } from './bucket-owner.ts';
import { grantsOf, parsed } from './grant.ts';
import { LOAD_BALANCER_ACCOUNTS } from './load-balancer-accounts.ts';

const ACCOUNT = /^\d{12}$/;
const ARN_ACCOUNT = /^arn:[^:]{1,20}:[^:]{0,40}:[^:]{0,40}:(\d{12})(?::|$)/;

/** Parameters that hold a bare account number: `principal`, `aWSAccountIds`, `s3BucketOwner`, `valuesToAdd`, `consumerIdentifier`. */
const ACCOUNT_KEY = /account|principal|owner|userid|valuestoadd|consumer/i;

/** Request parameters nest to about 10. */
const DEEPEST = 20;
/** More than this many accounts in one request help nobody. */
const MOST_ACCOUNTS = 20;

const accountIn = (text: string): string | undefined => (ACCOUNT.test(text) ? text : ARN_ACCOUNT.exec(text)?.[1]);

const collect = (value: Json | undefined, key: string, accounts: Set<string>, depth: number): void => {
  if (depth > DEEPEST) return;
  if (typeof value === 'string') {
    const account = value.startsWith('arn:') || ACCOUNT_KEY.test(key) ? accountIn(value) : undefined;
    if (account !== undefined) accounts.add(account);
    // Settings given as text: `{"DestinationArn":"arn:…"}`. Policies are for `grantsOf`.
    const settings = parsed(value);
    if (settings !== undefined) collect(settings, key, accounts, depth + 1);
  } else if (Array.isArray(value)) {
    for (const element of value as readonly Json[]) collect(element, key, accounts, depth + 1);
  } else if (isObject(value) && field(value, 'Statement') === undefined) {
    for (const [name, inner] of Object.entries(value)) collect(inner, name, accounts, depth + 1);
  }
};

const ownAccounts = (record: JsonObject): ReadonlySet<string | undefined> => {
  const identity = field(record, 'userIdentity');
  return new Set([textField(identity, 'accountId'), textField(record, 'recipientAccountId')]);
};

/** Sorted. Policies count by whom they allow, not by which resources they name. */
export const foreignAccounts = (record: JsonObject): readonly string[] => {
  const accounts = new Set<string>();
  collect(field(record, 'requestParameters'), '', accounts, 0);
  for (const { principal } of grantsOf(record)) {
    const account = accountIn(principal);
    if (account !== undefined && !LOAD_BALANCER_ACCOUNTS.has(account)) accounts.add(account);
  }
  const owner = bucketOwner(record);
  if (owner !== undefined && ACCOUNT.test(owner)) accounts.add(owner);
  const own = ownAccounts(record);
  return [...accounts]
    .filter((account) => !own.has(account))
    .sort()
    .slice(0, MOST_ACCOUNTS);
};
