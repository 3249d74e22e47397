import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { expect, test } from 'vitest';
import { isInNetwork, isPublicAddress, networkOf } from '../../../detectors/sigma/network.ts';

/** Addresses by the library alone. */
const byLibrary = (text: string): ReturnType<typeof ipaddr.process> | undefined =>
  ipaddr.IPv6.isValid(text) ? ipaddr.process(text) : undefined;

const part = fc.oneof(
  fc.constantFrom('0', '1', 'ffff', '2001', 'db8', '64', 'ff9b', 'fe80', 'FC00', '00a', '12345', '', 'g', '1.2.3.4'),
  fc.integer({ min: 0, max: 0xffff }).map((value) => value.toString(16)),
);

/** Addresses, and what nearly is one. */
const nearlyAddress = fc.oneof(
  fc.ipV6(),
  fc
    .tuple(
      fc.array(part, { maxLength: 9 }),
      fc.constantFrom('', ':', '::'),
      fc.array(part, { maxLength: 9 }),
      fc.constantFrom('', '', ':', '::', '%1'),
    )
    .map(([before, gap, after, end]) => `${before.join(':')}${gap}${after.join(':')}${end}`),
);

test('an IPv6 address is what the library reads in it, however it is written', () => {
  const networks = ['2001:db8::/32', '2000::/3', 'fe80::/10', '::/0', '64:ff9b::/96', '10.0.0.0/8'];
  fc.assert(
    fc.property(nearlyAddress, (text) => {
      if (!text.includes(':') || text.length > 45) return;
      const address = byLibrary(text);
      for (const written of networks) {
        const network = networkOf(written);
        if (network === undefined) throw new Error(written);
        const expected = address !== undefined && address.kind() === network.address.kind() && address.match(network.address, network.bits);
        expect(isInNetwork(text, network), `${text} in ${written}`).toBe(expected);
      }
      const single = networkOf(text);
      expect(single?.address.toString()).toBe(address?.toString());
    }),
    { numRuns: 3_000 },
  );
});

test.each([
  ['2a00:1450:4001:82a::200e', true],
  ['2001:db8::7', true],
  ['fe80::1', false],
  ['fd00:ec2::254', false],
  ['::1', false],
  ['::ffff:8.8.8.8', true],
  ['::ffff:10.0.0.1', false],
  [':1:2:3:4:5:6:7', false],
  ['1:2:3:4:5:6:7:8:', false],
  ['not:an:address', false],
])('%s is public: %s', (text, expected) => {
  expect(isPublicAddress(text)).toBe(expected);
});
