// Where an element of a list of records ends, guessed at native speed: before the next `,{"first-key":` of the kind that the
// last one began with. JSON.parse, which must read the element anyway, is the judge: a proper beginning of an object is no
// object, nor is an object with more behind it, so what parses is the element and nothing else.
import { isObject, type JsonObject } from '../../detectors/model/json.ts';
import { parseJson } from '../decode/json-text.ts';

export interface Guess {
  readonly value: JsonObject;
  readonly text: string;
  /** Past the element's last byte. */
  readonly end: number;
}

export interface Guesser {
  /** The element that begins at `start`; undefined when it must be looked for byte by byte. */
  guess(chunk: Buffer, start: number): Guess | undefined;
}

/** AWS's names of the first field are under twenty characters. */
const LONGEST_BEGINNING = 48;
/** Where guesses fail so often, records are made to look like two. */
const MOST_FAILURES = 16;

export const newGuesser = (recordLimit: number): Guesser => {
  /** `,{"first-key":` of the last element. */
  let separator = Buffer.alloc(0);
  let failures = 0;

  const beginsLikeLast = (chunk: Buffer, start: number): boolean => {
    for (let at = 1; at < separator.length; at++) if (chunk[start + at - 1] !== separator[at]) return false;
    return separator.length > 0;
  };

  return {
    guess: (chunk, start) => {
      if (failures >= MOST_FAILURES) return undefined;
      if (!beginsLikeLast(chunk, start)) {
        const beginning = /^\{"[A-Za-z]+":/.exec(chunk.toString('latin1', start, start + LONGEST_BEGINNING))?.[0];
        if (beginning === undefined) return undefined;
        separator = Buffer.from(`,${beginning}`);
      }
      const end = chunk.indexOf(separator, start + 1);
      if (end === -1 || end - start > recordLimit) return undefined;
      const text = chunk.toString('utf8', start, end);
      const parsed = parseJson(text);
      if (parsed.kind === 'json' && isObject(parsed.value)) return { value: parsed.value, text, end };
      failures++;
      return undefined;
    },
  };
};
