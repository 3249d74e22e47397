// Every modifier by its examples in the specification, and what neither may match.
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../detectors/model/json.ts';
import { matches } from './rule-text.ts';

type Row = readonly [what: string, detection: string, yes: readonly JsonObject[], no: readonly JsonObject[]];

const ROWS: readonly Row[] = [
  [
    'plain values match in any case',
    'selection: {f: Admin}',
    [{ f: 'Admin' }, { f: 'aDMIN' }],
    [{ f: 'Admins' }, { f: '' }, {}, { f: null }],
  ],
  ['a wildcard in the middle', 'selection: {f: prog?_*.exe}', [{ f: 'progA_1.exe' }], [{ f: 'prog_1.exe' }, { f: 'progA1.exe' }]],
  ['an escaped wildcard', "selection: {f: 'arn:\\*'}", [{ f: 'arn:*' }], [{ f: 'arn:aws' }]],
  ['contains', 'selection: {f|contains: dmi}', [{ f: 'ADMIN' }], [{ f: 'adm' }]],
  ['contains with a wildcard inside', 'selection: {f|contains: a*c}', [{ f: 'xxabcxx' }], [{ f: 'xxcbaxx' }]],
  ['startswith', 'selection: {f|startswith: adm}', [{ f: 'ADMIN' }], [{ f: 'an admin' }]],
  ['endswith', 'selection: {f|endswith: min}', [{ f: 'ADMIN' }], [{ f: 'mini' }]],
  ['all', 'selection: {f|contains|all: [one, two]}', [{ f: 'two, one' }], [{ f: 'one' }]],
  ['a list is alternatives', 'selection: {f: [one, two]}', [{ f: 'one' }, { f: 'TWO' }], [{ f: 'three' }]],
  ['cased', 'selection: {f|cased: Admin}', [{ f: 'Admin' }], [{ f: 'admin' }]],
  ['cased with contains', 'selection: {f|cased|contains: DM}', [{ f: 'ADMIN' }], [{ f: 'Admin' }]],
  ['exists: true', 'selection: {f|exists: true}', [{ f: '' }, { f: [] }, { f: {} }, { f: false }], [{}, { g: 1 }, { f: null }]],
  ['exists: false', 'selection: {f|exists: false}', [{}, { g: 1 }, { f: null }], [{ f: '' }, { f: ['a', null] }]],
  ['neq', 'selection: {f|neq: [one, two]}', [{ f: 'three' }, {}], [{ f: 'one' }, { f: ['three', 'two'] }]],
  ['neq of a part', 'selection: {f|contains|neq: dm}', [{ f: 'user' }], [{ f: 'admin' }]],
  ['null', 'selection: {f: null}', [{}, { f: null }, { f: ['a', null] }], [{ f: '' }, { f: 'null' }, { f: [] }]],
  ['the empty text', "selection: {f: ''}", [{ f: '' }, { f: ['a', ''] }], [{}, { f: null }, { f: ' ' }]],
  ['any value', "selection: {f: '*'}", [{ f: 'x' }, { f: 0 }, { f: false }, { f: { a: 1 } }], [{}, { f: null }]],
  [
    'numbers and booleans in their string form',
    'selection: {f: 5, g: true}',
    [
      { f: 5, g: true },
      { f: '5', g: 'True' },
    ],
    [{ f: 5.5, g: true }],
  ],
  ['an account id keeps its zeros', 'selection: {f: 012345678901}', [{ f: '012345678901' }], [{ f: '12345678901' }]],
  ['an array matches if any element does', 'selection: {f: b}', [{ f: ['a', 'B'] }, { f: [['b']] }], [{ f: ['ab'] }]],
  [
    'an object is its JSON text',
    'selection: {f|contains: \'"status":"suspended"\'}',
    [{ f: { Status: 'Suspended' } }],
    [{ f: { Status: 'Enabled' } }],
  ],
  [
    'a policy document inside an object reads as it is written',
    'selection: {f|contains|all: [\'"Action":"\\*"\', \'"Effect":"Allow"\']}',
    [{ f: { userName: 'dana', policyDocument: '{"Statement":[{"Effect":"Allow","Action":"*"}]}' } }],
    [{ f: { policyDocument: '{"Statement":[{"Effect":"Allow","Action":"s3:*"}]}' } }],
  ],
  ['lt', 'selection: {f|lt: 10}', [{ f: 9.5 }, { f: '-3' }, { f: [20, 3] }], [{ f: 10 }, { f: '' }, { f: 'x' }, { f: null }, {}]],
  ['lte', 'selection: {f|lte: 10}', [{ f: 10 }], [{ f: 10.1 }]],
  ['gt', 'selection: {f|gt: 10}', [{ f: '11' }], [{ f: 10 }, { f: 'ten' }]],
  ['gte', 'selection: {f|gte: 10}', [{ f: 10 }], [{ f: 9 }]],
  ['re is cased and finds a part', 'selection: {f|re: "a[0-9]{2}"}', [{ f: 'xa12x' }], [{ f: 'xA12x' }, { f: 'a1' }]],
  ['re with i', 'selection: {f|re|i: ^adm}', [{ f: 'ADMIN' }], [{ f: 'an admin' }]],
  ['re without s: a dot is no line break', 'selection: {f|re: a.b}', [{ f: 'axb' }], [{ f: 'a\nb' }]],
  ['re with s', 'selection: {f|re|s: a.b}', [{ f: 'a\nb' }], [{ f: 'ab' }]],
  ['re with m: anchors at every line', 'selection: {f|re|m: ^two$}', [{ f: 'one\ntwo\nthree' }], [{ f: 'one two' }]],
  ['re at the start', 'selection: {f|re|startswith: "a|b"}', [{ f: 'bx' }], [{ f: 'xb' }]],
  [
    'cidr, IPv4',
    'selection: {f|cidr: 10.0.0.0/8}',
    [{ f: '10.20.30.40' }, { f: '::ffff:10.1.1.1' }],
    [{ f: '11.0.0.1' }, { f: 'AWS Internal' }, { f: '10.1' }, {}],
  ],
  [
    'cidr, IPv6',
    "selection: {f|cidr: '2001:db8::/32'}",
    [{ f: '2001:db8:1::1' }],
    [{ f: '2001:db9::1' }, { f: '10.0.0.1' }, { f: 'a'.repeat(9999) }],
  ],
  ['base64', 'selection: {f|base64: foobar}', [{ f: 'Zm9vYmFy' }], [{ f: 'foobar' }]],
  [
    'base64offset',
    'selection: {f|base64offset|contains: http://}',
    ['http://x', 'ahttp://x', 'abhttp://x'].map((text) => ({ f: btoa(text) })),
    [{ f: btoa('https:/') }],
  ],
  [
    'wide, then base64offset',
    'selection: {f|wide|base64offset|contains: ping}',
    [{ f: Buffer.from('a ping b', 'utf16le').toString('base64') }],
    [{ f: btoa('a ping b') }],
  ],
  ['utf16le', 'selection: {f|utf16le|contains: cmd}', [{ f: 'x c\u0000m\u0000d\u0000' }], [{ f: 'cmd' }]],
  ['utf16be', 'selection: {f|utf16be|base64: cmd}', [{ f: btoa('\u0000c\u0000m\u0000d') }], [{ f: btoa('c\u0000m\u0000d\u0000') }]],
  [
    'utf16 begins with the byte order mark',
    'selection: {f|utf16|base64: cmd}',
    [{ f: btoa('\u00ff\u00fec\u0000m\u0000d\u0000') }],
    [{ f: btoa('c\u0000m\u0000d\u0000') }],
  ],
  [
    'base64 of text beyond ASCII is of its UTF-8',
    'selection: {f|base64: "größe€💥"}',
    [{ f: Buffer.from('größe€💥').toString('base64') }],
    [{ f: '' }],
  ],
  [
    'windash',
    "selection: {f|windash|contains: ' -f'}",
    [{ f: 'rm -f' }, { f: 'rm /f' }, { f: 'rm –f' }, { f: 'rm —f' }, { f: 'rm ―f' }],
    [{ f: 'rm +f' }],
  ],
  ['windash leaves a dash inside a word', 'selection: {f|windash: -a-b}', [{ f: '/a-b' }], [{ f: '-a/b' }]],
  [
    'fieldref',
    'selection: {f|fieldref: g.h}',
    [
      { f: 'One', g: { h: 'one' } },
      { f: ['a', 'b'], g: { h: ['b'] } },
    ],
    [{ f: 'a', g: { h: 'b' } }, { f: 'a' }, {}],
  ],
  ['fieldref at the start', 'selection: {f|fieldref|startswith: g}', [{ f: 'onetwo', g: 'one' }], [{ f: 'one', g: 'onetwo' }]],
  ['fieldref with neq', 'selection: {f|fieldref|neq: g}', [{ f: 'a', g: 'b' }], [{ f: 'a', g: 'A' }]],
  ['minute', 'selection: {f|minute: 59}', [{ f: '2026-01-14T10:59:30Z' }], [{ f: '2026-01-14T10:58:30Z' }, { f: 'noon' }, {}]],
  [
    'hour, in UTC',
    'selection: {f|hour: 22}',
    [{ f: '2026-01-14T22:00:00Z' }, { f: '2026-01-14T23:30:00+01:00' }, { f: '2026-01-14T22:00:00' }],
    [{ f: '2026-01-14T22:00:00+01:00' }],
  ],
  ['hour, compared', 'selection: {f|hour|gte: 22}', [{ f: '2026-01-14T23:00:00Z' }], [{ f: '2026-01-14T21:59:59Z' }]],
  ['day', 'selection: {f|day: 14}', [{ f: '2026-01-14' }, { f: 1768348800 }, { f: 1768348800000 }], [{ f: '2026-01-15' }]],
  [
    'week',
    'selection: {f|week: 1}',
    [{ f: '2026-01-01T00:00:00Z' }, { f: '2024-12-30T00:00:00Z' }, { f: '2026-01-04T23:59:59Z' }],
    [{ f: '2027-01-01T00:00:00Z' }],
  ],
  ['month', 'selection: {f|month: 12}', [{ f: '2026-12-31T23:59:59Z' }], [{ f: '2027-01-01T00:00:00Z' }]],
  ['year', 'selection: {f|year: 2026}', [{ f: '2026-06-01T00:00:00Z' }], [{ f: '2025-06-01T00:00:00Z' }]],
  ['keywords are in any value', 'selection: [evilservice, svchost]', [{ a: { b: ['x EvilService y'] } }], [{ evilservice: 'x' }, {}]],
  ['keywords with all', "selection: {'|all': [one, two]}", [{ a: 'one', b: 'two' }], [{ a: 'one' }]],
  ['keywords with re', "selection: {'|re': 'o.e'}", [{ a: ['one'] }], [{ a: 'oe' }]],
  ['keywords that are numbers', 'selection: [4625]', [{ a: 4625 }, { a: 'event 4625' }], [{ a: 462 }]],
  ['a list of maps is alternatives', 'selection: [{f: a, g: b}, {f: c}]', [{ f: 'a', g: 'b' }, { f: 'c' }], [{ f: 'a' }]],
  ['a nested path', 'selection: {a.b.c: x}', [{ a: { b: { c: 'x' } } }], [{ a: { b: 'x' } }, { c: 'x' }]],
  ['a path across an array is any element', 'selection: {a.b: x}', [{ a: [{ b: 'y' }, { b: 'X' }] }], [{ a: [{ b: 'y' }, 'x'] }]],
  [
    'a key may have dots itself',
    'selection: {a.b.c: x}',
    [{ 'a.b.c': 'x' }, { a: { 'b.c': 'x' } }, { 'a.b': [{ c: 'x' }] }],
    [{ 'a.b': 'x' }],
  ],
  ['inherited names are no fields', 'selection: {constructor.name|exists: true}', [{ constructor: { name: 'x' } }], [{}]],
];

