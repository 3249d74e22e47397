import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Splitter } from '../../../ingest/aws/item-sink.ts';
import { splitItems } from '../../../ingest/aws/items.ts';

type Said = { readonly item: string; readonly line: number } | { readonly broken: string; readonly line: number };

/** What is pushed is on loan. */
const lend = (splitter: Splitter, chunk: Buffer): void => {
  const lent = Buffer.from(chunk);
  splitter.push(lent);
  lent.fill(0);
};

const split = (chunks: readonly Buffer[], limit?: number): Said[] => {
  const said: Said[] = [];
  const splitter = splitItems(
    {
      item: (item, line) => said.push({ item, line }),
      broken: (broken, line) => said.push({ broken, line }),
    },
    limit,
  );
  for (const chunk of chunks) lend(splitter, chunk);
  splitter.end();
  return said;
};

const whole = (text: string, limit?: number): Said[] => split([Buffer.from(text)], limit);
const items = (said: readonly Said[]): string[] => said.flatMap((one) => ('item' in one ? [one.item] : []));
const broken = (said: readonly Said[]): string[] => said.flatMap((one) => ('broken' in one ? [one.broken] : []));

/** Larger than what is sniffed, so that it cannot pass as one line of JSON. */
const FILLER = 'x'.repeat(70_000);

describe('what an input is cut into', () => {
  test.for([
    ['JSON lines', '{"a":1}\n{"b":2}\n', ['{"a":1}', '{"b":2}']],
    ['lines that end in CR LF', 'one\r\ntwo\r\n', ['one', 'two']],
    ['a last line without its end', 'one\ntwo', ['one', 'two']],
    ['empty lines', 'one\n\n\ntwo\n', ['one', 'two']],
    ['text that begins with a bracket', '[ERROR] 2026-03-02 first\n[INFO] second\n', ['[ERROR] 2026-03-02 first', '[INFO] second']],
    ['a byte order mark', '\ufeff{"a":1}\n', ['{"a":1}']],
    ['a pretty-printed document', '{\n  "a": 1\n}\n', ['{\n  "a": 1\n}']],
    ['several pretty-printed documents', '{\n  "a": 1\n}\n{\n  "b": 2\n}\n', ['{\n  "a": 1\n}', '{\n  "b": 2\n}']],
    ['the elements of an array', '[\n {"a":1},\n {"b":"},{"}\n]', ['{"a":1}', '{"b":"},{"}']],
    ['the records of a pretty-printed log file', '{\n "Records": [\n  {"a":1},\n  {"b":[{"c":2}]}\n ]\n}', ['{"a":1}', '{"b":[{"c":2}]}']],
    [
      'the records of a long log file on one line',
      `{"Records":[{"a":"${FILLER}"},{"b":"\\"}]"}],"more":[1,{}]}`,
      [`{"a":"${FILLER}"}`, '{"b":"\\"}]"}'],
    ],
    [
      'both lists of a document that has two',
      '{\n"Records":[{"a":1}],"more":{"events":[{"x":[0]}]},\n"note":"],[",\n"events" : [{"b":2},{"c":[3]}], "rest":[{"d":4}]}\n{\n"Records":[{"e":5}]}',
      ['{"a":1}', '{"b":2}', '{"c":[3]}', '{"e":5}'],
    ],
    ['text behind a document', '{\n"a": 1\n}\nSTART RequestId: 1\nEND\n', ['{\n"a": 1\n}', 'START RequestId: 1', 'END']],
  ] as const)('%s', ([, text, expected]) => {
    const said = whole(text);
    expect(items(said)).toEqual(expected);
    expect(broken(said)).toEqual([]);
  });

  test.for([
    ['nothing', '', ['empty']],
    ['bytes that are no text', 'PK\u0003\u0004\u0000\u0000', ['binary']],
    ['a document cut off', '{"Records": [{"a": 1}, {"b"', ['not-json']],
    ['a line end inside a string', `{"a": "${FILLER}\n{"b":2}\n`, ['not-json']],
  ] as const)('%s is told', ([, text, expected]) => {
    expect(broken(whole(text))).toEqual(expected);
  });

  test('what is no log is named by its first bytes', () => {
    const told = (bytes: Buffer): string[] => {
      const details: string[] = [];
      const splitter = splitItems({ item: () => details.push('an item'), broken: (_reason, _line, detail) => details.push(detail) });
      splitter.push(bytes);
      splitter.end();
      return details;
    };
    const noise = Buffer.alloc(4000, 0xb7);
    expect(told(Buffer.concat([Buffer.from('PAR1\u0015\u0004'), noise]))).toEqual(['begins with bytes 504152311504b7b7 (Parquet)']);
    expect(told(Buffer.concat([gzipSync('a log zipped twice'), noise]))[0]).toMatch(
      /^begins with bytes 1f8b08[0-9a-f]+ \(gzip within gzip\)$/,
    );
    expect(told(Buffer.from('ORCHESTRATION began\nPAR100 ends\n'))).toEqual(['an item', 'an item']);
  });

  test.for([
    ['a list that is none', `[broken\n${'a line\n'.repeat(5)}`, 6],
    ['half an object, then text', `{"a": 1, "b":\n${'START RequestId: 1\n'.repeat(5)}`, 6],
    ['half an object longer than what is sniffed, then JSON', `{"a": "${FILLER}", "b":\n${'{"c":3}\n'.repeat(5)}`, 6],
    ['a NUL in one line', `${'a line\n'.repeat(50)}a\u0000line\n${'a line\n'.repeat(50)}`, 101],
  ] as const)('%s is read by lines', ([, text, count]) => {
    expect(items(whole(text))).toHaveLength(count);
    expect(broken(whole(text))).toEqual([]);
  });

  test('half a JSON line costs that line only', () => {
    expect(items(whole('{"a":1,"b\n{"c":3}\n'))).toEqual(['{"a":1,"b', '{"c":3}']);
  });

  test('what follows a broken string in a document is still read', () => {
    expect(items(whole(`{"a": "${FILLER}\n{"b":2}\n{"c":3}\n`))).toEqual(['{"b":2}', '{"c":3}']);
  });

  test('a line beyond the limit is told and the rest is read', () => {
    const said = whole(`short\n${'x'.repeat(500)}\nshort again\n`, 100);
    expect(said).toEqual([
      { item: 'short', line: 1 },
      { broken: 'too-large', line: 2 },
      { item: 'short again', line: 3 },
    ]);
  });

  test('an element beyond the limit is told and the rest is read', () => {
    const said = whole(`{"Records":[\n{"a":1},{"b":"${'x'.repeat(500)}"},{"c":3}]}`, 100);
    expect(items(said)).toEqual(['{"a":1}', '{"c":3}']);
    expect(broken(said)).toEqual(['too-large']);
  });
});

