// What a line opens with is read the same in the short way, for the commonest form, and in the general way.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openingOf } from '../../../ingest/decode/application-line.ts';

const ID = '5b0c2a6e-17d4-4c39-9f11-0123456789ab';
const part = fc.constantFrom(
  ...[
    '2026-03-02T00:00:08.396Z',
    '2026-03-02T00:00:08+0000',
    '2026-03-02 00:00:08.396',
    '2026-03-02 00:00:08.396Z',
    '2026-13-02T00:00:08.396Z',
    '2026-03-02',
  ],
  ...[ID, ID.toUpperCase(), ID.slice(1), 'INFO', 'WARN', 'info', '[ERROR]', 'ERR', 'FATAL:', 'I', 'handled in 12 ms', ''],
);

test('an opening is the same with tabs and with blanks between its parts', () => {
  let whole = 0;
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 5 }), (parts) => {
      const found = openingOf(parts.join('\t'));
      // Only with tabs a line may be taken the short way.
      expect(found).toEqual(openingOf(parts.join(' ')));
      if (found.time !== undefined && found.requestId !== undefined && found.level !== undefined) whole++;
    }),
    {
      numRuns: 3_000,
      examples: [[['2026-03-02T00:00:08.396Z', ID, 'INFO', 'event handled']], [['2026-03-02T00:00:08.396Z', ID, 'ERROR']]],
    },
  );
  expect(whole).toBeGreaterThan(10);
});
