// A regular expression that takes time linear in the text (RE2), compiled when it is first asked: rules hold two hundred of them, and
// a function that starts must not compile what no record may ever need.
import { RE2JS } from 're2js';

export class LinearRegex {
  readonly source: string;
  /** RE2JS's. */
  readonly flags: number;
  #compiled: RE2JS | undefined;

  constructor(source: string, flags: number) {
    this.source = source;
    this.flags = flags;
  }

  /** Throws RE2JSException for what RE2 does not have. */
  compile(): RE2JS {
    this.#compiled ??= RE2JS.compile(this.source, this.flags);
    return this.#compiled;
  }

  test(text: string): boolean {
    return this.compile().test(text);
  }
}
