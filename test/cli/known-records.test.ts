// One log in many copies: with ids and without, cut at line ends or whole. However many are read, and in whatever order, it counts once.
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { knownRecords } from '../../cli/known-records.ts';
import { seenRecords } from '../../cli/store/seen-records.ts';
import { openState, type StateFile } from '../../cli/store/state-file.ts';
import { emptyPartial, type FunctionPartial, partialState } from '../../detectors/model/partial.ts';
import { inflate } from '../../ingest/aws/inflate.ts';
import { splitItems } from '../../ingest/aws/items.ts';
import { openReader } from '../../ingest/decode/reader.ts';
import { fold } from '../../ingest/fold/fold.ts';
import { message, REPORT, REQUEST, START } from '../ingest/fixtures/lambda-lines.ts';
import { zipped } from '../ingest/fixtures/read-all.ts';
import { trailLine, trailRecord } from '../ingest/fixtures/trail-records.ts';

const states: StateFile[] = [];
afterEach(() => {
  for (const state of states.splice(0)) state.close();
});

const newSeen = () => {
  const opened = openState(undefined);
  if (opened.kind === 'refused') throw new Error(opened.reason);
  states.push(opened.state);
  return seenRecords(opened.state);
};

interface Copy {
  readonly name: string;
  readonly text: string;
}

/** What the copies come to: lines taken, and all partials. */
const counted = (copies: readonly Copy[]) => {
  const seen = newSeen();
  const cells = new Map<string, FunctionPartial>();
  let taken = 0;
  for (const { name, text } of copies) {
    const known = knownRecords(seen, name);
    let item = '';
    const reader = openReader(
      { name },
      { inflate },
      {
        activity(_format, activity, event) {
          if (!known.isNew(activity, item, event)) return;
          if (!(activity.kind === 'log-line' && activity.continues === true)) taken++;
          fold(activity, (owner, minute) => {
            const key = `${owner.slice(owner.lastIndexOf(':') + 1)} ${minute}`;
            const cell = cells.get(key) ?? emptyPartial();
            cells.set(key, cell);
            return cell;
          });
        },
        skip: () => {},
        quarantine: (_format, reason) => {
          throw new Error(reason);
        },
      },
    );
    const splitter = splitItems({
      item(line, at) {
        item = line;
        reader.item(line, at);
      },
      broken: (reason) => {
        throw new Error(reason);
      },
    });
    splitter.push(Buffer.from(text));
    splitter.end();
    reader.end();
  }
  const sums = [...cells].map(([key, cell]) => [key, Object.fromEntries(partialState(cell).sums)] as const);
  return { taken, sums: Object.fromEntries(sums) };
};

interface Event {
  readonly id: string;
  readonly timestamp: number;
  readonly message: string;
}

const STREAM = '2026/03/02/[$LATEST]0a1b2c3d4e5f60718293a4b5c6d7e8f9';
const iso = (time: number): string => new Date(time).toISOString();
const csvCell = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/** Each way in which CloudWatch gives the events of a log group out. */
const COPIES = {
  subscription: (events) => ({ name: 'sub.jsonl', text: JSON.stringify(message('/aws/lambda/checkout', events)) }),
  'filter-log-events': (events) => ({
    name: 'filtered/aws/lambda/checkout/filter.json',
    text: JSON.stringify({
      events: events.map(({ id, timestamp, message: text }) => ({ eventId: id, timestamp, message: text, logStreamName: STREAM })),
    }),
  }),
  'get-log-events': (events) => ({
    name: 'got/aws/lambda/checkout/get.json',
    text: JSON.stringify({
      events: events.map(({ timestamp, message: text }) => ({ timestamp, message: text, ingestionTime: timestamp + 9 })),
    }),
  }),
  'export to S3': (events) => ({
    name: 'export/aws/lambda/checkout/000000',
    text: events.map(({ timestamp, message: text }) => `${iso(timestamp)} ${text.trimEnd()}\n`).join(''),
  }),
  tail: (events) => ({
    name: 'tail/aws/lambda/checkout/tail.log',
    text: events
      .map(({ timestamp, message: text }) => `${iso(timestamp).replace('Z', '000+00:00')} ${STREAM} ${text.trimEnd()}\n`)
      .join(''),
  }),
  'console CSV': (events) => ({
    name: 'checkout.csv',
    text: `timestamp,message\n${events.map(({ timestamp, message: text }) => `${timestamp},${csvCell(text.trimEnd())}\n`).join('')}`,
  }),
} as const satisfies Record<string, (events: readonly Event[]) => Copy>;
type Way = keyof typeof COPIES;
const WAYS = Object.keys(COPIES) as readonly Way[];

const TIME = 1_772_446_530_123;
const MESSAGES = [
  START,
  'stock is low\n',
  `2026-03-02T10:15:30.124Z\t${REQUEST}\tERROR\tno stock\n`,
  'Traceback (most recent call last):\n  File "handler.py", line 3\nValueError: no\n',
  '{"level":"INFO","message":"stored","url":"https://api.example.com/x"}\n',
  REPORT,
];
const LOG: readonly Event[] = MESSAGES.map((text, index) => ({
  id: `${index + 1}`.padStart(56, '3'),
  timestamp: TIME + index,
  message: text,
}));

