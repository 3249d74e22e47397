// A finding made to fit where size is limited: long texts and lists are cut, the same way each time, with a word that says so.
import type { Finding } from '../../detectors/model/finding.ts';
import { redactFinding } from '../redact/redact-finding.ts';
import { explainDeployed } from './explain-words.ts';
import { cut } from './inert.ts';

/** How much was left of each text and list, and where the whole is. */
export interface Trimmed {
  readonly characters: number;
  readonly items: number;
  readonly full: string;
}

/**
 * Characters of a text and items of a list, tried one after the other until it fits. Ids (20 characters) and ARNs (of functions under 150) outlive the second; what the last
 * leaves is a few thousand characters, whatever was there before.
 */
const LEVELS: readonly [readonly [number, number], ...(readonly [number, number])[]] = [
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
 * Nothing a detector writes is longer; what is, is cut before anything is done with it. Four times the first level, since the cut may
 * go through a secret, which is then no longer told: its rest is beyond the level's cut.
 */
const LONGEST_TEXT = 8000;
const LONGEST_LIST = 100;

const isModest = (value: unknown): boolean => {
  if (typeof value === 'string') return value.length <= LONGEST_TEXT;
  if (Array.isArray(value)) return value.length <= LONGEST_LIST && value.every(isModest);
  return typeof value !== 'object' || value === null || Object.values(value).every(isModest);
};

const trimmedTo = (finding: Finding, [characters, items]: readonly [number, number]): Fitted => ({
  finding: shortened(finding, characters, items),
  trimmed: { characters, items, full: explainDeployed(cut(finding.id, 60)) },
});

/** Redacted, and with a word about what was cut, if anything was. */
export interface Fitted {
  readonly finding: Finding;
  readonly trimmed: Trimmed | undefined;
}

/** Before all else: a finding of a size that one can work with. */
export const modest = (raw: Finding): Fitted =>
  isModest(raw)
    ? { finding: redactFinding(raw), trimmed: undefined }
    : trimmedTo(redactFinding(shortened(raw, LONGEST_TEXT, LONGEST_LIST)), LEVELS[0]);

/**
 * The first rendering of at most `limit` bytes. When even the smallest is too large it is returned all the same: what else is in the
 * message must then be smaller.
 */
export const fitting = <Rendered>(
  whole: Fitted,
  limit: number,
  render: (fitted: Fitted) => Rendered,
  bytesOf: (rendered: Rendered) => number,
): Rendered => {
  let rendered = render(whole);
  for (const level of LEVELS) {
    if (bytesOf(rendered) <= limit) break;
    rendered = render(trimmedTo(whole.finding, level));
  }
  return rendered;
};
