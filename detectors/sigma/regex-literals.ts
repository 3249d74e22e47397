// Literals of which a text must contain at least one to match a regular expression: looked for in a plain pass, so that the
// expression itself runs on next to no text.
//
// Only what is surely understood counts; any other syntax makes the answer "nothing is known". Literals are in lower case,
// for a text that was folded to lower case.
import { RE2JS } from 're2js';

/** One of these is in every text that a part of the expression matches; undefined when nothing is sure. */
type Needed = readonly string[] | undefined;

interface Part {
  /** The part is exactly this text, which may join its neighbours' . */
  readonly text: string | undefined;
  readonly needed: Needed;
}

/** Shorter literals are in nearly every text. */
const SHORTEST = 3;
/** More alternatives would rather find something everywhere. */
const MOST_ALTERNATIVES = 64;

class Unknown extends Error {}

const NOTHING: Part = { text: undefined, needed: undefined };

const worth = (needed: Needed): number => (needed === undefined ? 0 : Math.min(...needed.map((text) => text.length)));

const better = (one: Needed, other: Needed): Needed => (worth(other) > worth(one) ? other : one);

const useful = (needed: Needed): Needed =>
  needed !== undefined && needed.length > 0 && needed.length <= MOST_ALTERNATIVES && worth(needed) >= SHORTEST ? needed : undefined;

const SIMPLE_ESCAPES = 'dDsSwWbBAz';

class Reader {
  #at = 0;
  readonly #source: string;
  #folds: boolean;

  constructor(source: string, folds: boolean) {
    this.#source = source;
    this.#folds = folds;
  }

  read(): Needed {
    const part = this.#alternatives();
    if (this.#at < this.#source.length) throw new Unknown();
    return part.text === undefined ? part.needed : [part.text];
  }

  #alternatives(): Part {
    const parts = [this.#sequence()];
    while (this.#source[this.#at] === '|') {
      this.#at++;
      parts.push(this.#sequence());
    }
    const [only] = parts;
    if (parts.length === 1 && only !== undefined) return only;
    const all: string[] = [];
    for (const part of parts) {
      const needed = part.text === undefined ? part.needed : [part.text];
      if (useful(needed) === undefined || needed === undefined) return NOTHING;
      all.push(...needed);
    }
    return { text: undefined, needed: all };
  }

  #sequence(): Part {
    let best: Needed;
    let run = '';
    let isPlain = true;
    const endRun = (): void => {
      if (run !== '') best = better(best, [run]);
      run = '';
    };
    while (this.#at < this.#source.length && this.#source[this.#at] !== '|' && this.#source[this.#at] !== ')') {
      const part = this.#atom();
      const [least, most] = this.#repetition();
      if (part.text !== undefined && least === 1 && most === 1) {
        run += part.text;
        continue;
      }
      isPlain = false;
      endRun();
      if (least > 0) best = better(best, part.text === undefined ? useful(part.needed) : [part.text]);
    }
    if (isPlain) return { text: run, needed: undefined };
    endRun();
    return { text: undefined, needed: best };
  }

  #atom(): Part {
    const character = this.#source[this.#at++] ?? '';
    if (character === '(') return this.#group();
    if (character === '[') return this.#set();
    if (character === '\\') return this.#escape();
    if (character === '.' || character === '^' || character === '$') return NOTHING;
    if ('*+?{'.includes(character)) throw new Unknown();
    return this.#plain(character);
  }

  /** Beyond ASCII, folding depends on neighbours; and without regard to case, `s` is also U+017F, which folds to itself. */
  #plain(character: string): Part {
    const folded = character.toLowerCase();
    return character >= '\u0080' || (this.#folds && folded === 's') ? NOTHING : { text: folded, needed: undefined };
  }

  #escape(): Part {
    const character = this.#source[this.#at++] ?? '';
    if (SIMPLE_ESCAPES.includes(character)) return NOTHING;
    // Any other letter or digit is a class, a code or a mode of its own.
    if (character === '' || /[A-Za-z0-9]/.test(character)) throw new Unknown();
    return this.#plain(character);
  }

  #set(): Part {
    if (this.#source[this.#at] === '^') this.#at++;
    // A bracket that comes first stands for itself.
    if (this.#source[this.#at] === ']') this.#at++;
    for (; this.#at < this.#source.length; this.#at++) {
      const character = this.#source[this.#at];
      if (character === '\\') this.#at++;
      else if (character === '[') throw new Unknown();
      else if (character === ']') {
        this.#at++;
        return NOTHING;
      }
    }
    throw new Unknown();
  }

  #group(): Part {
    if (this.#source[this.#at] === '?') {
      const mode = /^\?(i?)([:)])/.exec(this.#source.slice(this.#at, this.#at + 4));
      if (mode === null) throw new Unknown();
      this.#at += mode[0].length;
      // Whatever the mode's reach, taking it for the rest of the expression only leaves literals out.
      if (mode[1] === 'i') this.#folds = true;
      if (mode[2] === ')') return { text: '', needed: undefined };
    }
    const part = this.#alternatives();
    if (this.#source[this.#at++] !== ')') throw new Unknown();
    return part;
  }

  #repetition(): readonly [least: number, most: number] {
    const character = this.#source[this.#at];
    let found: readonly [number, number] = [1, 1];
    if (character === '*' || character === '+' || character === '?') {
      this.#at++;
      found = character === '+' ? [1, 2] : [0, 2];
    } else if (character === '{') {
      const counted = /^\{(\d{1,4})(,\d{0,4})?\}/.exec(this.#source.slice(this.#at, this.#at + 12));
      if (counted === null) throw new Unknown();
      this.#at += counted[0].length;
      found = [Number(counted[1]), 2];
    }
    if (this.#source[this.#at] === '?' && found[1] === 2) this.#at++;
    return found;
  }
}

/** `flags` are RE2JS's. */
export const regexLiterals = (source: string, flags: number): readonly string[] | undefined => {
  try {
    return useful(new Reader(source, (flags & RE2JS.CASE_INSENSITIVE) !== 0).read());
  } catch (error) {
    if (error instanceof Unknown) return undefined;
    throw error;
  }
};
