// The names of a window that this function was not seen to use, and how surprising that is for it.
import { chanceOfNew, isKnown, knownNames } from '../baseline/name-memory.ts';
import { WINDOWS_A_DAY, windowInstant } from '../baseline/window-index.ts';
import type { Assessment } from '../model/assessment.ts';
import type { BaselineView, Contributor } from '../model/finding.ts';
import type { KeyedCount } from '../model/keyed-counts.ts';
import { isoOf } from '../model/time.ts';
import type { Scene } from './scene.ts';
import { countInWords, dayInWords } from './words.ts';

export type NovelKind = 'actions' | 'destinations' | 'deniedActions' | 'credentialSources';

export interface Novelty {
  readonly novel: readonly KeyedCount[];
  /** The chance that a window like this one brings a new name, by the function's own record; 1 when it brought none. */
  readonly chance: number;
  /** -log10 of it. */
  readonly decades: number;
}

/** The chance that a window like this one brings a new name, whether it did or not. */
export const chanceOfNovelty = (scene: Scene, kind: NovelKind): number =>
  chanceOfNew(
    scene.baseline.names[kind],
    scene.names(kind).length,
    Math.floor(scene.window / WINDOWS_A_DAY),
    scene.window - (scene.baseline.bornWindow ?? scene.window),
  );

export const noveltyOf = (scene: Scene, kind: NovelKind): Novelty => {
  const memory = scene.baseline.names[kind];
  const names = scene.names(kind);
  const peers = kind === 'actions' || kind === 'destinations' ? scene.context.usedByPeers : undefined;
  const novel = names.filter(
    ({ name }) => !isKnown(memory, name) && !(kind !== 'deniedActions' && kind !== 'credentialSources' && peers?.(kind, name) === true),
  );
  if (novel.length === 0) return { novel, chance: 1, decades: 0 };
  const chance = chanceOfNovelty(scene, kind);
  return { novel, chance, decades: -Math.log10(chance) };
};

export const asContributors = (names: Novelty['novel'], by: 'count' | 'amount'): readonly Contributor[] => {
  const total = names.reduce((sum, entry) => sum + entry[by], 0);
  return names.map((entry) => ({ name: entry.name, amount: entry[by], share: total > 0 ? entry[by] / total : 0 }));
};

/** `Usually one of 60 known destinations, learned since 2026-03-02; lately 0 of 2,345 sightings were of a new one.` */
export const knownInWords = (scene: Scene, kind: NovelKind, words: string): string => {
  const memory = scene.baseline.names[kind];
  const { lateDraws, novelties } = memory;
  const since = dayInWords(windowInstant(scene.baseline.bornWindow ?? scene.window));
  return (
    `Usually one of ${countInWords(knownNames(memory))} known ${words}, learned since ${since}; ` +
    `lately ${countInWords(Math.round(novelties))} of ${countInWords(Math.round(lateDraws))} sightings were of a new one.`
  );
};

export const noveltyView = (scene: Scene, words: string, observed: number): BaselineView => ({
  measure: `new ${words} in 5 minutes`,
  samples: scene.window - (scene.baseline.bornWindow ?? scene.window),
  since: isoOf(windowInstant(scene.baseline.bornWindow ?? scene.window)),
  bucket: 'all hours',
  usualLow: 0,
  usualHigh: 0,
  observed,
  recent: [],
});

export const anomalousNames = (scene: Scene, words: string, novel: Novelty['novel'], score: number): Assessment => ({
  kind: 'anomalous',
  score,
  baseline: noveltyView(scene, words, novel.length),
  contributors: asContributors(novel, 'count'),
});
