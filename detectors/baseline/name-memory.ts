// Which names a function uses, bounded, and how surprising a new one is for it (Good 1953: the chance of something new is
// the share of what was seen only once).
//
// A name is kept as 40 bits of a hash seeded by the function, so that nobody outside can choose names that collide. When
// the memory is full the least used name gives way, so a flood of invented names pushes out only its own kind.
import { hash53 } from '../model/hash.ts';

export interface NameEntry {
  /** Windows in which it was seen; less than one while it was only seen in anomalous ones. */
  seen: number;
  /** Day (since the epoch) it was last seen. */
  lastDay: number;
}

export interface NameMemory {
  readonly limit: number;
  readonly seed: number;
  /** By hash. */
  readonly entries: Map<number, NameEntry>;
  /** Names seen, a window counting each once; fading over months. */
  draws: number;
  /** Lately: names seen, and those seen for the first time; fading over days, so that the first days' discoveries pass. */
  lateDraws: number;
  novelties: number;
  /**
   * The last day learned and its novelties, which count from the next day on: a burst of harmless new names must not make
   * the harmful one after them look usual.
   */
  today: number;
  todayNovelties: number;
}

export const newNameMemory = (limit: number, seed: number): NameMemory => ({
  limit,
  seed,
  entries: new Map(),
  draws: 0,
  lateDraws: 0,
  novelties: 0,
  today: 0,
  todayNovelties: 0,
});

const HASH_BITS = 2 ** 40;
export const nameHash = (memory: NameMemory, name: string): number => hash53(name, memory.seed) % HASH_BITS;

/** Steps in which `seen` is stored. */
export const SEEN_STEP = 64;
export const MOST_SEEN = 65_535 / SEEN_STEP;

/** Counts halve after 30 days of windows with names; what is called late after 3. */
const FADE = 2 ** (-1 / (30 * 288));
const LATE_FADE = 2 ** (-1 / (3 * 288));
/** Novelties of a function that rarely runs halve after ten days all the same: what was new last month is no news of late. */
const NOVELTY_FADE_A_DAY = 2 ** (-1 / 10);

const entryOf = (memory: NameMemory, name: string): NameEntry | undefined => memory.entries.get(nameHash(memory, name));

/** Whether the function used the name in ordinary windows. */
export const isKnown = (memory: NameMemory, name: string): boolean => (entryOf(memory, name)?.seen ?? 0) >= 1;

/** Ordinary windows in which the function used the name. */
export const timesSeen = (memory: NameMemory, name: string): number => entryOf(memory, name)?.seen ?? 0;

/** How many names the function is known to use. */
export const knownNames = (memory: NameMemory): number => {
  let known = 0;
  for (const { seen } of memory.entries.values()) if (seen >= 1) known++;
  return known;
};

/** Sightings that a sitting of three days at least amounts to, however rarely a function runs: time passes for it too. */
const WINDOWS_LATE = 3 * 288;

/** The novelties that count on a day: those of the days before. */
const noveltiesOn = (memory: NameMemory, day: number): number =>
  day <= memory.today ? memory.novelties : (memory.novelties + memory.todayNovelties) * NOVELTY_FADE_A_DAY ** (day - memory.today);

/**
 * The chance that a window of a day brings one of `distinct` names that is new, by this function's record up to the day
 * before. A function that runs rarely has rarely an occasion: its chance is for a window of the clock, not for a run.
 */
export const chanceOfNew = (memory: NameMemory, distinct: number, day: number, windows: number): number => {
  // Singletons tell of names that may be new again; novelties of how often a new one came. The larger is the safer.
  let singletons = 0;
  for (const entry of memory.entries.values()) if (entry.seen < 2 && entry.lastDay < day) singletons++;
  const once = (singletons + 0.5) / (Math.max(memory.draws, windows) + 1);
  const lately = (noveltiesOn(memory, day) + 0.5) / (Math.max(memory.lateDraws, Math.min(windows, WINDOWS_LATE)) + 1);
  return Math.min(1, Math.max(once, lately) * Math.max(1, distinct));
};

const evict = (memory: NameMemory): void => {
  let least: readonly [hash: number, entry: NameEntry] | undefined;
  for (const [hash, entry] of memory.entries) {
    const rank = least === undefined ? -1 : entry.seen - least[1].seen || entry.lastDay - least[1].lastDay || hash - least[0];
    if (least === undefined || rank < 0) least = [hash, entry];
  }
  if (least !== undefined) memory.entries.delete(least[0]);
};

/** A new name that was told of counts half from the next day on: a function that brings one every day is told of for a few days. */
const TOLD_NOVELTY = 0.5;

/** A person called the name benign: it is known from now on. */
export const knowName = (memory: NameMemory, name: string, day: number): void => {
  const hash = nameHash(memory, name);
  const entry = memory.entries.get(hash);
  if (entry === undefined && memory.entries.size >= memory.limit) evict(memory);
  memory.entries.set(hash, { seen: Math.max(KNOWN_BY_VERDICT, entry?.seen ?? 0), lastDay: day });
};

/** A person called the name malicious: it was never learned. */
export const forgetName = (memory: NameMemory, name: string): void => {
  memory.entries.delete(nameHash(memory, name));
};

/** Windows that a verdict is worth: enough that the name is no passing one. */
const KNOWN_BY_VERDICT = 16;

/** New names one window may teach: a flood in one window must not fill the memory. */
const NEW_A_WINDOW = 16;

/** Learns the names of one window, given in a fixed order. `weightOf` is 1, or less for a name that was called anomalous. */
export const learnNames = (memory: NameMemory, names: readonly string[], day: number, weightOf: (name: string) => number): void => {
  if (names.length === 0) return;
  // The first names of all are new to everybody: they tell nothing of how often something new comes.
  const begun = memory.draws > 0;
  memory.draws = Math.fround(memory.draws * FADE + names.length);
  memory.lateDraws = Math.fround(memory.lateDraws * LATE_FADE + names.length);
  let novelties = 0;
  let added = 0;
  for (const name of names) {
    const hash = nameHash(memory, name);
    const weight = weightOf(name);
    const entry = memory.entries.get(hash);
    if (entry !== undefined) {
      entry.seen = Math.min(MOST_SEEN, entry.seen + (entry.seen >= 1 ? 1 : weight));
      entry.lastDay = day;
      continue;
    }
    if (begun) novelties += weight === 1 ? 1 : TOLD_NOVELTY;
    if (added >= NEW_A_WINDOW) continue;
    added++;
    if (memory.entries.size >= memory.limit) evict(memory);
    memory.entries.set(hash, { seen: weight, lastDay: day });
  }
  if (day > memory.today) {
    memory.novelties = Math.fround(noveltiesOn(memory, day));
    memory.todayNovelties = 0;
    memory.today = day;
  }
  memory.novelties = Math.fround(memory.novelties * LATE_FADE);
  memory.todayNovelties += novelties;
};
