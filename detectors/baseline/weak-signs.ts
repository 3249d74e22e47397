// What of a window was unusual and not enough: kept for the next window, because an incident lasts longer than one.

export interface Weak {
  /** Independent groups of measures that were looked at. */
  readonly tested: number;
  readonly signs: number;
  /** -log10 of the signs' probabilities, together. */
  readonly decades: number;
}
