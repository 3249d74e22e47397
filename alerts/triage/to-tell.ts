// What is to be told now, given what was told before: each finding and story once for each step of severity, on each channel.
import type { Finding } from '../../detectors/model/finding.ts';
import { atLeast, type Severity, worst } from '../../detectors/model/severity.ts';
import type { Triaged } from './triage.ts';

/** `mail` and `chat`: a person was told. `event`: machines were. */
export type Channel = 'mail' | 'chat' | 'event';

export interface Told {
  readonly id: string;
  readonly channel: Channel;
  readonly severity: Severity;
  /** The finding's own time, ISO 8601. */
  readonly time: string;
  /** Of a story. */
  readonly parts: readonly string[];
}

export interface News {
  readonly finding: Finding;
  /** How grave it was when it was told the last time on this channel; undefined when it never was. */
  readonly before: Severity | undefined;
}

export const toldOf = (finding: Finding, channel: Channel): Told => ({
  id: finding.id,
  channel,
  severity: finding.severity,
  time: finding.time,
  parts: finding.parts,
});

/** A story is named by its earliest part: one that is found later renames it, and it is the same story still. */
const isSame = (told: Told, finding: Finding): boolean =>
  told.id === finding.id || (told.parts.length > 0 && finding.parts.some((part) => told.parts.includes(part)));

const isFresh = (finding: Finding, fresh: ReadonlySet<string>): boolean =>
  fresh.has(finding.id) || finding.parts.some((part) => fresh.has(part));

/**
 * What a channel may have to say, worst first for people. `fresh`: ids of the findings that came now. Only they, and stories with one
 * of them, are told: of what is older a part may lie beyond the days that were read, and what is left of its story would look like
 * something new.
 */
export const candidatesFor = (triaged: Triaged, channel: Channel, fresh: ReadonlySet<string>): readonly Finding[] => {
  if (channel !== 'event') return triaged.alerts.filter((finding) => isFresh(finding, fresh));
  return [...triaged.findings, ...triaged.stories].filter((finding) => {
    const fate = triaged.fates.get(finding.id)?.kind;
    return (fate === 'alerted' || fate === 'joined' || fate === 'digested') && isFresh(finding, fresh);
  });
};

/** Of the candidates those that the channel was not told of as gravely. */
export const newsAmong = (candidates: readonly Finding[], told: readonly Told[]): readonly News[] =>
  candidates.flatMap((finding) => {
    const known = told.filter((each) => isSame(each, finding)).map(({ severity }) => severity);
    if (known.some((severity) => atLeast(severity, finding.severity))) return [];
    return [{ finding, before: known.length === 0 ? undefined : worst(known) }];
  });
