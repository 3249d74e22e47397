// Line breaks sent inside a value: to add a header to a response (header injection) or a line to a log (log injection).
import type { Scanner, View } from './scanner.ts';
import { isDigit, isWord } from './text-scan.ts';

const BREAKS = 32;

const HEADERS = new Set(
  'set-cookie location content-type content-length contenttype refresh host x-forwarded-for x-forwarded-host x-xss-protection access-control-allow-origin transfer-encoding connection cookie link status content-disposition cache-control server via warning www-authenticate'.split(
    ' ',
  ),
);

/** What follows each line break that was encoded: only then did somebody send it. */
const afterBreaks = (text: string): readonly string[] => {
  const found: string[] = [];
  for (let at = 0; at < text.length && found.length < BREAKS; at++) {
    const code = text.charCodeAt(at);
    if (code !== 10 && code !== 13) continue;
    let next = at + 1;
    while (next < text.length && text.charCodeAt(next) <= 32) next++;
    found.push(text.slice(next, next + 64));
    at = next - 1;
  }
  return found;
};

const headerName = (line: string): string | undefined => {
  let end = 0;
  while (end < line.length && (isWord(line.charCodeAt(end)) || line.charCodeAt(end) === 45)) end++;
  return end > 1 && line.charAt(end) === ':' && line.charAt(end + 1) !== '/' ? line.slice(0, end) : undefined;
};

/** Commands of SMTP, POP3 and IMAP (with its tag before), each with what must follow it. */
const MAIL_COMMAND =
  /^(?:(?:rcpt to|mail from):|(?:quit|data|rset|noop|stls|starttls)\s*$|(?:helo|ehlo|vrfy|expn|auth|apop|retr|dele) \S|[a-z]{1,4}\d{1,5} (?:capability|fetch|login|logout|select|examine|authenticate|status|list|search|store|copy|uid|noop)\b)/;
const MAIL_HEADERS = new Set(['to', 'cc', 'bcc', 'from', 'subject', 'reply-to', 'mime-version']);

/** Headers of an answer that are worth adding to it. */
const isResponseHeader = (line: string): boolean => {
  const name = headerName(line);
  return name === 'set-cookie' || name === 'location' || name === 'x-xss-protection';
};

/** A value is short and neither a header nor a request itself. */
const isValueStart = (lower: string): boolean => {
  let end = 0;
  while (end <= LONGEST_VALUE && end < lower.length && !isBreak(lower, end)) end++;
  if (end > LONGEST_VALUE) return false;
  const first = lower.slice(0, end);
  return headerName(first.trimStart()) === undefined && !first.includes('http/') && !first.includes(': ');
};

/** A line break, as it is or as a language spells it. */
const isBreak = (text: string, at: number): boolean => {
  const code = text.charCodeAt(at);
  const spelt = code === 92 ? text.charCodeAt(at + 1) : 0;
  return code === 10 || code === 13 || spelt === 110 || spelt === 114;
};
const LONGEST_VALUE = 64;

/** Line breaks as they are where a language spells them; nothing when there is none. */
const unspelt = (lower: string): string =>
  lower.includes('\\n') || lower.includes('\\r') ? lower.replaceAll('\\r', '\r').replaceAll('\\n', '\n') : '';

const scanHeader = ({ lower, breaksSent, place }: View): number => {
  if (!breaksSent) {
    if (isValueStart(lower)) {
      // Line breaks spelt as a language spells them, for a program that undoes that.
      if (afterBreaks(unspelt(lower)).some(isResponseHeader)) return 3;
      // A break as it is: where the text before it is a value, and not a message of its own.
      if (afterBreaks(lower).some((line) => isResponseHeader(line) || MAIL_COMMAND.test(line))) return 3;
    }
    return place === 'text' && lower.length <= 16 && lower.startsWith('\\r\\n') ? 2 : 0;
  }
  let weight = place === 'query' && afterBreaks(unspelt(lower)).some(isResponseHeader) ? 5 : 0;
  for (const line of afterBreaks(lower)) {
    const name = headerName(line);
    if (name !== undefined && HEADERS.has(name)) weight = Math.max(weight, 8);
    else if (MAIL_COMMAND.test(line)) weight = Math.max(weight, 5);
    else if (name !== undefined && MAIL_HEADERS.has(name) && line.includes('@')) weight = Math.max(weight, 5);
    else if (/^(?:get|post|put|head|delete|options|connect|trace) \S{1,48}(?: http|$)/.test(line)) weight = Math.max(weight, 4);
    else if (line.startsWith('http/1.') || line.startsWith('http/2')) weight = Math.max(weight, 8);
    else if (line.startsWith('<') && lower.length < 2048) weight = Math.max(weight, 4);
    else if (name?.includes('-') === true) weight = Math.max(weight, 5);
    // A text area sends its line breaks encoded too: alone they are only an attempt when there is nothing else.
    else weight = Math.max(weight, place === 'text' && lower.trim().length <= 4 ? 3 : 1);
  }
  return weight;
};

const LEVELS = [
  'info',
  'error',
  'warn',
  'debug',
  'fatal',
  'critical',
  'trace ',
  '[info',
  '[error',
  '[warn',
  '[debug',
  '[fatal',
  '[critical',
  '[success',
  '[audit',
  '[notice',
  '[alert',
  'start requestid:',
  'end requestid:',
  'report requestid:',
  'init_start',
];

