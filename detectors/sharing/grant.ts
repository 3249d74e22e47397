// Who a request lets in: the grants of the resource and trust policies that it carries, as objects or as JSON text.
import { field, isObject, type Json, type JsonObject } from '../model/json.ts';

export interface Grant {
  /** `*`, an account number, or an ARN. */
  readonly principal: string;
  /** A condition ties it to an account, an organization, a network or a resource. */
  readonly isNarrowed: boolean;
}

/** CloudTrail cuts request parameters at 100 KB. */
const LONGEST_POLICY = 128 * 1024;
/** Policies nest to 5, request parameters to about 10. */
const DEEPEST = 20;

/** Condition keys that leave out the rest of the world, from the global condition keys of IAM and those of KMS, SNS and EFS. */
const NARROWING =
  /^(aws:(principal(orgid|orgpaths|arn|account)|source(account|arn|owner|vpc|vpce|ip|orgid|orgpaths)|vpcsourceip|userid|resourceorgid)|kms:calleraccount|elasticfilesystem:accessedviamounttarget|lambda:functionurlauthtype)$/;

/** The JSON object that a text is, within the size that CloudTrail keeps. */
export const parsed = (text: string): Json | undefined => {
  const trimmed = text.trim();
  if (trimmed.length > LONGEST_POLICY || !trimmed.startsWith('{')) return undefined;
  try {
    return JSON.parse(trimmed) as Json;
  } catch {
    return undefined;
  }
};

const listOf = (value: Json | undefined): readonly Json[] =>
  value === undefined ? [] : Array.isArray(value) ? (value as readonly Json[]) : [value];

const isNarrowed = (statement: JsonObject): boolean =>
  Object.values(field(statement, 'Condition') ?? {}).some(
    (test) => isObject(test) && Object.keys(test).some((key) => NARROWING.test(key.toLowerCase())),
  );

const principalsOf = (statement: JsonObject): readonly string[] => {
  const principal = field(statement, 'Principal');
  const named = isObject(principal) ? field(principal, 'AWS') : principal;
  // Everybody except some is nearly everybody.
  const everybodyElse = field(statement, 'NotPrincipal') === undefined ? [] : ['*'];
  return [...listOf(named).filter((name) => typeof name === 'string'), ...everybodyElse];
};

const collect = (value: Json | undefined, grants: Grant[], depth: number): void => {
  if (depth > DEEPEST) return;
  if (typeof value === 'string') {
    const policy = parsed(value);
    if (policy !== undefined) collect(policy, grants, depth + 1);
  } else if (Array.isArray(value)) {
    for (const element of value as readonly Json[]) collect(element, grants, depth + 1);
  } else if (isObject(value)) {
    const statements = field(value, 'Statement');
    if (statements === undefined) {
      for (const inner of Object.values(value)) collect(inner, grants, depth + 1);
      return;
    }
    for (const statement of listOf(statements)) {
      if (!isObject(statement) || field(statement, 'Effect') !== 'Allow') continue;
      const narrowed = isNarrowed(statement);
      for (const principal of principalsOf(statement)) grants.push({ principal, isNarrowed: narrowed });
    }
  }
};

/** The grants of every policy anywhere in the request parameters. */
export const grantsOf = (record: JsonObject): readonly Grant[] => {
  const grants: Grant[] = [];
  collect(field(record, 'requestParameters'), grants, 0);
  return grants;
};
