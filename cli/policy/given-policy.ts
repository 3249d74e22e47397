// A policy as people have it: the document itself, or what the AWS CLI prints around it.
import { isObject, type Json, type JsonObject } from '../../detectors/model/json.ts';

export interface GivenStatement {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** What keeps the statement from being judged by its actions and resources alone. */
  readonly unjudged: string | undefined;
}

export type GivenPolicy =
  | { readonly kind: 'policy'; readonly allowed: readonly GivenStatement[]; readonly denies: number }
  | { readonly kind: 'refused'; readonly reason: string };

const texts = (value: Json | undefined): readonly string[] => {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
};

/** `{PolicyDocument}`, `{PolicyVersion: {Document}}`, or a list of them. */
const documentsOf = (value: Json | undefined): readonly JsonObject[] => {
  if (Array.isArray(value)) return value.flatMap(documentsOf);
  if (typeof value === 'string') {
    // Some tools give the document as text, URL-encoded as IAM does.
    try {
      return documentsOf(JSON.parse(value.startsWith('%7B') ? decodeURIComponent(value) : value) as Json);
    } catch {
      return [];
    }
  }
  if (!isObject(value)) return [];
  if (value['Statement'] !== undefined) return [value];
  return ['PolicyDocument', 'PolicyVersion', 'Document', 'Policies'].flatMap((key) => documentsOf(value[key]));
};

const statementsOf = (document: JsonObject): readonly JsonObject[] => {
  const statements = document['Statement'];
  return (Array.isArray(statements) ? statements : [statements]).filter(isObject);
};

export const givenPolicy = (text: string): GivenPolicy => {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    return { kind: 'refused', reason: 'is not JSON' };
  }
  const statements = documentsOf(value).flatMap(statementsOf);
  if (statements.length === 0) return { kind: 'refused', reason: 'holds no policy document with a Statement' };
  const allowed = statements
    .filter((statement) => statement['Effect'] === 'Allow')
    .map((statement): GivenStatement => {
      const reasons = ['NotAction', 'NotResource', 'Condition'].filter((key) => statement[key] !== undefined);
      return {
        actions: texts(statement['Action']),
        resources: texts(statement['Resource']),
        unjudged: reasons.length === 0 ? undefined : reasons.join(' and '),
      };
    });
  return { kind: 'policy', allowed, denies: statements.filter((statement) => statement['Effect'] === 'Deny').length };
};
