// What looks for one class of injection: the words without which it cannot be there, and the weighing of what is there.
import type { InjectionClass } from './injection-class.ts';

/** One reading of a text: as logged, decoded, or one value of it. */
export interface View {
  readonly text: string;
  /** `text` in lower case. Indices of the two may differ (U+0130), so a scanner uses one of them. */
  readonly lower: string;
  /** It is what decoding gave, not what was written. */
  readonly decoded: boolean;
  /** Its line breaks were encoded, so that somebody sent them: a text of several lines has its own. */
  readonly breaksSent: boolean;
  /** The entire text, one value of a query in it, or a string of its JSON and what else an application puts values into. */
  readonly place: 'text' | 'query' | 'json';
}

export interface Scanner {
  readonly class: InjectionClass;
  /**
   * Without any of these no hit is possible. Lower case; `1` stands for any digit and a blank for any white space, so that
   * one automaton finds all of them in one pass. A trigger costs a scan wherever it occurs: choose rare ones.
   */
  readonly triggers: readonly string[];
  /** The weight of evidence, 0 for none. Linear in the view's length. */
  readonly scan: (view: View) => number;
}
