// Findings of cdk-nag that are accepted, each where it is made and with its reason.
import { Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

export const acknowledge = (construct: IConstruct, id: string, reason: string): void => {
  Validations.of(construct).acknowledge({ id, reason });
};

/** A reference as cdk-nag writes it in a finding's name: `<Bucket.Arn>/*`. */
const written = (resolved: unknown): string => {
  if (typeof resolved === 'string') return resolved;
  if (Array.isArray(resolved)) return resolved.map(written).join('');
  const { Ref: name, 'Fn::GetAtt': attribute, 'Fn::Join': join } = resolved as Readonly<Record<string, unknown>>;
  if (typeof name === 'string') return `<${name}>`;
  if (Array.isArray(attribute)) return `<${attribute.join('.')}>`;
  if (Array.isArray(join) && Array.isArray(join[1])) return join[1].map(written).join(String(join[0]));
  throw new Error(`a resource that is no plain reference: ${JSON.stringify(resolved)}`);
};

/** A resource with a wildcard, where AWS has no narrower form. */
export const acknowledgeResource = (construct: IConstruct, resource: string, reason: string): void =>
  acknowledge(construct, `AwsSolutions-IAM5[Resource::${written(Stack.of(construct).resolve(resource))}]`, reason);
