// The id that Lambda and API Gateway give a request: a UUID of lower-case hexadecimal digits.

export const REQUEST_ID_LENGTH = 36;

const DIGIT = 1;
const DASH = 2;
/** What a character may be in an id. Asked of a table, because a processor guesses whether the next digit is a letter wrong half the time. */
const KINDS = new Uint8Array(128);
for (const digit of '0123456789abcdef') KINDS[digit.charCodeAt(0)] = DIGIT;
KINDS['-'.charCodeAt(0)] = DASH;
/** 8, 4, 4, 4 and 12 digits. */
const FORM = Uint8Array.from('00000000-0000-0000-0000-000000000000', (character) => (character === '-' ? DASH : DIGIT));

/** Whether an id begins at the place; what stands behind it is not looked at. */
export const isRequestIdAt = (text: string, start: number): boolean => {
  for (let place = 0; place < REQUEST_ID_LENGTH; place++) {
    const code = text.charCodeAt(start + place);
    // Past the text's end the code is no number.
    if (!(code < 128) || KINDS[code] !== FORM[place]) return false;
  }
  return true;
};
