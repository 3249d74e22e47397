// The forms of values by which a line of text without a header is told from one of another log.
import { commonLogInstant } from '../normalise/instant-text.ts';

/** What logs write where there is no value. */
export const NO_VALUE = '-';

const matching =
  (pattern: RegExp, longest: number) =>
  (value: string): boolean =>
    value.length <= longest && pattern.test(value);

export type Form = (value: string) => boolean;

/** IPv4 or IPv6, 45 characters at most. */
export const isAddress: Form = matching(/^(?=.*[.:])[0-9a-fA-F:.]{2,45}$/, 45);
export const isDigits: Form = matching(/^\d{1,20}$/, 20);
export const isAmount: Form = matching(/^\d{1,20}(?:\.\d{1,9})?$/, 30);
export const isStatus: Form = matching(/^\d{3}$/, 3);
export const isMethod: Form = matching(/^[A-Za-z]{2,20}$/, 20);
export const isWord: Form = matching(/^[^\s"]{1,256}$/, 256);
export const isProtocol: Form = matching(/^[A-Z]{2,12}(?:\/\d(?:\.\d)?)?$/, 20);
export const isCommonLogTime: Form = (value) => commonLogInstant(value) !== undefined;
export const isEpoch: Form = matching(/^\d{10}(?:\.\d{1,6}|\d{3})?$/, 17);
/** `GET /orders/{id}`, `$default`, `sendMessage`: an HTTP or WebSocket API's. */
export const isRouteKey: Form = matching(/^(?:[A-Z]{2,20} \/\S{0,400}|\$[a-z]{1,20}|[a-z]\w{0,99})$/, 430);

/** Whether the value has its name's form, or is none; what has no known form may be anything. */
export const fitsForm = (forms: ReadonlyMap<string, Form>, name: string, value: string): boolean =>
  value === NO_VALUE || (forms.get(name)?.(value) ?? true);
