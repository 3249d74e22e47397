// A suppression: who says what may be quiet, why, how grave at most, and until when. Without these it is refused, never half applied.
import { expiryFault } from '../../detectors/model/expiry.ts';
import { field, isObject, type Json, textField } from '../../detectors/model/json.ts';
import { SEVERITIES, type Severity } from '../../detectors/model/severity.ts';

export interface Suppression {
  readonly id: string;
  readonly owner: string;
  readonly reason: string;
  /** ISO 8601; from then on it hides nothing. */
  readonly expires: string;
  /** Globs with `*`; a finding must match each one that is given. */
  readonly detector: string | undefined;
  /** Matches a function's ARN or its bare name. */
  readonly function: string | undefined;
  readonly principal: string | undefined;
  /** One finding, by its id. */
  readonly finding?: string;
  /** The gravest finding it hides: what comes graver was not thought of when it was written. */
  readonly upTo: Severity;
}

interface RefusedSuppression {
  /** From 1, as in the file. */
  readonly place: number;
  readonly why: string;
}

export interface ReadSuppressions {
  readonly suppressions: readonly Suppression[];
  readonly refused: readonly RefusedSuppression[];
}

const KEYS = new Set(['id', 'owner', 'reason', 'expires', 'detector', 'function', 'principal', 'finding', 'upTo']);

const isBlanket = (pattern: string | undefined): boolean => pattern === undefined || pattern.replaceAll('*', '') === '';

const readOne = (value: Json, place: number, nowMs: number): Suppression | string => {
  if (!isObject(value)) return 'is not a mapping of names to values';
  const unknown = Object.keys(value).find((key) => !KEYS.has(key));
  // A misspelt selector would make the suppression wider than it was meant.
  if (unknown !== undefined) return `has an unknown name, ${unknown}`;
  const wrong = Object.keys(value).find((key) => textField(value, key) === undefined);
  if (wrong !== undefined) return `${wrong} is not a text`;
  const [owner, reason, expires] = [textField(value, 'owner')?.trim(), textField(value, 'reason')?.trim(), textField(value, 'expires')];
  if (owner === undefined || owner === '') return 'has no owner';
  if (reason === undefined || reason === '') return 'has no reason';
  const fault = expiryFault(expires, nowMs);
  if (expires === undefined || fault !== undefined) return fault ?? 'has no expiry date';
  const [detector, name, principal] = [textField(value, 'detector'), textField(value, 'function'), textField(value, 'principal')];
  const finding = textField(value, 'finding');
  if ([detector, name, principal, finding].every(isBlanket)) return 'names no detector, function or principal, and would hide everything';
  const upTo = field(value, 'upTo') ?? 'medium';
  const severity = SEVERITIES.find((each) => each === upTo);
  if (severity === undefined) return `upTo is none of ${SEVERITIES.join(', ')}`;
  return {
    id: textField(value, 'id') ?? `suppression-${place}`,
    owner,
    reason,
    expires,
    detector,
    function: name,
    principal,
    ...(finding === undefined ? {} : { finding }),
    upTo: severity,
  };
};

/** `value`: the list under `suppressions` in lapwing.yml; `now`: ISO 8601. */
export const readSuppressions = (value: Json | undefined, now: string): ReadSuppressions => {
  if (value === undefined || value === null) return { suppressions: [], refused: [] };
  if (!Array.isArray(value)) return { suppressions: [], refused: [{ place: 1, why: 'suppressions is not a list' }] };
  const suppressions: Suppression[] = [];
  const refused: RefusedSuppression[] = [];
  const known = new Set<string>();
  value.forEach((each: Json, index) => {
    const place = index + 1;
    const read = readOne(each, place, Date.parse(now));
    if (typeof read === 'string') refused.push({ place, why: read });
    else if (known.has(read.id)) refused.push({ place, why: `its id ${read.id} is taken` });
    else {
      known.add(read.id);
      suppressions.push(read);
    }
  });
  return { suppressions, refused };
};
