// Which texts are read as JSON: those within the nesting limit, whatever stands in them.
import { expect, test } from 'vitest';
import { parseJson } from '../../../ingest/decode/json-text.ts';
import { JSON_DEPTH } from '../../../ingest/decode/limits.ts';

const nested = (levels: number, [open = '', close = '']: readonly string[], inside = '1'): string =>
  open.repeat(levels) + inside + close.repeat(levels);
const LISTS = ['[', ']'];
const OBJECTS = ['{"a":', '}'];
/** So many brackets that a look is needed. */
const WIDE = `[${'{},'.repeat(JSON_DEPTH)}{}]`;
const LONG = JSON.stringify('x'.repeat(300_000));

test.for<readonly [what: string, text: string, kind: ReturnType<typeof parseJson>['kind']]>([
  ['lists at the limit', nested(JSON_DEPTH, LISTS), 'json'],
  ['lists beyond it', nested(JSON_DEPTH + 1, LISTS), 'too-deep'],
  ['objects at the limit', nested(JSON_DEPTH, OBJECTS), 'json'],
  ['objects beyond it', nested(JSON_DEPTH + 1, OBJECTS), 'too-deep'],
  ['many side by side', WIDE, 'json'],
  ['many side by side, one of them deep', `[${WIDE},${nested(JSON_DEPTH, OBJECTS)}]`, 'too-deep'],
  ['brackets in a text', JSON.stringify({ text: '[{'.repeat(JSON_DEPTH) }), 'json'],
  ['a long text at the limit', nested(JSON_DEPTH, LISTS, LONG), 'json'],
  ['a long text beyond it', nested(JSON_DEPTH + 1, LISTS, LONG), 'too-deep'],
  ['a long list of many', `[${WIDE},${LONG}]`, 'json'],
  ['half of what is deep', '['.repeat(JSON_DEPTH + 1), 'too-deep'],
  ['half of what is wide', WIDE.slice(0, -1), 'not-json'],
  ['a million levels', nested(1_000_000, LISTS), 'too-deep'],
])('%s', ([, text, kind]) => {
  expect(parseJson(text).kind).toBe(kind);
});
