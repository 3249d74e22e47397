// Different names or records, counted once each however often and in whatever order they arrive, in bounded memory.
//
// Kept are those with the smallest hashes, as in the model's keyed counts; unlike there a repetition changes nothing, so
// that a redelivered record is not counted twice.
import { hash53 } from '../model/hash.ts';

export interface Sample {
  readonly limit: number;
  /** Hash of the key → what is to be remembered of it. */
  readonly kept: Map<number, string>;
  /** Only keys that hash below this are kept. */
  ceiling: number;
}

/** One past the largest hash53. */
const NO_CEILING = 2 ** 53;

export const newSample = (limit: number): Sample => ({ limit, kept: new Map(), ceiling: NO_CEILING });

const trim = (sample: Sample): void => {
  if (sample.kept.size <= sample.limit) return;
  const hashes = [...sample.kept.keys()].sort((one, other) => one - other);
  for (const hash of hashes.slice(sample.limit)) sample.kept.delete(hash);
  sample.ceiling = hashes[sample.limit] ?? sample.ceiling;
};

const keep = (sample: Sample, hash: number, text: string): void => {
  if (hash >= sample.ceiling) return;
  sample.kept.set(hash, text);
  // Trimming late saves a sort for each new key.
  if (sample.kept.size > 2 * sample.limit) trim(sample);
};

export const addToSample = (sample: Sample, key: string, text = key): void => keep(sample, hash53(key), text);

export const mergeSamples = (sample: Sample, other: Sample): void => {
  sample.ceiling = Math.min(sample.ceiling, other.ceiling);
  for (const hash of [...sample.kept.keys()]) if (hash >= sample.ceiling) sample.kept.delete(hash);
  for (const [hash, text] of other.kept) keep(sample, hash, text);
  trim(sample);
};

/** How many different keys there were: exact up to the limit, then an estimate (relative error about 1/√limit). */
export const distinctCount = (sample: Sample): number => {
  trim(sample);
  return sample.ceiling === NO_CEILING ? sample.kept.size : Math.round((sample.kept.size * NO_CEILING) / sample.ceiling);
};

/** What is remembered, in a fixed order. */
export const sampledTexts = (sample: Sample): readonly string[] => {
  trim(sample);
  return [...sample.kept.values()].sort((one, other) => (one < other ? -1 : one > other ? 1 : 0));
};
