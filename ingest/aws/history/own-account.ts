// The account whose credentials these are, without asking AWS: so that two accounts read into one state stay two.

/** Base 32 (RFC 4648). */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Ten digits of base 32 are 50 bits: a mark, 40 bits of account, and 9 that belong to the key. */
const ACCOUNT_DIGITS = 10;
const KEY_BITS = 9n;
const ACCOUNT_MASK = (1n << 40n) - 1n;

/**
 * Key ids since 2019 (the mark is set: the first digit is Q or later) spell their account (A. Steele, "AWS Access Key
 * ID formats", 2020). Not a promise of AWS's, so nothing is built on it but a name.
 */
const accountOfKey = (accessKeyId: string): string | undefined => {
  const digits = /^A[KS]IA([Q-Z2-7][A-Z2-7]{15})$/.exec(accessKeyId)?.[1];
  if (digits === undefined) return undefined;
  let bits = 0n;
  for (const digit of digits.slice(0, ACCOUNT_DIGITS)) bits = bits * 32n + BigInt(ALPHABET.indexOf(digit));
  return ((bits >> KEY_BITS) & ACCOUNT_MASK).toString().padStart(12, '0');
};

interface Identity {
  readonly accessKeyId: string;
  readonly accountId?: string;
}

/** Undefined when the credentials do not tell. */
export const ownAccount = ({ accessKeyId, accountId }: Identity): string | undefined => accountId ?? accountOfKey(accessKeyId);
