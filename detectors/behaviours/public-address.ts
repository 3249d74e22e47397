// Whether a name in a partial is an address: of digits and dots, or of hexadecimal digits and colons.
const ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F]*:[0-9a-fA-F:.]+)$/;

export const isAddress = (name: string): boolean => ADDRESS.test(name);
