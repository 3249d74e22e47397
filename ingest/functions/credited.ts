// Findings from access logs, which name no function, credited to the functions that handled their requests, as far as the records
// tell: one function is the finding's; several are named among its entities.
import type { Finding } from '../../detectors/model/finding.ts';
import { functionLabel } from '../../detectors/model/identity.ts';
import type { RequestFunctions } from './request-functions.ts';

export const credited = (
  finding: Finding,
  requestIds: readonly string[],
  requests: RequestFunctions,
  labels: ReadonlyMap<string, string | null>,
): Finding => {
  if (finding.function !== null || requestIds.length === 0) return finding;
  const handlers = new Set<string>();
  for (const requestId of requestIds) {
    const id = requests.functionOf(requestId);
    const label = id === undefined ? undefined : (labels.get(functionLabel(id)) ?? functionLabel(id));
    if (label !== undefined) handlers.add(label);
  }
  if (handlers.size === 0) return finding;
  const [only, ...others] = handlers;
  return {
    ...finding,
    function: others.length === 0 && only !== undefined ? only : null,
    entities: { ...finding.entities, functions: [...new Set([...finding.entities.functions, ...handlers])].sort() },
  };
};
