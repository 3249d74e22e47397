// A function's id depends on its parts alone.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { functionId, functionParts } from '../../../detectors/model/identity.ts';

const part = fc.constantFrom('', 'checkout', 'eu-west-1', 'us-east-1', '111122223333', '__proto__');

test('an id is its parts, whichever ids were made before', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ account: part, region: part, name: part })), (list) => {
      for (const parts of list) {
        expect(functionId(parts)).toBe(`${parts.account}:${parts.region}:${parts.name}`);
        expect(functionParts(functionId(parts))).toEqual(parts);
      }
    }),
  );
});

test('a part of any length is cut, and holds nothing that ends a part', () => {
  for (let time = 0; time < 2; time++) {
    expect(functionId({ account: 'a:b', region: '', name: 'x'.repeat(1_000_000) })).toBe(`a_b::${'x'.repeat(140)}`);
    expect(functionId({ account: 'y'.repeat(1_000_000), region: '', name: 'short' })).toBe(`${'y'.repeat(140)}::short`);
  }
});
