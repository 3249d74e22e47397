// Literals of which a text must contain at least one to match a regular expression: looked for in a plain pass, so that the
// expression itself runs on next to no text.
//
// Only what is surely understood counts; any other syntax makes the answer "nothing is known". Literals are in lower case,
// for a text that was folded to lower case.
import { RE2JS } from 're2js';

/** One of these is in every text that a part of the expression matches; undefined when nothing is sure. */
type Needed = readonly string[] | undefined;

interface Part {
  /** The part matches exactly these texts, which may join its neighbours'. */
  readonly texts: readonly string[] | undefined;
  readonly needed: Needed;
}

/** Shorter literals are in nearly every text. */
const SHORTEST = 3;
/** More alternatives would rather find something everywhere. */
const MOST_ALTERNATIVES = 64;
/** Texts that a run of neighbours is told apart into, before it is cut there. */
const MOST_TEXTS = 16;

class Unknown extends Error {}

const NOTHING: Part = { texts: undefined, needed: undefined };

const worth = (needed: Needed): number => (needed === undefined ? 0 : Math.min(...needed.map((text) => text.length)));

const better = (one: Needed, other: Needed): Needed => (worth(other) > worth(one) ? other : one);

const useful = (needed: Needed): Needed =>
  needed !== undefined && needed.length > 0 && needed.length <= MOST_ALTERNATIVES && worth(needed) >= SHORTEST ? needed : undefined;

const SIMPLE_ESCAPES = 'dDsSwWbBAz';
const CONTROL_ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/** Without regard to case, `s` is also U+017F, which folds to itself. */
const LONG_S = '\u017f';

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
    return part.texts ?? part.needed;
  }

  #alternatives(): Part {
    const parts = [this.#sequence()];
    while (this.#source[this.#at] === '|') {
      this.#at++;
      parts.push(this.#sequence());
    }
    const [only] = parts;
    if (parts.length === 1 && only !== undefined) return only;
    const exact = parts.flatMap(({ texts }) => texts ?? []);
    if (parts.every(({ texts }) => texts !== undefined) && exact.length <= MOST_TEXTS) return { texts: exact, needed: undefined };
    const all: string[] = [];
    for (const part of parts) {
      const needed = useful(part.texts ?? part.needed);
      if (needed === undefined) return NOTHING;
      all.push(...needed);
    }
    return { texts: undefined, needed: all };
  }

  #sequence(): Part {
    let best: Needed;
    let run: readonly string[] = [''];
    let isPlain = true;
    const endRun = (): void => {
      best = better(best, run);
      run = [''];
      isPlain = false;
    };
    while (this.#at < this.#source.length && this.#source[this.#at] !== '|' && this.#source[this.#at] !== ')') {
      const part = this.#atom();
      const [least, most] = this.#repetition();
      const texts = most > 1 ? undefined : least === 1 ? part.texts : part.texts && [...part.texts, ''];
      if (texts !== undefined && texts.length <= MOST_TEXTS) {
        if (run.length * texts.length > MOST_TEXTS) endRun();
        run = run.flatMap((start) => texts.map((text) => start + text));
        continue;
      }
      endRun();
      if (least > 0) best = better(best, useful(part.texts ?? part.needed));
    }
    if (isPlain) return { texts: run, needed: undefined };
    endRun();
    return { texts: undefined, needed: best };
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

  /** Beyond ASCII, folding depends on neighbours. */
  #plain(character: string): Part {
    if (character >= '\u0080') return NOTHING;
    const folded = character.toLowerCase();
    return { texts: this.#folds && folded === 's' ? [folded, LONG_S] : [folded], needed: undefined };
  }

  #escape(): Part {
    const character = this.#source[this.#at++] ?? '';
    if (SIMPLE_ESCAPES.includes(character)) return NOTHING;
    const control = CONTROL_ESCAPES[character];
    if (control !== undefined) return this.#plain(control);
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
      if (mode[2] === ')') return { texts: [''], needed: undefined };
    }
    const part = this.#alternatives();
    if (this.#source[this.#at++] !== ')') throw new Unknown();
    return part;
  }

  /** `most` is 1, or 2 for all that is more. */
  #repetition(): readonly [least: number, most: 1 | 2] {
    const character = this.#source[this.#at];
    if (character === '*' || character === '+' || character === '?') this.#at++;
    else if (character !== '{') return [1, 1];
    let found: readonly [number, 1 | 2] = [character === '+' ? 1 : 0, character === '?' ? 1 : 2];
    if (character === '{') {
      const counted = /^\{(\d{1,4})(,\d{0,4})?\}/.exec(this.#source.slice(this.#at, this.#at + 12));
      if (counted === null) throw new Unknown();
      this.#at += counted[0].length;
      found = [Number(counted[1]), 2];
    }
    if (this.#source[this.#at] === '?') this.#at++;
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
