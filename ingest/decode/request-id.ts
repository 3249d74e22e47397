// The id that Lambda and API Gateway give a request: a UUID of lower-case hexadecimal digits.

export const REQUEST_ID_LENGTH = 36;

const isDash = (place: number): boolean => place === 8 || place === 13 || place === 18 || place === 23;

/** Whether an id begins at the place; what stands behind it is not looked at. */
export const isRequestIdAt = (text: string, start: number): boolean => {
  for (let place = 0; place < REQUEST_ID_LENGTH; place++) {
    const code = text.charCodeAt(start + place);
    if (isDash(place) ? code !== 45 : !((code >= 48 && code <= 57) || (code >= 97 && code <= 102))) return false;
  }
  return true;
};
