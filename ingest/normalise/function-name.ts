// A function's name out of the ways AWS writes it: bare, partial (`123456789012:function:name`), ARN, with version or alias.
import { type FunctionId, functionId } from '../../detectors/model/identity.ts';

/** What Lambda allows in a function's name (API reference, CreateFunction); session names may hold more. */
export const isFunctionName = (text: string): boolean => text.length > 0 && text.length <= 64 && /^[A-Za-z0-9_-]+$/.test(text);

/** The function a reference names; account and region are used where the reference does not tell its own. */
export const referredFunction = (reference: string, account: string, region: string): FunctionId | undefined => {
  if (reference === '' || reference.length > 300) return undefined;
  if (!reference.includes(':')) return functionId({ account, region, name: reference });
  const parts = reference.split(':');
  const at = parts.indexOf('function');
  if (at === -1) {
    // `name:alias`
    const name = parts[0];
    return name !== undefined && isFunctionName(name) ? functionId({ account, region, name }) : undefined;
  }
  const name = parts[at + 1];
  if (name === undefined || name === '') return undefined;
  return functionId({ account: parts[at - 1] || account, region: (at >= 2 ? parts[at - 2] : undefined) || region, name });
};

const LAMBDA_GROUP = '/aws/lambda/';
const EDGE_REPLICA = /^([a-z]{2}(?:-[a-z]+)+-\d)\.(.+)$/;

/** `/aws/lambda/NAME` → NAME with its home region when the group is a Lambda@Edge replica's (`/aws/lambda/us-east-1.NAME`). */
export const functionOfLogGroup = (logGroup: string): { readonly name: string; readonly region: string | undefined } | undefined => {
  if (!logGroup.startsWith(LAMBDA_GROUP)) return undefined;
  const name = logGroup.slice(LAMBDA_GROUP.length);
  const replica = EDGE_REPLICA.exec(name);
  if (replica?.[1] !== undefined && replica[2] !== undefined) return { name: replica[2], region: replica[1] };
  return name === '' ? undefined : { name, region: undefined };
};
