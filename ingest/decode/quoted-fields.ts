// Fields between spaces, as access logs write them: "quoted" and [bracketed] ones may hold spaces.

/** No access log of AWS's has more than 40; what a hostile line adds is not read. */
const MOST_FIELDS = 64;

const SPACE = 32;
const QUOTE = 34;
const OPEN = 91;
const BACKSLASH = 92;

const quoteEnd = (line: string, from: number): number => {
  let at = from;
  while (at < line.length && line.charCodeAt(at) !== QUOTE) at += line.charCodeAt(at) === BACKSLASH ? 2 : 1;
  return Math.min(at, line.length);
};

export const quotedFields = (line: string): readonly string[] => {
  const fields: string[] = [];
  let at = 0;
  while (at < line.length && fields.length < MOST_FIELDS) {
    const code = line.charCodeAt(at);
    if (code === SPACE) {
      at++;
      continue;
    }
    let end: number;
    if (code === QUOTE) {
      end = quoteEnd(line, at + 1);
      fields.push(line.slice(at + 1, end));
      at = end + 1;
      continue;
    }
    if (code === OPEN) {
      const close = line.indexOf(']', at);
      end = close === -1 ? line.length : close;
      fields.push(line.slice(at + 1, end));
      at = end + 1;
      continue;
    }
    const space = line.indexOf(' ', at);
    end = space === -1 ? line.length : space;
    fields.push(line.slice(at, end));
    at = end + 1;
  }
  return fields;
};

/** What a value is called that stands behind all that have names: newer versions add fields at the end. `index` from 0. */
export const unnamedField = (index: number): string => `field ${index + 1}`;

/** Names → values; values without a name go by their number. */
export const named = (names: readonly string[], values: readonly string[]): Record<string, string> => {
  const record: Record<string, string> = {};
  for (let index = 0; index < values.length; index++) {
    const name = names[index] ?? unnamedField(index);
    const value = values[index];
    if (value !== undefined) record[name] = value;
  }
  return record;
};
