// Who made an API call, stable over sessions: the role rather than its session, the user, the service or the account.
import { isObject, type Json, type JsonObject } from '../../detectors/model/json.ts';

const text = (value: Json | undefined): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** `userIdentity.sessionContext.sessionIssuer`, when the session has one. */
export const sessionIssuer = (identity: JsonObject): JsonObject | undefined => {
  const context = identity['sessionContext'];
  if (!isObject(context)) return undefined;
  const issuer = context['sessionIssuer'];
  return isObject(issuer) ? issuer : undefined;
};

export const principalOf = (identity: JsonObject | undefined): string => {
  if (identity === undefined) return '';
  const issuer = sessionIssuer(identity);
  return (
    (issuer === undefined ? undefined : text(issuer['arn'])) ??
    text(identity['arn']) ??
    text(identity['invokedBy']) ??
    text(identity['principalId']) ??
    text(identity['accountId']) ??
    ''
  );
};

/** Session name: what follows the colon in `AROA…:name`, or the last part of an assumed role's ARN. */
export const sessionNameOf = (identity: JsonObject): string | undefined => {
  const principalId = identity['principalId'];
  if (typeof principalId === 'string') {
    const colon = principalId.indexOf(':');
    if (colon !== -1 && colon < principalId.length - 1) return principalId.slice(colon + 1);
  }
  const arn = identity['arn'];
  if (typeof arn !== 'string' || !arn.includes(':assumed-role/')) return undefined;
  return arn.slice(arn.lastIndexOf('/') + 1);
};