const isTimestamp = (line: string): boolean =>
  isDigit(line.charCodeAt(0)) &&
  isDigit(line.charCodeAt(3)) &&
  line.charAt(4) === '-' &&
  line.charAt(7) === '-' &&
  isDigit(line.charCodeAt(8));

/** `[ERROR] …`, `2026-03-01 …`, a line of Lambda's own: not the word alone, which tools print about themselves. */
const beginsLogLine = (line: string): boolean =>
  isTimestamp(line) ||
  // A line of an access log.
  /^\d{1,3}(?:\.\d{1,3}){3} - /.test(line) ||
  LEVELS.some((level) => (level.startsWith('[') || level.includes(' requestid:')) && line.startsWith(level));

/** Conversions of printf. `console.log(text)` expands them when the text comes first. */
const CONVERSIONS = 'sdxpnoiufegcahSXEGA';

/** `%s%s%s%s`, `%08x.%08x.%08x.%08x`: more conversions in a row than any format of a program's own, or `%n`, which writes. */
const FORMAT_RUN = 4;

/** `AAAA%n`, `%08x`: filler to be found again in what is printed, one conversion, and nothing else. */
const isFormatProbe = (text: string): boolean => {
  const mark = text.indexOf('%');
  if (mark < 0 || text.length > 16 || !CONVERSIONS.includes(text.charAt(text.length - 1))) return false;
  for (let at = 1; at < mark; at++) if (text.charAt(at) !== text.charAt(0)) return false;
  for (let at = mark + 1; at < text.length - 1; at++) if (!isDigit(text.charCodeAt(at)) && !'.*#$-'.includes(text.charAt(at))) return false;
  return mark === 0 || mark > 2;
};

const formatWeight = (text: string): number => {
  let run = 0;
  let longest = 0;
  let last = -2;
  for (let at = text.indexOf('%'); at >= 0; at = text.indexOf('%', at + 1)) {
    let end = at + 1;
    while (end < text.length && end - at < 8 && (isDigit(text.charCodeAt(end)) || '.*#$-'.includes(text.charAt(end)))) end++;
    if (!CONVERSIONS.includes(text.charAt(end)) || end >= text.length) continue;
    run = at - last <= 2 ? run + 1 : 1;
    last = end;
    longest = Math.max(longest, run);
  }
  return longest >= FORMAT_RUN || isFormatProbe(text) ? 3 : 0;
};

const scanLog = ({ text, lower, decoded, breaksSent, place }: View): number => {
  let weight = decoded && place !== 'query' ? 0 : formatWeight(text);
  for (const line of afterBreaks(lower)) {
    if (/^(start|end|report) requestid: [0-9a-f]{8}-/.test(line)) weight = Math.max(weight, breaksSent ? 8 : 5);
    else if (
      breaksSent &&
      (beginsLogLine(line) ||
        /^\{"(?:level|time|timestamp|message|msg|severity)":/.test(line) ||
        LEVELS.some((level) => line.startsWith(level)))
    )
      weight = Math.max(weight, 6);
  }
  // Raw, behind a value that is no log line itself.
  if (!breaksSent && weight < 2 && isValueStart(lower) && afterBreaks(lower).some(beginsLogLine) && !beginsLogLine(lower)) weight = 2;
  // A line break spelt as a language spells it, for a program that undoes that.
  if (weight < 2 && lower.includes('\\n') && isValueStart(lower) && afterBreaks(lower.replaceAll('\\n', '\n')).some(beginsLogLine))
    weight = 2;
  // `admin`, a NUL, `[INFO] …`: where C's end of a string parts lines.
  const nul = lower.indexOf('\u0000');
  if (nul >= 0 && beginsLogLine(lower.slice(nul + 1, nul + 64))) weight = Math.max(weight, 3);
  // Terminal escapes: a colour that an application writes is raw, or escaped by its JSON; one in a URL was sent.
  if (lower.includes('%1b[') || lower.includes('%1b%5b')) weight = Math.max(weight, 6);
  if (lower.includes('\u001b]0;') || lower.includes('\u001b]2;')) weight = Math.max(weight, 5);
  return weight;
};

export const headerScanner: Scanner = {
  class: 'header-injection',
  // A line break that was encoded shows itself when the text is decoded; `breaksSent` says that it was.
  triggers: ['\n', '\\r\\n', '\\nset-cookie', '\\nlocation', '\\n\\n'],
  scan: scanHeader,
};

export const logScanner: Scanner = {
  class: 'log-injection',
  triggers: [
    '\nstart requestid',
    '\nend requestid',
    '\nreport requestid',
    '\n1111-11-11',
    '\n1.1',
    '\n11.1',
    '\n111.1',
    '\ninfo',
    '\nerror',
    '\nwarn',
    '\n[',
    ...['[', '1111-11-11', '111.1'].map((line) => `\\n${line}`),
    ...['level', 'time', 'message', 'msg', 'severity'].map((name) => `\n{"${name}`),
    '\u0000[',
    '\ncritical',
    '\nfatal',
    '\ndebug',
    '\u001b]',
    '%1b',
    '%s%s',
    ...[...'oueifgac'].map((letter) => `%${letter}%${letter}`),
    '%x%x',
    '%p%p',
    '%n%n',
    '%d%d',
    '%1x.',
    '%1x%',
    '%s%p',
    '%n',
    '%1x',
    '%1s',
    '%1n',
    '%*',
    ...[...'aepxszrt'].map((letter) => `${letter.repeat(3)}%`),
  ],
  scan: scanLog,
};
