// One function's whole memory: what it normally does. At most 16 KiB as text, whatever it was fed.
import { hash53 } from '../model/hash.ts';
import type { FunctionId } from '../model/identity.ts';
import { field, isObject, type Json } from '../model/json.ts';
import { type GapState, newGaps } from './activity-gaps.ts';
import { type Episode, type EpisodeState, episodeFrom, episodeState } from './episode.ts';
import type { MeasureMemory } from './measure-memory.ts';
import { MEASURE_IDS, type MeasureId } from './measures.ts';
import { gapsOf, gapsText, type MeasureText, measureOf, measureText, type NamesText, namesOf, namesText } from './memory-text.ts';
import { type NameMemory, newNameMemory } from './name-memory.ts';
import type { Weak } from './weak-signs.ts';

export { WINDOW_MS } from './window-index.ts';

/** Names remembered of each kind: what one function was seen to use (64), or what outsiders bring (32). */
const REMEMBERED = {
  actions: 64,
  destinations: 64,
  deniedActions: 32,
  credentialSources: 32,
  callers: 32,
  errorClasses: 32,
  versions: 16,
} as const;
export type Remembered = keyof typeof REMEMBERED;
const REMEMBERED_KINDS = Object.keys(REMEMBERED) as readonly Remembered[];

/** The last change of the function's code or configuration: its behaviour may be learned anew for a while. */
interface Change {
  readonly window: number;
  readonly name: string;
}

export interface Baseline {
  readonly function: FunctionId;
  /** Index of the first window learned and of the last; undefined before the first. */
  bornWindow: number | undefined;
  lastWindow: number | undefined;
  change: Change | undefined;
  /** Weak signs of the last window learned, when there were any. */
  weak: (Weak & { readonly window: number }) | undefined;
  readonly gaps: GapState;
  readonly measures: Map<MeasureId, MeasureMemory>;
  /** The measures that were asked about a window as they stand before it, while windows between it and the last were quiet. Not stored. */
  ahead: { readonly window: number; readonly measures: Map<MeasureId, MeasureMemory> } | undefined;
  readonly names: Readonly<Record<Remembered, NameMemory>>;
  /** By detector. */
  readonly episodes: Map<string, Episode>;
}

const seedOf = (function_: FunctionId): number => hash53(function_) % 2 ** 31;

const namesFor = (make: (kind: Remembered) => NameMemory): Record<Remembered, NameMemory> => ({
  actions: make('actions'),
  destinations: make('destinations'),
  deniedActions: make('deniedActions'),
  credentialSources: make('credentialSources'),
  callers: make('callers'),
  errorClasses: make('errorClasses'),
  versions: make('versions'),
});

export const newBaseline = (function_: FunctionId): Baseline => ({
  function: function_,
  bornWindow: undefined,
  lastWindow: undefined,
  change: undefined,
  weak: undefined,
  gaps: newGaps(),
  measures: new Map(),
  ahead: undefined,
  names: namesFor((kind) => newNameMemory(REMEMBERED[kind], seedOf(function_))),
  episodes: new Map(),
});

const VERSION = 6;
/** DynamoDB's write unit is 1 KiB and its item 400 KB: 16 KiB keeps a function's minute at a few write units. */
export const BASELINE_BYTES = 16 * 1024;

interface BaselineState {
  readonly version: number;
  readonly function: string;
  readonly windows: readonly [born: number, last: number] | null;
  readonly change: readonly [number, string] | null;
  readonly weak: readonly [window: number, signs: number, decades: number, tested: number] | null;
  readonly gaps: string;
  readonly measures: readonly MeasureText[];
  readonly names: readonly (readonly [string, NamesText])[];
  readonly episodes: readonly EpisodeState[];
}

const utf8Length = (text: string): number => {
  let bytes = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    // A surrogate is half of a character of four bytes.
    bytes += code < 0x80 ? 1 : code < 0x800 || (code >= 0xd800 && code < 0xe000) ? 2 : 3;
  }
  return bytes;
};

/** What is given up, in this order, should a memory ever be too large: charts, the tales of episodes, the least telling measures. */
const shed: readonly ((state: BaselineState) => BaselineState)[] = [
  (state) => state,
  (state) => ({ ...state, measures: state.measures.map(([id, born, numbers]) => [id, born, numbers, ''] as const) }),
  (state) => ({ ...state, episodes: state.episodes.map((episode) => [...episode.slice(0, 6), [], []] as unknown as EpisodeState) }),
  (state) => ({ ...state, measures: state.measures.filter(([id]) => id !== 'duration' && id !== 'initialisations') }),
];

