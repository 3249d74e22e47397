// An episode: anomalous windows of one detector that lie near each other are one finding that grows.
import { SEVERITIES, type Severity, severityRank } from '../model/severity.ts';

export interface Episode {
  /** Windows since the epoch. */
  readonly start: number;
  readonly last: number;
  readonly occurrences: number;
  readonly severity: Severity;
  readonly score: number;
  /** Names it is about and records that tell of it: the first few. */
  readonly names: readonly string[];
  readonly evidence: readonly string[];
}

/** Six hours without an anomalous window end an episode: a working shift's pause does not, a day's does. */
export const EPISODE_WINDOWS = 72;

/** The episode that a window still belongs to. */
export const ongoing = (episode: Episode | undefined, window: number): Episode | undefined =>
  episode !== undefined && window - episode.last <= EPISODE_WINDOWS ? episode : undefined;

const NAMES_KEPT = 4;
const LONGEST_NAME = 64;
/** Only plain ASCII is stored: one byte a character whatever an attacker wrote. Other ids are told once, not kept. */
const PLAIN = /^[ !#-[\]-~]{1,64}$/;

const plain = (name: string): string => name.slice(0, LONGEST_NAME).replaceAll(/[^ !#-[\]-~]/g, '?');

export const grown = (
  episode: Episode | undefined,
  window: number,
  severity: Severity,
  score: number,
  names: readonly string[],
  evidence: readonly string[],
): Episode => {
  const going = ongoing(episode, window);
  // The names of the gravest windows are the ones to remember.
  const worse = going !== undefined && severityRank(severity) > severityRank(going.severity);
  return {
    start: going?.start ?? window,
    last: window,
    occurrences: (going?.occurrences ?? 0) + 1,
    severity: going !== undefined && severityRank(going.severity) > severityRank(severity) ? going.severity : severity,
    score: Math.max(going?.score ?? 0, score),
    names: [...new Set(worse ? [...names.map(plain), ...(going?.names ?? [])] : [...(going?.names ?? []), ...names.map(plain)])].slice(
      0,
      NAMES_KEPT,
    ),
    evidence: [...new Set([...(going?.evidence ?? []), ...evidence.filter((id) => PLAIN.test(id))])].slice(0, NAMES_KEPT),
  };
};

export type EpisodeState = readonly [string, number, number, number, number, number, readonly string[], readonly string[]];

export const episodeState = (detector: string, episode: Episode): EpisodeState => [
  detector,
  episode.start,
  episode.last,
  episode.occurrences,
  severityRank(episode.severity),
  episode.score,
  episode.names,
  episode.evidence,
];

export const episodeFrom = ([, start, last, occurrences, rank, score, names, evidence]: EpisodeState): Episode => ({
  start,
  last,
  occurrences,
  severity: SEVERITIES[rank] ?? 'info',
  score,
  names,
  evidence,
});
