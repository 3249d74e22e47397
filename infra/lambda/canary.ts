// The canary's finding: proof that the way from a log line to the last door is open, and nothing to tell a person.

import { EVENT_SOURCE } from '../../alerts/render/event.ts';
import type { Revised } from '../../detectors/aws/assess-pending.ts';
import { CANARY, CANARY_DETAIL_TYPE, functionNameOf } from '../names.ts';
import type { AlertContext } from './alert-context.ts';

const NAME = functionNameOf('canary');

/** Anything else that is found about the canary's function is news: only the one finding it is there for is not. */
const isCanary = ({ finding }: Revised): boolean =>
  finding.detector === CANARY.detector &&
  finding.function !== null &&
  (finding.function === NAME || finding.function.endsWith(`:function:${NAME}`));

export const withoutCanaries = (found: readonly Revised[]): { readonly news: readonly Revised[]; readonly canaries: number } => {
  const news = found.filter((each) => !isCanary(each));
  return { news, canaries: found.length - news.length };
};

/** Nobody is told but the alarm that would miss it, and who listens outside; if the bus takes no word, they miss it as they should. */
export const tellCanaries = async (canaries: number, { bus, tally }: Pick<AlertContext, 'bus' | 'tally'>): Promise<void> => {
  tally.canaries(canaries);
  await bus.put([{ Source: EVENT_SOURCE, DetailType: CANARY_DETAIL_TYPE, Detail: JSON.stringify({ canaries }) }]);
};