describe.each(ROWS)('%s', (_what, detection, yes, no) => {
  test.each(yes.map((record) => [JSON.stringify(record), record] as const))('matches %s', (_text, record) => {
    expect(matches(detection, record)).toBe(true);
  });
  test.each(no.map((record) => [JSON.stringify(record).slice(0, 60), record] as const))('is quiet on %s', (_text, record) => {
    expect(matches(detection, record)).toBe(false);
  });
});

describe('expand', () => {
  const lists = new Map<string, readonly string[]>([
    ['known', ['arn:aws:iam::1:role/ci', 'arn:aws:iam::*:role/deploy-*']],
    ['none', []],
  ]);
  test.for([
    ['a value of the list', "selection: {f|expand: '%known%'}", { f: 'arn:aws:iam::1:role/ci' }, true],
    ['a pattern of the list', "selection: {f|expand: '%known%'}", { f: 'arn:aws:iam::22:role/deploy-blue' }, true],
    ['none of the list', "selection: {f|expand: '%known%'}", { f: 'arn:aws:iam::1:role/other' }, false],
    ['text around it', "selection: {f|expand|contains: 'is %known%'}", { f: 'who is arn:aws:iam::1:role/ci?' }, true],
    ['an empty list matches nothing', "selection: {f|expand: '%none%'}", {}, false],
    [
      'an empty list in an exception excludes nothing',
      "selection: {f: a}\nfilter: {g|expand: '%none%'}\ncondition: selection and not filter",
      { f: 'a', g: 'b' },
      true,
    ],
    ['escaped percent signs', "selection: {f|expand: '\\%plain%known%'}", { f: '%plainarn:aws:iam::1:role/ci' }, true],
    ['without expand it is literal', "selection: {f: '%known%'}", { f: '%known%' }, true],
    ['in a regular expression it is quoted', "selection: {f|re|expand: '^%known%$'}", { f: 'arn:aws:iam::*:role/deploy-*' }, true],
  ] as const)('%s', ([, detection, record, expected]) => {
    expect(matches(detection, record, lists)).toBe(expected);
  });
  test('an unknown placeholder refuses the rule', () => {
    expect(matches("selection: {f|expand: '%unheard%'}", {}, lists)).toEqual(['placeholder %unheard% is not defined']);
  });
});

