// How many bytes a text is on the wire: AWS's limits are in bytes of UTF-8.

export const utf8Length = (text: string): number => {
  let bytes = 0;
  for (let place = 0; place < text.length; place++) {
    const code = text.charCodeAt(place);
    if (code < 0x80) bytes += 1;
    else if (code < 0x800) bytes += 2;
    else if (code >= 0xd800 && code < 0xdc00 && (text.charCodeAt(place + 1) & 0xfc00) === 0xdc00) {
      bytes += 4;
      place++;
    } else bytes += 3;
  }
  return bytes;
};