const json = fc.json({ maxDepth: 4 }).filter((text) => text.startsWith('{'));
const document = fc.oneof(
  fc.array(json, { maxLength: 8 }).map((lines) => lines.join('\n')),
  fc.array(json, { minLength: 1, maxLength: 8 }).map((records) => `{"Records":[${records.join(',')}],"rest":[1]}`),
  fc.array(json, { minLength: 1, maxLength: 8 }).map((all) => `{\n"events":[${all.join(',')}],"rest":[1], "records" : [${all.join(',')}]}`),
  fc.array(json, { maxLength: 8 }).map((records) => `[\n${records.join(',\n')}\n]`),
  fc.string({ maxLength: 200 }),
);

describe('laws', () => {
  test('however the bytes arrive, the items are the same', () => {
    fc.assert(
      fc.property(document, fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 20 }), (text, sizes) => {
        const bytes = Buffer.from(text);
        const chunks: Buffer[] = [];
        for (let at = 0, turn = 0; at < bytes.length; turn++) {
          const size = sizes[turn % sizes.length] ?? 1;
          chunks.push(bytes.subarray(at, at + size));
          at += size;
        }
        expect(split(chunks, 60)).toEqual(whole(text, 60));
      }),
      { numRuns: 500 },
    );
  });

  test('the elements of a large array are those that JSON.parse sees', () => {
    fc.assert(
      fc.property(fc.array(json, { minLength: 1, maxLength: 10 }), (records) => {
        const text = `{ "Records" : [ ${records.join(' , ')} ] , "filler": "${FILLER}" }`;
        expect(items(whole(text)).map((item) => JSON.parse(item))).toEqual(records.map((record) => JSON.parse(record)));
      }),
      { numRuns: 100 },
    );
  });
});

describe('elements that are guessed and parsed at once', () => {
  /** Each element as it was told, whether as text or with its value. */
  const told = (text: string, sizes: readonly number[], takesValues: boolean): (readonly [string, number])[] => {
    const said: (readonly [string, number])[] = [];
    const sink = {
      item: (item: string, line: number) => said.push([item, line] as const),
      broken: (reason: string, line: number) => said.push([`broken: ${reason}`, line] as const),
    };
    const splitter = splitItems(
      takesValues
        ? {
            ...sink,
            value: (value: unknown, item: string, line: number) => {
              expect(value).toEqual(JSON.parse(item));
              said.push([item, line] as const);
            },
          }
        : sink,
    );
    const bytes = Buffer.from(text);
    for (let at = 0, turn = 0; at < bytes.length; turn++) {
      const size = sizes[turn % sizes.length] ?? 1;
      lend(splitter, bytes.subarray(at, at + size));
      at += size;
    }
    splitter.end();
    return said;
  };
  const elements = fc.constantFrom(
    '{"id":1,"a":"x"}',
    '{"id":2}',
    '{"other":3}',
    '{ "id":4}',
    '{"id":[{"id":5},{"id":6}]}',
    '{"id":"},{\\"id\\":7}"}',
    '{"id":"é水"}',
    '{"id":{"b":[{"a":1},{"id":8}]}}',
    '{"id":@}',
    '"id"',
    '7',
    'null',
    '[{"id":9},{"id":10}]',
  );
  const separators = fc.constantFrom(',', ',', ',', ' , ', ',\n');

  test('are those that are found byte by byte, wherever the text is cut', () => {
    let guessed = 0;
    fc.assert(
      fc.property(
        fc.array(fc.tuple(elements, separators), { minLength: 1, maxLength: 60 }),
        fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 5 }),
        fc.constantFrom('', ']}', '],"Records":[{"id":11},{"id":12}]}', ']}{"Records":[{"id":13},{"id":14}]}'),
        (parts, sizes, end) => {
          const text = `{"Records":[{"id":"${FILLER}"},${parts.map(([element, separator]) => element + separator).join('')}{"id":0}${end}`;
          const expected = told(text, [70_100, ...sizes], false);
          expect(told(text, [70_100, ...sizes], true)).toEqual(expected);
          guessed += expected.length;
        },
      ),
      { numRuns: 200 },
    );
    expect(guessed).toBeGreaterThan(1_000);
  });
});