/** Versioned, the same for the same memory, at most BASELINE_BYTES of UTF-8. */
export const saveBaseline = (baseline: Baseline): string => {
  let state: BaselineState = {
    version: VERSION,
    function: baseline.function,
    windows: baseline.bornWindow === undefined || baseline.lastWindow === undefined ? null : [baseline.bornWindow, baseline.lastWindow],
    change: baseline.change === undefined ? null : [baseline.change.window, baseline.change.name],
    weak: baseline.weak === undefined ? null : [baseline.weak.window, baseline.weak.signs, baseline.weak.decades, baseline.weak.tested],
    gaps: gapsText(baseline.gaps),
    measures: MEASURE_IDS.flatMap((id) => {
      const memory = baseline.measures.get(id);
      return memory === undefined ? [] : [measureText(id, memory)];
    }),
    names: REMEMBERED_KINDS.map((kind) => [kind, namesText(baseline.names[kind])] as const),
    episodes: [...baseline.episodes]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([detector, episode]) => episodeState(detector, episode)),
  };
  let text = '';
  for (const smaller of shed) {
    state = smaller(state);
    text = JSON.stringify(state);
    if (utf8Length(text) <= BASELINE_BYTES) return text;
  }
  throw new RangeError(`a baseline of ${utf8Length(text)} bytes breaks its bound of ${BASELINE_BYTES}`);
};

export type LoadedBaseline =
  | { readonly kind: 'baseline'; readonly baseline: Baseline }
  | { readonly kind: 'unreadable'; readonly reason: string };

const unreadable = (reason: string): LoadedBaseline => ({ kind: 'unreadable', reason });

const parsed = (text: string): Json | undefined => {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
};

const isWindow = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/** Reads what saveBaseline wrote; anything else is unreadable, with the reason, and never an empty memory. */
export const loadBaseline = (text: string): LoadedBaseline => {
  const json = parsed(text);
  if (!isObject(json)) return unreadable('not a JSON object');
  const version = field(json, 'version');
  if (version !== 1 && version !== 2 && version !== 3 && version !== 4 && version !== 5 && version !== VERSION)
    return unreadable(`of version ${String(version)}, not of 1 to ${VERSION}`);
  const state = json as unknown as BaselineState;
  if (typeof state.function !== 'string') return unreadable('no function');
  if (!Array.isArray(state.measures) || !Array.isArray(state.names) || !Array.isArray(state.episodes))
    return unreadable('a part is missing');
  const baseline = newBaseline(state.function as FunctionId);
  const gaps = typeof state.gaps === 'string' ? gapsOf(state.gaps, version) : undefined;
  if (gaps === undefined) return unreadable('damaged gaps');
  baseline.gaps.set(gaps);
  for (const measure of state.measures) {
    if (!Array.isArray(measure) || !MEASURE_IDS.includes(measure[0] as MeasureId) || !isWindow(measure[1]))
      return unreadable('unknown measure');
    if (typeof measure[2] !== 'string' || typeof measure[3] !== 'string') return unreadable('damaged measure');
    const memory = measureOf(measure as unknown as MeasureText, version);
    if (memory === undefined) return unreadable('damaged measure');
    baseline.measures.set(measure[0] as MeasureId, memory);
  }
  const names = new Map(state.names);
  for (const kind of REMEMBERED_KINDS) {
    const found = names.get(kind);
    if (
      !Array.isArray(found) ||
      typeof found[2] !== 'string' ||
      !Array.isArray(found[0]) ||
      found[0].length !== 5 ||
      !found[0].every(Number.isFinite)
    )
      return unreadable('damaged names');
    const memory = namesOf(REMEMBERED[kind], seedOf(baseline.function), found as unknown as NamesText);
    if (memory === undefined) return unreadable('damaged names');
    Object.assign(baseline.names[kind], memory);
  }
  for (const episode of state.episodes) {
    if (!Array.isArray(episode) || episode.length !== 8 || !isWindow(episode[1]) || !isWindow(episode[2]))
      return unreadable('damaged episode');
    baseline.episodes.set(episode[0], episodeFrom(episode as unknown as EpisodeState));
  }
  if (state.windows !== null) {
    if (!Array.isArray(state.windows) || !state.windows.every(isWindow)) return unreadable('damaged windows');
    [baseline.bornWindow, baseline.lastWindow] = state.windows;
  }
  if (Array.isArray(state.change)) baseline.change = { window: state.change[0], name: state.change[1] };
  const { weak } = state;
  // The first two versions did not tell how many were tested: their last window's weak signs are let go.
  if (Array.isArray(weak) && weak.length === 4 && weak.every(Number.isFinite))
    baseline.weak = { window: weak[0], signs: weak[1], decades: weak[2], tested: weak[3] };
  return { kind: 'baseline', baseline };
};