test.for([
  ['an unknown modifier', 'selection: {f|fuzzy: a}', 'unknown modifier `fuzzy`'],
  ['modifiers that cannot stand together', 'selection: {f|re|base64: a}', 'modifier `base64` cannot be used with `re|base64`'],
  ['lookahead', "selection: {f|re: '(?=a)b'}", 'regular expression that linear-time matching does not have'],
  ['backreferences', "selection: {f|re: '(a)\\1'}", 'regular expression that linear-time matching does not have'],
  [
    'brackets that only ours would close',
    "selection: {f|re|startswith: 'a)(b'}",
    'regular expression that linear-time matching does not have',
  ],
  ['no network', "selection: {f|cidr: '10.*'}", '`10.*` is no network'],
  ['no number', 'selection: {f|gt: many}', '`many` is no number to compare with'],
  ['base64 of a wildcard', "selection: {f|base64: 'a*'}", 'base64 of a value with wildcards'],
  ['exists of a text', 'selection: {f|exists: maybe}', '`exists` takes a field and one boolean'],
  ['a map as a value', 'selection: {f: {g: h}}', '`f` has a map where a value or a list of values was expected'],
  ['a null keyword', 'selection: [null]', 'a keyword cannot be null'],
  ['an empty search identifier', 'selection: {}', 'an empty search identifier'],
] as const)('%s is a problem', ([, detection, reason]) => {
  expect(matches(detection, {})).toEqual([expect.stringContaining(reason)]);
});
