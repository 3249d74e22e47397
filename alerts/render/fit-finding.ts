// A finding made to fit where size is limited: long texts and lists are cut, the same way each time, with a word that says so.
import type { Finding } from '../../detectors/model/finding.ts';
import { cut } from './inert.ts';

/** How much was left of each text and list, and where the whole is. */
export interface Trimmed {
  readonly characters: number;
  readonly items: number;
  readonly full: string;
}

/**
 * Tried one after the other until it fits. Ids (20 characters) and ARNs (of functions under 150) outlive the second; what the last
 * leaves is a few thousand characters, whatever was there before.
 */
const LEVELS: readonly (readonly [characters: number, items: number])[] = [
  [2000, 100],
  [500, 20],
  [150, 5],
  [60, 2],
];

const shortened = <Value>(value: Value, characters: number, items: number): Value => {
  if (typeof value === 'string') return cut(value, characters) as Value;
  if (Array.isArray(value)) return value.slice(0, items).map((each) => shortened(each, characters, items)) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, shortened(each, characters, items)])) as Value;
};

/**
 * The first rendering of at most `limit` bytes. `redacted`: what was cut could not be told for a secret any more. When even the
 * smallest is too large it is returned all the same: what else is in the message must then be smaller.
 */
export const fitting = <Rendered>(
  redacted: Finding,
  limit: number,
  render: (finding: Finding, trimmed: Trimmed | undefined) => Rendered,
  bytesOf: (rendered: Rendered) => number,
): Rendered => {
  let rendered = render(redacted, undefined);
  for (const [characters, items] of LEVELS) {
    if (bytesOf(rendered) <= limit) break;
    rendered = render(shortened(redacted, characters, items), { characters, items, full: `lapwing explain ${cut(redacted.id, 60)}` });
  }
  return rendered;
};
