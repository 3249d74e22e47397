// The bus over a client that takes some, takes none, or dies: what was not taken is named, and what was taken is not sent again.
import type { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { expect, test } from 'vitest';
import type { EventEntry } from '../../alerts/render/event.ts';
import { eventBus } from '../../infra/state/event-bus.ts';

const entries = (count: number): readonly EventEntry[] =>
  Array.from({ length: count }, (_, place) => ({
    Source: 'lapwing' as const,
    DetailType: 'Lapwing Finding' as const,
    Detail: JSON.stringify({ place }),
    Resources: [],
  }));

/** `answer` says for each request and event whether it is refused; or throws. */
const busOf = (answer: (request: number, place: number) => string | undefined) => {
  const taken: number[] = [];
  let requests = 0;
  const send = ({ input }: PutEventsCommand) => {
    const request = requests++;
    const Entries = (input.Entries ?? []).map(({ Detail = '' }) => {
      const { place } = JSON.parse(Detail) as { place: number };
      const ErrorCode = answer(request, place);
      if (ErrorCode === undefined) taken.push(place);
      return ErrorCode === undefined ? { EventId: String(place) } : { ErrorCode };
    });
    return Promise.resolve({ Entries });
  };
  return { bus: eventBus({ send } as unknown as EventBridgeClient, 'default'), taken, requests: () => requests };
};

test('those that were throttled are sent again, and only they', async () => {
  const { bus, taken, requests } = busOf((request, place) => (request < 2 && place % 4 === 3 ? 'ThrottlingException' : undefined));
  expect(await bus.put(entries(8))).toEqual(new Map());
  expect(taken.sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(requests()).toBe(3);
});

test('one that is refused to the last is named, with the reason', async () => {
  const { bus, taken } = busOf((_, place) => (place === 5 ? 'InternalFailure' : undefined));
  expect(await bus.put(entries(23))).toEqual(new Map([[5, 'InternalFailure']]));
  expect(taken).toHaveLength(22);
});

test('a bus that is gone is asked once, and nothing counts as sent', async () => {
  let asked = 0;
  const { bus } = busOf(() => {
    asked++;
    throw Object.assign(new Error('no such bus'), { name: 'ResourceNotFoundException' });
  });
  const refused = await bus.put(entries(35));
  expect(asked).toBe(1);
  expect([...refused.keys()]).toEqual(Array.from({ length: 35 }, (_, place) => place));
  expect(new Set(refused.values())).toEqual(new Set(['ResourceNotFoundException']));
});

test('what was taken before the bus died is not sent again', async () => {
  const { bus, taken } = busOf((request, place) => {
    if (request === 1) throw new Error('socket');
    return place === 9 ? 'ThrottlingException' : undefined;
  });
  expect([...(await bus.put(entries(10))).keys()]).toEqual([9]);
  expect(taken).toHaveLength(9);
});
