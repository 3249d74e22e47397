// The registered domain of a name queried.
import { expect, test } from 'vitest';
import { parentDomain } from '../../../detectors/dns/parent-domain.ts';

test.for([
  ['a1b2.t.example.net.', ['example.net']],
  ['EXAMPLE.net', ['example.net']],
  ['x.shop.example.co.uk', ['example.co.uk']],
  ['x.co', ['x.co']],
  ['api.com.de.', ['api.com.de']],
  ['localhost', []],
  ['', []],
] as const)('%j', ([name, expected]) => {
  expect(parentDomain({ query_name: name })).toEqual(expected);
});
