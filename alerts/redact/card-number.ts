// Payment card numbers: their length, their issuer's digits and their check digit, all three.

/** Issuer prefixes and lengths (ISO/IEC 7812, as the networks publish them). Times in milliseconds and byte counts begin otherwise. */
const ISSUERS: readonly RegExp[] = [
  /^4(\d{12}|\d{15}|\d{18})$/,
  /^(5[1-5]\d{14}|2(22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12})$/,
  /^3[47]\d{13}$/,
  /^(6011|65\d\d|64[4-9]\d)\d{12,15}$/,
  /^35(2[89]|[3-8]\d)\d{12}$/,
  /^3(0[0-5]|[68]\d)\d{11}$/,
  /^62\d{14,17}$/,
];

/** ISO/IEC 7812-1 annex B, "Luhn". */
const checks = (digits: string): boolean => {
  let sum = 0;
  for (let place = 0; place < digits.length; place++) {
    const digit = Number(digits[digits.length - 1 - place]) * (place % 2 === 1 ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return sum % 10 === 0;
};

export const isCardNumber = (digits: string): boolean => ISSUERS.some((issuer) => issuer.test(digits)) && checks(digits);

/**
 * Digits alone, or in the groups that are printed on cards (four by four, or four, six and four or five) parted by one kind of mark:
 * columns of numbers in a log are neither.
 */
const CANDIDATE = /(?<![\w.-])(?:\d{13,19}|\d{4}([ -])\d{4}\1\d{4}\1\d{1,7}|\d{4}([ -])\d{6}\2\d{4,5})(?![\w-]|\.\d)/g;

/** Keeps the last four digits, as receipts do. */
export const maskCards = (text: string): string =>
  text.replace(CANDIDATE, (found) => {
    const digits = found.replace(/[ -]/g, '');
    return isCardNumber(digits) ? `[card ****${digits.slice(-4)}]` : found;
  });
