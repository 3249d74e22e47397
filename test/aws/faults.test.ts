// A short incident as badly as it may go: batches cut differently each time, messages that come again, the same events through two
// sources, functions that are ended at any write, tables that throttle. What comes of it is the same.
import { ListQueuesCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { candidatesFor, newsAmong, type Told } from '../../alerts/triage/to-tell.ts';
import { triage } from '../../alerts/triage/triage.ts';
import { seeded } from '../../cli/simulator/random.ts';
import type { Finding } from '../../detectors/model/finding.ts';
import { functionNameOf, PREFIX } from '../../infra/names.ts';
import { ACCOUNT_ID, type Cloud, openCloud, REGION } from './cloud/cloud.ts';
import { deaths, type Faults, noFaults, throttling } from './cloud/faults.ts';
import { playStart, SHORT_PLAY_LEARNING_DAYS, SHORT_PLAY_MS, shortIncident } from './cloud/incident.ts';
import { type Played, play } from './cloud/play.ts';
import { scanned } from './cloud/scanned.ts';
import { asText, keptFindings, type StoredItem, stored } from './cloud/stored.ts';
import { learnQuickly, synthesise } from './cloud/synthesise.ts';

const BUCKET = 'trail-of-somebody';
const START_MS = playStart(Date.now());
const MINUTE_MS = 60_000;
/** Until as many windows are learned, thirteen minutes after their end and 23 with buckets, and what a death held back has come again. */
const restMs = (twoSources: boolean): number => (twoSources ? 40 : 30) * MINUTE_MS;
/** A scenario takes under a minute on a quiet machine. */
const SLOWEST_MS = 10 * MINUTE_MS;

/** Functions that did not do all they were asked to, once at least. */
const failedFunctions = ({ invocations }: Cloud): readonly string[] => {
  const failed = invocations.runs.filter(
    ({ outcome }) => outcome.kind === 'failed' || JSON.stringify(outcome.payload ?? null).includes('itemIdentifier'),
  );
  return [...new Set(failed.map(({ functionName }) => functionName))].sort();
};

interface Delivered {
  readonly awslogs?: { readonly data: string };
}

/** How many log messages were given to a function again, though it had done with them. */
const repeats = ({ invocations }: Cloud): number => {
  const messages = invocations.runs.flatMap(({ payload }) => (payload as Delivered).awslogs?.data ?? []);
  return messages.length - new Set(messages).size;
};

interface Scenario {
  readonly name: string;
  readonly faults: Faults;
  readonly stream: boolean;
  readonly twoSources: boolean;
  /** Share of messages that come again. */
  readonly again: number;
  /** It went as badly as it says. */
  readonly wasBad: (cloud: Cloud, faults: Faults) => void;
}

const FUNCTIONS = ['alert', 'detect', 'ingest'] as const;
const ALL_FAILED = FUNCTIONS.map((name) => functionNameOf(name));

const SCENARIOS: readonly Scenario[] = [
  {
    name: 'batches cut differently, messages that come again, CloudTrail by the bus and by its files',
    faults: noFaults(),
    stream: false,
    twoSources: true,
    again: 0.3,
    wasBad: (cloud) => {
      expect(repeats(cloud)).toBeGreaterThan(5);
      expect(cloud.calls.filter(({ action }) => action === 's3:GetObject').length).toBeGreaterThan(1);
      expect(failedFunctions(cloud)).toEqual([]);
    },
  },
  {
    name: 'functions that die at any write, behind a stream that bisects',
    faults: deaths(),
    stream: true,
    twoSources: false,
    again: 0,
    wasBad: (cloud, { done }) => {
      expect(failedFunctions(cloud)).toEqual(ALL_FAILED);
      // Eleven kinds of write; which of the rare ones come right after a death depends on how batches fall.
      const places = new Set([...done.keys()].map((what) => what.replace(/ killed-\w+$/, '')));
      expect(places.size).toBeGreaterThanOrEqual(8);
      expect(new Set([...done.keys()].map((what) => what.split(' ').at(-1)))).toEqual(new Set(['killed-before', 'killed-after']));
    },
  },
  {
    name: 'tables that throttle',
    faults: throttling(),
    stream: false,
    twoSources: false,
    again: 0,
    wasBad: (cloud, { done }) => {
      const throttled = [...done.keys()].map((what) => what.split(' ')[0]);
      expect([...new Set(throttled)].sort()).toEqual(FUNCTIONS);
      expect(failedFunctions(cloud).length).toBeGreaterThan(0);
    },
  },
];

/** By the scenario that was played first. */
let firstLearned: readonly StoredItem[] | undefined;

describe.for(SCENARIOS)('$name', ({ faults, stream, twoSources, again, wasBad }) => {
  let cloud: Cloud;
  let played: Played;

  beforeAll(async () => {
    const synthesised = learnQuickly(
      synthesise((stack) => ({
        buckets: twoSources ? [Bucket.fromBucketName(stack, 'Trail', BUCKET)] : [],
        stream,
        cloudTrail: 'all',
      })),
      SHORT_PLAY_LEARNING_DAYS,
    );
    cloud = await openCloud(synthesised, { startMs: START_MS });
    if (twoSources) {
      const { call } = cloud.runner;
      await call('s3', 'CreateBucket', { Bucket: BUCKET, CreateBucketConfiguration: { LocationConstraint: REGION } });
      await call('s3', 'PutBucketNotificationConfiguration', {
        Bucket: BUCKET,
        NotificationConfiguration: { EventBridgeConfiguration: {} },
      });
    }
    const random = seeded(1, 'faults');
    cloud.cut = (count) => 1 + random.below(count);
    cloud.comesAgain = () => random.next() < again;
    cloud.front.fateOf = faults.fateOf;
    played = play(cloud, shortIncident(START_MS), { bucket: twoSources ? BUCKET : undefined, overlap: twoSources });
    await cloud.timeline.runUntil(START_MS + SHORT_PLAY_MS + restMs(twoSources));
  }, SLOWEST_MS);

  afterAll(() => cloud?.stop());

  test('is as bad as it says', () => wasBad(cloud, faults));

  test('what was found is what a scan of the same records finds, to the byte', async () => {
    const canary = `arn:aws:lambda:${REGION}:${ACCOUNT_ID}:function:${functionNameOf('canary')}`;
    const { findings } = scanned(cloud, played, SHORT_PLAY_LEARNING_DAYS);
    expect(asText(await keptFindings(cloud))).toEqual(asText(findings.filter(({ function: subject }) => subject !== canary)));
  });

  test('each step of a story was mailed once, but where the function died between SNS and its note', () => {
    const steps = cloud.mails.map(({ json }) => {
      const { id, severity } = JSON.parse(json) as Finding;
      return `${id} ${severity}`;
    });
    expect(steps.length - new Set(steps).size).toBeLessThanOrEqual(faults.unknownMails());
    expect(steps.length).toBeGreaterThan(0);
  });

  test('nothing is left to be told by mail', async () => {
    const findings = await keptFindings(cloud);
    const items = (await stored(cloud, 'lapwing-findings')).filter(({ pk }) => pk.startsWith('told|'));
    const told = items.map(({ body }) => JSON.parse(body) as Told).filter(({ channel }) => channel === 'mail');
    const triaged = triage(findings, { now: new Date(cloud.clock.now()).toISOString(), sent: told });
    const candidates = candidatesFor(triaged, 'mail', new Set(findings.map(({ id }) => id)));
    expect(newsAmong(candidates, told).map(({ finding }) => finding.title)).toEqual([]);
    expect(triaged.stories.length).toBeGreaterThan(0);
  });

  test('what is usual was learned to the byte as in the other scenarios', async () => {
    const learned = (await stored(cloud, 'lapwing-baselines')).map(({ pk, sk, body }) => ({ pk, sk, body }));
    expect(learned.length).toBeGreaterThan(3);
    firstLearned ??= learned;
    expect(learned).toEqual(firstLearned);
  });

  test('nothing was given up but runs of a minute, which the next minute does again', async () => {
    const { QueueUrls = [] } = await cloud.clients.queues.send(new ListQueuesCommand({ QueueNamePrefix: PREFIX }));
    for (const QueueUrl of QueueUrls) {
      const { Messages = [] } = await cloud.clients.queues.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
      const given = Messages.map(({ Body = '' }) => Body).filter((body) => !body.includes('rule/lapwing-every-minute'));
      expect([QueueUrl, given]).toEqual([QueueUrl, []]);
    }
  });
});
