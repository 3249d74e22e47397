// A hash made of pieces is that of the text they make.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hash64, hashBeginning, PiecewiseHash } from '../../../detectors/model/hash.ts';

const amount = fc.oneof(
  fc.nat({ max: 1_000_000_000 }).map((thousandths) => thousandths / 1_000),
  fc.maxSafeNat(),
  fc.double(),
  fc.constantFrom(0, -0, 0.1, 0.001, 0.0005, 999.999, 2 ** 31, 2 ** 31 + 0.5, 2 ** 53, 1e21, 1e-7, -1, -2.5, Number.NaN),
);
const piece = fc.oneof(fc.string({ unit: 'binary' }), amount);

test('pieces are hashed as their text is, whatever it begins with', () => {
  const hash = new PiecewiseHash();
  const [found, wanted] = [new Uint32Array(2), new Uint32Array(2)];
  fc.assert(
    fc.property(fc.string(), fc.array(piece), (start, pieces) => {
      hash.begin(hashBeginning(start));
      for (const each of pieces) {
        if (typeof each === 'string') hash.text(each);
        else hash.number(each);
      }
      hash.end(found);
      hash64(start + pieces.map(String).join(''), wanted);
      expect(found).toEqual(wanted);
    }),
    { numRuns: 3_000 },
  );
});
