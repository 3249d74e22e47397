// What is to be told now, given what was told before: each finding and story once for each step of severity.
import type { Finding } from '../../detectors/model/finding.ts';
import { atLeast, type Severity } from '../../detectors/model/severity.ts';
import type { Triaged } from '../triage/triage.ts';

/** `mail`: a person was told. `event`: machines were. */
export type Channel = 'mail' | 'event';

export interface Told {
  readonly id: string;
  readonly channel: Channel;
  readonly severity: Severity;
  /** The finding's own time, ISO 8601. */
  readonly time: string;
  /** Of a story. */
  readonly parts: readonly string[];
}

export interface ToTell {
  /** Worst first. */
  readonly mails: readonly Finding[];
  readonly events: readonly Finding[];
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

/**
 * `fresh`: ids of the findings that came now. Only they, and stories with one of them, are told: of what is older a part may lie
 * beyond the days that were read, and what is left of its story would look like something new.
 */
export const toTell = (triaged: Triaged, told: readonly Told[], fresh: ReadonlySet<string>): ToTell => {
  const isNews = (finding: Finding, channel: Channel): boolean =>
    (fresh.has(finding.id) || finding.parts.some((part) => fresh.has(part))) &&
    !told.some((before) => before.channel === channel && atLeast(before.severity, finding.severity) && isSame(before, finding));
  const isForMachines = (finding: Finding): boolean => {
    const fate = triaged.fates.get(finding.id)?.kind;
    return fate === 'alerted' || fate === 'joined' || fate === 'digested';
  };
  return {
    mails: triaged.alerts.filter((finding) => isNews(finding, 'mail')),
    events: [...triaged.findings, ...triaged.stories].filter((finding) => isForMachines(finding) && isNews(finding, 'event')),
  };
};