const made = (ways: readonly Way[], events: readonly Event[] = LOG): readonly Copy[] => ways.map((way) => COPIES[way](events));

describe('a log read twice', () => {
  const once = counted(made(['subscription']));
  test('is six records when it is read once', () => expect(once.taken).toBe(6));

  test.for(WAYS.flatMap((one) => WAYS.filter((other) => other !== one).map((other) => [one, other] as const)))(
    'as %s and as %s counts once',
    ([one, other]) => {
      const both = counted(made([one, other]));
      expect(both.taken).toBe(6);
      // What was cut at its line ends was read as more records; what they add up to is the same.
      const without = ({ sums }: ReturnType<typeof counted>) =>
        Object.fromEntries(Object.entries(sums).map(([key, { records: _records, ...rest }]) => [key, rest]));
      expect(without(both)).toEqual(without(counted(made([one]))));
    },
  );

  test('from the same file under two names counts once', () => {
    for (const way of WAYS)
      expect(counted([COPIES[way](LOG), { ...COPIES[way](LOG), name: `copy/${COPIES[way](LOG).name}` }]).taken).toBe(6);
  });
});

test('redelivered in whatever order and number, records count once', () => {
  const payments = LOG.map((event) => ({ ...event, id: event.id.replace('3', '7'), message: event.message.replace('8f5e', '9a6f') }));
  const stock = [
    COPIES.subscription(LOG).text,
    ...[1, 2, 3].map((number) => trailLine({ eventID: `call-${number}` })),
    JSON.stringify({ Records: [trailRecord({ eventID: 'call-2' }), trailRecord({ eventID: 'call-4' })] }),
    JSON.stringify({ awslogs: { data: zipped(message('/aws/lambda/payments', payments)) } }),
  ];
  const once = counted(stock.map((text, index) => ({ name: `${index}.json`, text })));
  fc.assert(
    fc.property(fc.array(fc.nat({ max: stock.length - 1 }), { maxLength: 12 }), fc.boolean(), (again, before) => {
      const copies = stock.map((text, index) => ({ name: `${index}.json`, text }));
      const redelivered = again.map((which, index) => ({ name: `again-${index}.json`, text: stock[which] ?? '' }));
      expect(counted(before ? [...redelivered, ...copies] : [...copies, ...redelivered])).toEqual(once);
    }),
    { numRuns: 60 },
  );
});

test('the same line twice in a millisecond counts twice, in every copy and in all of them together', () => {
  const twice = ['tick\n', 'tick\n', 'tock\n'].map((text, index) => ({
    id: `${index + 1}`.padStart(56, '3'),
    timestamp: TIME,
    message: text,
  }));
  for (const way of WAYS) expect([way, counted(made([way], twice)).taken]).toEqual([way, 3]);
  expect(counted(made(WAYS, twice)).taken).toBe(3);
});

test('that a request began counts once, however often its line stands in one millisecond', () => {
  const twice = [START, START].map((text, index) => ({ id: `${index + 1}`.padStart(56, '3'), timestamp: TIME, message: text }));
  for (const way of WAYS) expect([way, counted(made([way], twice)).taken]).toEqual([way, 1]);
  expect(counted(made(WAYS, twice)).taken).toBe(1);
  expect(counted(made(WAYS.toReversed(), twice)).taken).toBe(1);
});

test('what one copy has and the other has not is kept, whatever the order', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          offset: fc.nat({ max: 3 }),
          text: fc.constantFrom('tick', 'tock', 'a "quoted", word', '{"level":"INFO","message":"m"}'),
        }),
        { minLength: 1, maxLength: 12 },
      ),
      fc.array(fc.tuple(fc.constantFrom(...WAYS), fc.nat()), { minLength: 1, maxLength: 4 }),
      (lines, parts) => {
        const log = lines
          .map(({ offset, text }, index) => ({ id: `${index + 1}`.padStart(56, '3'), timestamp: TIME + offset, message: `${text}\n` }))
          .sort((one, other) => one.timestamp - other.timestamp);
        // Each copy lacks some events; of what is alike in a millisecond, the copy with most of them counts.
        const copies = parts.map(([way, lacks], index) => {
          const kept = log.filter((_event, at) => (lacks >> (at % 16)) % 2 === 0);
          const copy = COPIES[way](kept);
          return { copy: { ...copy, name: `${index}/${copy.name}` }, kept, hasIds: way === 'subscription' || way === 'filter-log-events' };
        });
        const likes = new Map<string, { ids: Set<string>; most: number }>();
        for (const { kept, hasIds } of copies) {
          const here = new Map<string, number>();
          for (const { id, timestamp, message: text } of kept) {
            const key = `${timestamp} ${text}`;
            const like = likes.get(key) ?? { ids: new Set(), most: 0 };
            likes.set(key, like);
            if (hasIds) like.ids.add(id);
            else here.set(key, (here.get(key) ?? 0) + 1);
            like.most = Math.max(like.most, here.get(key) ?? 0);
          }
        }
        const expected = [...likes.values()].reduce((sum, { ids, most }) => sum + Math.max(ids.size, most), 0);
        const readable = copies.filter(({ kept }) => kept.length > 0).map(({ copy }) => copy);
        expect(counted(readable).taken).toBe(expected);
        expect(counted([...readable].reverse()).taken).toBe(expected);
      },
    ),
    { numRuns: 100 },
  );
});
