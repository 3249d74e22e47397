// Ids with gaps are joined with the one that fits, and with none when several do.
import { describe, expect, test } from 'vitest';
import type { FunctionId } from '../../../detectors/model/identity.ts';
import { resolveFunctions } from '../../../ingest/fold/resolve-functions.ts';

const resolved = (...ids: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(resolveFunctions(ids as readonly FunctionId[]));

describe('gaps', () => {
  test('a message that tells no region', () => expect(resolved('1:eu:a', '1::a')).toEqual({ '1::a': '1:eu:a' }));
  test('a file that tells nothing', () => expect(resolved('1:eu:a', '1::a', '::a')).toEqual({ '1::a': '1:eu:a', '::a': '1:eu:a' }));
  test('the better of two, when none is complete', () => expect(resolved('1::a', '::a')).toEqual({ '::a': '1::a' }));
  test('two regions: neither', () => expect(resolved('1:eu:a', '1:us:a', '1::a')).toEqual({}));
  test('two accounts: the one that fits', () => expect(resolved('1:eu:a', '2:eu:a', '2::a')).toEqual({ '2::a': '2:eu:a' }));
  test('other names and complete ids stay', () => expect(resolved('1:eu:a', '1::b', '2:eu:a')).toEqual({}));
  test('accounts’ own ids are joined alike', () => expect(resolved('1:eu:', '1::')).toEqual({ '1::': '1:eu:' }));
});

describe('sessions that might be functions', () => {
  test('are the function’s of that name and account', () => {
    expect(resolved('1:us:?a', '1:eu:a')).toEqual({ '1:us:?a': '1:eu:a' });
    expect(resolved('1:us:?a', '1::a')).toEqual({ '1:us:?a': '1::a' });
  });
  test('are the account’s where no function has the name, or another account’s function', () => {
    expect(resolved('1:us:?a', '1:eu:b')).toEqual({ '1:us:?a': '1:us:' });
    expect(resolved('1:us:?a', '2:us:a')).toEqual({ '1:us:?a': '1:us:' });
  });
  test('go where the function’s own gaps lead', () => {
    expect(resolved('1:us:?a', '1::a', '1:eu:a')).toEqual({ '1::a': '1:eu:a', '1:us:?a': '1:eu:a' });
  });
  test('with the same name in two regions, go by the call’s own', () => {
    expect(resolved('1:us:?a', '1:eu:a', '1:us:a')).toEqual({ '1:us:?a': '1:us:a' });
    expect(resolved('1:ap:?a', '1:eu:a', '1:us:a')).toEqual({ '1:ap:?a': '1:ap:' });
  });
});

test('the order of ids does not matter', () => {
  const ids = ['1:us:?a', '1::a', '::a', '1:eu:a', '1::', '1:eu:', '2:eu:b', '::b'];
  expect(resolved(...ids.toReversed())).toEqual(resolved(...ids));
});
