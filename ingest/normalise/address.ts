// Addresses of the public internet, told from those of private networks and of the machine itself.

const PRIVATE_V6 = /^(?:f[cd]|fe[89ab]|ff|::1?$|0:)/i;

/** False for what is private, local, reserved or no address at all (RFC 1918, 3927, 5771, 6598, 4193). */
export const isPublicAddress = (address: string): boolean => {
  if (address.length > 45) return false;
  if (address.includes(':')) {
    if (address.toLowerCase().startsWith('::ffff:')) return isPublicAddress(address.slice(7));
    return /^[0-9a-fA-F:.]+$/.test(address) && !PRIVATE_V6.test(address);
  }
  const parts = address.split('.');
  if (parts.length !== 4) return false;
  const bytes = parts.map((part) => (/^\d{1,3}$/.test(part) ? Number(part) : 256));
  const [one = 256, two = 256, three = 256, four = 256] = bytes;
  if (one > 255 || two > 255 || three > 255 || four > 255) return false;
  if (one === 0 || one === 10 || one === 127 || one >= 224) return false;
  if (one === 100 && two >= 64 && two < 128) return false;
  if (one === 169 && two === 254) return false;
  if (one === 172 && two >= 16 && two < 32) return false;
  return !(one === 192 && two === 168);
};
