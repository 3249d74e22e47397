// A host's address in every notation that a URL parser takes.
import { expect, test } from 'vitest';
import { hostAddress } from '../../../detectors/injection/host-address.ts';

test.each([
  ['127.0.0.1', '127.0.0.1', false],
  ['2130706433', '127.0.0.1', true],
  ['0x7f000001', '127.0.0.1', true],
  ['0177.0.0.1', '127.0.0.1', true],
  ['127.1', '127.0.0.1', true],
  ['0xa9.254.0251.254', '169.254.169.254', true],
  ['::ffff:10.0.0.1', '10.0.0.1', true],
  ['8.8.8.8', '8.8.8.8', false],
])('%s is %s', (host, address, disguised) => {
  expect(hostAddress(host)).toMatchObject({ address, disguised });
});

test.each(['example.com', '', '256.1.1.1', '1.2.3.4.5', '08.1.1.1', '1..2', '4294967296', 'fd00:zz::1', '1'.repeat(100)])(
  '%s is no address',
  (host) => {
    expect(hostAddress(host)).toBeUndefined();
  },
);

test('a private range is told', () => {
  expect(hostAddress('10.1.2.3')?.range).toBe('private');
  expect(hostAddress('169.254.169.254')?.range).toBe('linkLocal');
  expect(hostAddress('fd00:ec2::254')?.range).toBe('uniqueLocal');
});
