// E-mail addresses: the mailbox is hidden, the domain stays, since whose people they are may matter to whoever answers.

const MAILBOX = /[\p{L}\p{N}.!#$%&*+/=?^_{|}~-]/u;
const DOMAIN = /^[\p{L}\p{N}-]{1,63}(\.[\p{L}\p{N}-]{1,63}){1,8}/u;

/** RFC 5321, 4.5.3.1: a mailbox's longest name, and a domain's. */
const MAILBOX_LENGTH = 64;
const DOMAIN_LENGTH = 255;

/** Each `@` is looked at once, with a bounded look to both sides: linear whatever the text. */
export const maskEmails = (text: string): string => {
  let out = '';
  let done = 0;
  for (let at = text.indexOf('@'); at !== -1; at = text.indexOf('@', at + 1)) {
    let start = at;
    while (start > done && at - start < MAILBOX_LENGTH && MAILBOX.test(text[start - 1] ?? '')) start -= 1;
    // In a path or an ARN the mailbox is what follows the last slash.
    start += text.slice(start, at).lastIndexOf('/') + 1;
    if (start === at || !DOMAIN.test(text.slice(at + 1, at + 1 + DOMAIN_LENGTH))) continue;
    out += `${text.slice(done, start)}${text[start] ?? ''}***`;
    done = at;
  }
  return out + text.slice(done);
};
