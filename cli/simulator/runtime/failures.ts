// The errors that functions throw on ordinary days.
import type { FunctionSpec } from '../function-spec.ts';
import type { Random } from '../random.ts';
import type { Failure } from '../records/application-lines.ts';

type Language = 'node' | 'python';

export const languageOf = (spec: FunctionSpec): Language => (spec.runtime === 'nodejs22.x' ? 'node' : 'python');

const EVERYDAY: Readonly<Record<Language, readonly Failure[]>> = {
  node: [
    {
      name: 'TypeError',
      message: "Cannot read properties of undefined (reading 'items')",
      stack: [
        'summarise (/var/task/index.js:118:27)',
        'Runtime.handler (/var/task/index.js:41:18)',
        'process.processTicksAndRejections (node:internal/process/task_queues:105:5)',
      ],
    },
    {
      name: 'ConditionalCheckFailedException',
      message: 'The conditional request failed',
      stack: [
        'throwDefaultError (/var/task/node_modules/@smithy/smithy-client/dist-cjs/index.js:867:20)',
        'Runtime.handler (/var/task/index.js:63:5)',
      ],
    },
    {
      name: 'SyntaxError',
      message: 'Unexpected end of JSON input',
      stack: ['JSON.parse (<anonymous>)', 'bodyOf (/var/task/request.js:22:15)', 'Runtime.handler (/var/task/index.js:37:20)'],
    },
  ],
  python: [
    { name: 'KeyError', message: "'sku'", stack: ['File "/var/task/app.py", line 54, in handler', '  total += prices[line["sku"]]'] },
    {
      name: 'ReadTimeout',
      message: "HTTPSConnectionPool(host='rates.example.net', port=443): Read timed out. (read timeout=5)",
      stack: ['File "/var/task/rates.py", line 31, in fetch', '  response = session.get(url, timeout=5)'],
    },
    {
      name: 'ValueError',
      message: "invalid literal for int() with base 10: ''",
      stack: ['File "/var/task/app.py", line 72, in parse_row', '  quantity = int(row["quantity"])'],
    },
  ],
};

const UNREACHABLE: Readonly<Record<Language, Failure>> = {
  node: {
    name: 'TimeoutError',
    message: 'connect ETIMEDOUT 198.51.100.24:443',
    stack: ['Timeout._onTimeout (/var/task/client.js:88:22)', 'listOnTimeout (node:internal/timers:588:17)'],
  },
  python: {
    name: 'ConnectTimeout',
    message: "HTTPSConnectionPool(host='partner.example.net', port=443): Max retries exceeded",
    stack: ['File "/var/task/client.py", line 47, in post', '  return self.session.post(url, json=body, timeout=3)'],
  },
};

export const everydayFailure = (language: Language, random: Random): Failure => random.pick(EVERYDAY[language]);

export const unreachableFailure = (language: Language): Failure => UNREACHABLE[language];
