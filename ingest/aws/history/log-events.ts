// One log group through FilterLogEvents, oldest first.
import { paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import { type Instant, isoOf } from '../../../detectors/model/time.ts';
import type { HistoryEdges, RunEdges } from './edges.ts';
import { attempt, type Failure } from './failure.ts';
import type { Lanes } from './lanes.ts';
import type { HistoryHooks, Wanted } from './request.ts';
import { remaining, type Span } from './spans.ts';

export interface LogGroup {
  readonly name: string;
  readonly account: string | undefined;
}

/** Agents and the platform write late by minutes; what may still arrive is read again by the next run, and known again by its id. */
const SETTLED_AFTER_MS = 3_600_000;

/**
 * Undefined when all went well. What was read is known by time and not by page token: tokens die after a day, and events
 * come in the order of their timestamps (API reference of FilterLogEvents).
 */
export const readLogGroup = async (
  { name, account }: LogGroup,
  region: string,
  wanted: Wanted,
  lanes: Lanes,
  hooks: HistoryHooks,
  { logs, clock, signal }: RunEdges & Pick<HistoryEdges, 'logs'>,
): Promise<Failure | undefined> => {
  const source = `cloudwatch-logs:${name}`;
  const lane = `cloudwatch-logs:${account ?? ''}:${region}:${name}`;
  const need = { action: 'logs:FilterLogEvents', resource: `arn:aws:logs:${region}:${account ?? '*'}:log-group:${name}:*` };
  const now = clock.now();
  const settled = now - SETTLED_AFTER_MS;
  // Events may be written up to two hours ahead of the clock (PutLogEvents); without --until these are wanted too.
  const whole: Span = { from: wanted.since ?? 0, until: wanted.until ?? now + 2 * SETTLED_AFTER_MS };
  const sink = hooks.open({ name: source, logGroup: name, region, ...(account === undefined ? {} : { account }) });
  let count = 0;

  const readSpan = async (span: Span): Promise<Failure | undefined> => {
    const pages = paginateFilterLogEvents(
      { client: logs, stopOnSameToken: true },
      // AWS always interleaves streams nowadays; emulators do so only when asked.
      { logGroupName: name, startTime: span.from, endTime: span.until - 1, interleaved: true },
      { abortSignal: signal },
    );
    for (;;) {
      const page = await attempt(need, () => pages.next());
      if (page.kind === 'failed') return page.failure;
      if (page.value.done === true) break;
      let reached = span.from;
      for (const { logStreamName, timestamp, message, eventId } of page.value.value.events ?? []) {
        count++;
        sink.item(JSON.stringify({ logStreamName, timestamp, message: message ?? '', eventId }), count);
        if (timestamp !== undefined && timestamp > reached) reached = timestamp;
      }
      hooks.progress(`${source}: ${count} events${reached > 0 ? `, up to ${isoOf(reached as Instant)}` : ''}`);
      lanes.addSpan(lane, { from: span.from, until: Math.min(reached, settled) });
    }
    lanes.addSpan(lane, { from: span.from, until: Math.min(span.until, settled) });
    return undefined;
  };

  let failure: Failure | undefined;
  for (const span of remaining(whole, lanes.spans(lane))) {
    failure = await readSpan(span);
    if (failure !== undefined) break;
  }
  sink.end();
  return failure;
};
