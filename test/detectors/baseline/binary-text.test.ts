import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesOfText, textOfBytes } from '../../../detectors/baseline/binary-text.ts';

test('any bytes come back from their text', () => {
  const runs = fc.array(
    fc.oneof(
      fc.uint8Array({ maxLength: 9 }),
      fc.nat(600).map((length) => new Uint8Array(length)),
      fc.constant(Uint8Array.of(0xd9, 0)),
    ),
  );
  fc.assert(
    fc.property(runs, (parts) => {
      const bytes = Uint8Array.from(parts.flatMap((part) => [...part]));
      expect(bytesOfText(textOfBytes(bytes), bytes.length)).toEqual(bytes);
    }),
  );
});

test('text of another length or alphabet gives nothing', () => {
  const text = textOfBytes(Uint8Array.of(1, 2, 3));
  expect(bytesOfText(text, 2)).toBeUndefined();
  expect(bytesOfText(text, 4)).toBeUndefined();
  expect(bytesOfText('§', 0)).toBeUndefined();
});

test('a thousand zeros take a few letters', () => {
  expect(textOfBytes(new Uint8Array(1000)).length).toBeLessThan(16);
});
