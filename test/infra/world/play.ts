// Minute by minute: what arrived is delivered, then the detector runs, then the alerts. In good order once each, or as badly
// as the sources are allowed to: late within the grace, in any order, in any batches, again, and with processes that die.
import { seeded } from '../../../cli/simulator/random.ts';
import { eventOf, type Parcel, type Sources } from './sources.ts';
import { SETTLE_MS, type World } from './world.ts';

const MINUTE_MS = 60_000;
const TICK = JSON.stringify({ kind: 'tick' });
/** Tries of one thing in one minute before a test gives up: at a rate of one in ten, never. */
const MOST_TRIES = 500;

const until = async (work: () => Promise<boolean>): Promise<void> => {
  for (let tries = 0; tries < MOST_TRIES; tries++) if (await work()) return;
  throw new Error('nothing goes through');
};

const deliverAll = (world: World, parcels: readonly Parcel[]): Promise<void> => {
  let waiting = parcels;
  return until(async () => {
    const failed = new Set(
      await world.deliver(
        eventOf(waiting),
        waiting.map(({ identifier }) => identifier),
      ),
    );
    waiting = waiting.filter(({ identifier }) => failed.has(identifier));
    return waiting.length === 0;
  });
};

const minutesOf = ({ startMs, endMs }: Sources): readonly number[] =>
  Array.from({ length: Math.ceil((endMs - startMs + SETTLE_MS) / MINUTE_MS) + 45 }, (_, minute) => startMs + (minute + 1) * MINUTE_MS);

export const playInOrder = async (world: World, sources: Sources): Promise<void> => {
  for (const [name, text] of sources.objects) world.objects.set(name, text);
  let next = 0;
  for (const minute of minutesOf(sources)) {
    world.nowMs = minute;
    for (; (sources.parcels[next]?.arrivesMs ?? Number.POSITIVE_INFINITY) <= minute; next++)
      await deliverAll(world, sources.parcels.slice(next, next + 1));
    await until(() => world.detect());
    for (const message of [...world.findingMessages.splice(0), TICK]) await until(() => world.alert([message]));
  }
};

export const playBadly = async (world: World, sources: Sources, seed: number, latestMs: number): Promise<void> => {
  for (const [name, text] of sources.objects) world.objects.set(name, text);
  const random = seeded(seed, 'order');
  const shuffled = <Value>(values: readonly Value[]): Value[] =>
    values
      .map((value) => [random.next(), value] as const)
      .sort(([one], [other]) => one - other)
      .map(([, value]) => value);
  // Every tenth comes again.
  const schedule = sources.parcels.flatMap((parcel) => {
    const first = parcel.arrivesMs + random.next() * latestMs;
    return random.next() < 0.1
      ? [
          { at: first, parcel },
          { at: first + random.next() * 20 * MINUTE_MS, parcel },
        ]
      : [{ at: first, parcel }];
  });
  schedule.sort((one, other) => one.at - other.at);
  let next = 0;
  for (const minute of minutesOf(sources)) {
    world.nowMs = minute;
    const due: Parcel[] = [];
    for (; (schedule[next]?.at ?? Number.POSITIVE_INFINITY) <= minute; next++)
      due.push(...schedule.slice(next, next + 1).map(({ parcel }) => parcel));
    const batches: Parcel[][] = [];
    for (const by of ['queue', 'stream', 'invocation'] as const) {
      const mine = shuffled([...new Map(due.filter((parcel) => parcel.by === by).map((parcel) => [parcel.identifier, parcel])).values()]);
      while (mine.length > 0) batches.push(mine.splice(0, by === 'invocation' ? 1 : 1 + random.below(6)));
    }
    // All at once, with the detector beside them, and now and then a second one, as when a run takes over a minute.
    const detectors = random.next() < 0.3 ? [world.detect(), world.detect()] : [];
    await Promise.all([...batches.map((batch) => deliverAll(world, batch)), ...detectors]);
    await Promise.all(random.next() < 0.3 ? [world.detect(), world.detect()] : []);
    await until(() => world.detect());
    const messages = shuffled([...world.findingMessages.splice(0), TICK]);
    if (messages.length > 0 && random.next() < 0.2) messages.push(messages[0] ?? '');
    while (messages.length > 0) {
      const batch = messages.splice(0, 1 + random.below(9));
      await until(() => world.alert(batch));
    }
  }
};
