// Numbers that lead to a person: bank accounts (IBAN, with its check digits) and telephones in their international form.

/** ISO 13616: two letters, two check digits, up to 30 letters and digits; printed in fours. */
const IBAN = /(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?![A-Za-z0-9])/g;

const SHORTEST_IBAN = 15;
const LONGEST_IBAN = 34;

/** ISO 7064, mod 97-10: the country and check digits behind, letters as numbers from 10. */
const checks = (iban: string): boolean => {
  let rest = 0;
  for (const character of iban.slice(4) + iban.slice(0, 4)) {
    const value = character >= '0' && character <= '9' ? Number(character) : character.charCodeAt(0) - 55;
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
};

const maskIbans = (text: string): string =>
  text.replace(IBAN, (found) => {
    const iban = found.replaceAll(' ', '');
    return iban.length >= SHORTEST_IBAN && iban.length <= LONGEST_IBAN && checks(iban)
      ? `[IBAN ${iban.slice(0, 2)}****${iban.slice(-4)}]`
      : found;
  });

/**
 * ITU-T E.164: a plus, a country's digits, at most 15 in all, here at least ten, with the marks people part them by. Time zones are
 * shorter (`+0100`), and a plus inside base64 or a query has no such neighbourhood.
 */
const PHONE = /(?<![\w+/.:-])\+[1-9]\d{0,2}[ .-]?(?:\(\d{1,4}\)[ .-]?)?\d{1,5}(?:[ .-]?\d{2,5}){1,4}(?![\w/=+-])/g;

const LEAST_DIGITS = 10;
const MOST_DIGITS = 15;

const maskPhones = (text: string): string =>
  text.replace(PHONE, (found) => {
    const digits = found.replace(/\D/g, '');
    return digits.length >= LEAST_DIGITS && digits.length <= MOST_DIGITS ? `[phone ****${digits.slice(-2)}]` : found;
  });

export const maskPersonalNumbers = (text: string): string => maskPhones(maskIbans(text));
