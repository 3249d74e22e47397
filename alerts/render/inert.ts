// Text that somebody else chose, made harmless for the place it is printed in. A name can be anything: it must not start a
// line, colour a terminal, reorder letters, open a tag or become a link.

/**
 * All that is not seen and yet acts: controls (line feed and ESC among them), format characters such as bidirectional marks (Unicode
 * "Trojan Source", CVE-2021-42574), zero-width and tag characters, line and paragraph separators. Lone surrogates make invalid UTF-8.
 */
const ACTS_UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

const PRINTABLE_ASCII = /^[ -~]*$/;

const WHITE = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;

/** One line with nothing unseen in it: line breaks and tabs become a space, the rest a visible mark. */
export const oneLine = (text: string): string => text.replace(WHITE, ' ').replace(ACTS_UNSEEN, '\ufffd');

/** No scheme left that a terminal or a mail program would make a link of: `https://` → `https[:]//`. */
const defanged = (text: string): string => text.replaceAll('://', '[:]//');

/** For a terminal. */
export const inTerminal = (text: string): string => defanged(oneLine(text));

/** Between tags and inside quoted attributes. */
export const inHtml = (text: string): string =>
  oneLine(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');

/** Mail programs also link bare hosts: a dot (or what IDNA takes for one) before a word of two letters or more. Addresses have `@`. */
const HOST_DOT = /[.\u3002\uff0e\uff61](?=[\p{L}][\p{L}\p{N}-])/gu;

/** For a mail's body: printable text on one line in which nothing is a link. */
export const inMail = (text: string): string =>
  defanged(oneLine(text))
    .replace(/[@\uff20\ufe6b]/g, '[at]')
    .replace(HOST_DOT, '[.]');

/** What marks text up in Slack, Teams or Markdown, each with a letter that looks alike and does nothing. */
const MARKUP: ReadonlyMap<string, string> = new Map([
  ['*', '\u2217'],
  ['~', '\u223c'],
  ['`', "'"],
  ['[', '('],
  [']', ')'],
  ['<', '\u2039'],
  ['>', '\u203a'],
  ['|', '\u00a6'],
  ['#', '\uff03'],
  ['!', '\uff01'],
  ['\\', '\uff3c'],
  ['&', '\uff06'],
  ['_', '\uff3f'],
]);

/** An underscore within a word is part of a name, and marks nothing up. */
const MARKS = /[*~`[\]<>|#!\\&]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;

/** For a chat: one line without markup, mention or link. */
export const inMarkdown = (text: string): string => inMail(text).replace(MARKS, (mark) => MARKUP.get(mark) ?? mark);

/** For a mail's subject: printable ASCII on one line (SNS takes fewer than 100 characters and no control characters). */
export const inSubject = (text: string): string =>
  oneLine(text)
    .replace(/[^ -~]+/g, '?')
    .replace(/ {2,}/g, ' ')
    .trim();

/** The same JSON value with what acts unseen written as \u escapes, so that a line stays a line in every reader and terminal. */
export const inJson = (json: string): string =>
  // Most findings are plain ASCII, and on a hundred thousand of them this look saves seconds.
  PRINTABLE_ASCII.test(json)
    ? json
    : json.replace(ACTS_UNSEEN, (character) =>
        [...Array(character.length).keys()].map((place) => `\\u${character.charCodeAt(place).toString(16).padStart(4, '0')}`).join(''),
      );

/** At most `limit` characters, the last one an ellipsis when something was cut, never half a surrogate pair. */
export const cut = (text: string, limit: number): string => {
  if (text.length <= limit) return text;
  const kept = text.slice(0, Math.max(0, limit - 1));
  return `${/[\ud800-\udbff]$/.test(kept) ? kept.slice(0, -1) : kept}…`;
};
