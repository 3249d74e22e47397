// The event that invoked the function: every item by itself, and what failed given back to its source.
import { deliveriesOf } from '../../ingest/aws/deliveries.ts';
import { inParallel } from '../../ingest/aws/history/in-parallel.ts';
import { ingestUnit } from './ingest.ts';
import type { IngestContext } from './ingest-context.ts';

/** Units read at once: each holds its inflated message, 32 MiB at worst, in a function of 1 GiB. */
const AT_ONCE = 8;

export interface BatchResponse {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/** Told of each item that goes back. */
export type OnFailure = (identifier: string, error: unknown) => void;

/** Rejects when the source retries whole events only. A stream is retried from its lowest failure on, a queue by item. */
export const ingestEvent = async (event: unknown, context: IngestContext, onFailure: OnFailure): Promise<BatchResponse> => {
  const { retries, deliveries } = deliveriesOf(event, context.region);
  const failed: string[] = [];
  await inParallel(deliveries, AT_ONCE, async ({ identifier, units }) => {
    try {
      for (const unit of units) await ingestUnit(unit, context);
    } catch (error) {
      if (retries === 'event') throw error;
      onFailure(identifier, error);
      failed.push(identifier);
    }
  });
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
};
