// A unit of delivery: what its source redelivers whole. Everything that is written about it is written under its key, so that
// a redelivery overwrites itself.
import type { SourceHints } from '../decode/source.ts';

export interface Unit {
  /** Made of what the unit holds: the same content again, through whichever door, has the same key. */
  readonly key: string;
  readonly hints: SourceHints;
  /** The log (owner, group and stream) that its records' own ids belong to; undefined: only CloudTrail's ids are known elsewhere. */
  readonly log: string | undefined;
  readonly content:
    | { readonly kind: 'text'; readonly text: string }
    | { readonly kind: 'object'; readonly bucket: string; readonly key: string };
}

/** One item of an event that can fail by itself: its identifier in a partial batch response, and the units in it. */
export interface Delivery {
  readonly identifier: string;
  readonly units: readonly Unit[];
}
