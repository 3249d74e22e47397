// An account's event history through CloudTrail's LookupEvents: management events of one region, newest first.
import { CloudTrailClient, paginateLookupEvents } from '@aws-sdk/client-cloudtrail';
import { DAY_MS, type Instant, isoOf } from '../../../detectors/model/time.ts';
import { CLIENT, type HistoryEdges, type RunEdges } from './edges.ts';
import { attempt, type Failure } from './failure.ts';
import type { Lanes } from './lanes.ts';
import { ownAccount } from './own-account.ts';
import { pace } from './pace.ts';
import type { HistoryHooks, Wanted } from './request.ts';
import { remaining, type Span } from './spans.ts';

/** API reference of LookupEvents: two requests a second in an account and region, 50 events an answer, the last 90 days. */
const REQUESTS_PER_SECOND = 2;
const EVENTS_PER_PAGE = 50;
const KEPT_DAYS = 90;

/** Event history shows an event within 15 minutes as a rule (CloudTrail user guide); an hour is four times that. */
const SETTLED_AFTER_MS = 3_600_000;

type TrailEdges = RunEdges & Pick<HistoryEdges, 'trail'>;

export const trailClient = (): CloudTrailClient => new CloudTrailClient(CLIENT);

const SECOND_MS = 1000;
const startOfSecond = (milliseconds: number): number => Math.floor(milliseconds / SECOND_MS) * SECOND_MS;

export const readEventHistory = async (wanted: Wanted, lanes: Lanes, hooks: HistoryHooks, edges: TrailEdges): Promise<void> => {
  const { trail, clock, signal } = edges;
  const need = { action: 'cloudtrail:LookupEvents', resource: '*' };
  const fail = (failure: Failure): void => {
    if (failure.kind !== 'aborted') hooks.failed('cloudtrail:', failure.text);
  };
  const identity = await attempt(need, async () => ({
    region: await trail.config.region(),
    account: ownAccount(await trail.config.credentials()),
  }));
  if (identity.kind === 'failed') return fail(identity.failure);
  const { region, account } = identity.value;
  const lane = `cloudtrail:${account ?? ''}:${region}`;

  const now = clock.now();
  const settled = now - SETTLED_AFTER_MS;
  const oldest = startOfSecond(now - KEPT_DAYS * DAY_MS);
  if (wanted.since !== undefined && wanted.since < oldest) {
    hooks.failed(
      'cloudtrail:',
      `event history goes back ${KEPT_DAYS} days: what is before ${isoOf(oldest as Instant)} is not read; give the trail's bucket (s3://BUCKET/AWSLogs/…) for it`,
    );
  }
  const whole: Span = { from: Math.max(wanted.since ?? oldest, oldest), until: wanted.until ?? now + SECOND_MS };
  const sink = hooks.open({ name: `cloudtrail:${region}`, region, ...(account === undefined ? {} : { account }) });
  let count = 0;

  // Inside the SDK's own retries, so that a second try is paced like a first one.
  const turn = pace(REQUESTS_PER_SECOND, clock);
  const pacing = 'lapwingLookupEventsPace';
  trail.middlewareStack.add(
    (next) => async (args) => {
      await turn();
      return next(args);
    },
    { step: 'finalizeRequest', priority: 'low', name: pacing, override: true },
  );

  const readSpan = async (span: Span): Promise<Failure | undefined> => {
    const pages = paginateLookupEvents(
      { client: trail, stopOnSameToken: true },
      { StartTime: new Date(startOfSecond(span.from)), EndTime: new Date(startOfSecond(span.until - 1)), MaxResults: EVENTS_PER_PAGE },
      { abortSignal: signal },
    );
    for (;;) {
      const page = await attempt(need, () => pages.next());
      if (page.kind === 'failed') return page.failure;
      if (page.value.done === true) break;
      let reached = span.until;
      for (const { CloudTrailEvent: record, EventTime: time } of page.value.value.Events ?? []) {
        count++;
        if (record === undefined) sink.broken('wrong-shape', count, 'an event without its CloudTrailEvent');
        else sink.item(record, count);
        if (time !== undefined && time.getTime() < reached) reached = time.getTime();
      }
      hooks.progress(`cloudtrail:${region}: ${count} events, back to ${isoOf(reached as Instant)}`);
      // The second that was reached may go on in the next page.
      lanes.addSpan(lane, { from: Math.max(span.from, startOfSecond(reached) + SECOND_MS), until: Math.min(span.until, settled) });
    }
    lanes.addSpan(lane, { from: span.from, until: Math.min(span.until, settled) });
    return undefined;
  };

  try {
    // Newest first, as the pages themselves: a break loses the oldest, which the next run asks for.
    for (const span of remaining(whole, lanes.spans(lane)).toReversed()) {
      const failure = await readSpan(span);
      if (failure === undefined) continue;
      fail(failure);
      break;
    }
  } finally {
    trail.middlewareStack.remove(pacing);
    sink.end();
  }
};
