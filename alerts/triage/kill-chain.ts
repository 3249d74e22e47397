// Where a finding stands in an attack: ATT&CK's tactics in their order, one for each finding.
import { type Category, TACTICS, type TacticId, type TacticName } from '../../detectors/model/attack.ts';
import type { Finding } from '../../detectors/model/finding.ts';
import { severityRank } from '../../detectors/model/severity.ts';

const NAMES = Object.keys(TACTICS) as TacticName[];

/** The tactic that a category is about, for findings that name none of their own. */
const TACTIC_OF: Record<Category, TacticId> = {
  injection: TACTICS['initial-access'],
  'credential-access': TACTICS['credential-access'],
  discovery: TACTICS.discovery,
  escalation: TACTICS['privilege-escalation'],
  persistence: TACTICS.persistence,
  'defence-evasion': TACTICS['defense-evasion'],
  exfiltration: TACTICS.exfiltration,
  'denial-of-wallet': TACTICS.impact,
};

/**
 * The one tactic a finding counts for. Rules are often tagged with two or three: that is one deed seen from several sides,
 * not several stages reached. The category's tactic is preferred, because the category is what the detector is for.
 */
export const stageOf = (finding: Finding): TacticId => {
  const own = TACTIC_OF[finding.category];
  const named = finding.attacks.map((attack) => attack.tactic);
  return named.includes(own) ? own : (named[0] ?? own);
};

/** 0 for reconnaissance up to impact; a tactic that is not known comes last. */
export const placeInChain = (tactic: TacticId): number => {
  const place = NAMES.findIndex((name) => TACTICS[name] === tactic);
  return place === -1 ? NAMES.length : place;
};

/** `TA0005` → `defense evasion`; an unknown id stays as it is. */
export const tacticWords = (tactic: TacticId): string => NAMES.find((name) => TACTICS[name] === tactic)?.replaceAll('-', ' ') ?? tactic;

/** Of the gravest parts the one that comes last in an attack: what the attack was for. */
export const gravestAndLast = (parts: readonly Finding[], earliest: Finding): Finding =>
  parts.reduce(
    (found, part) =>
      severityRank(part.severity) > severityRank(found.severity) ||
      (part.severity === found.severity && placeInChain(stageOf(part)) > placeInChain(stageOf(found)))
        ? part
        : found,
    earliest,
  );
