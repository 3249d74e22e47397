// Sigma's `attack.` tags as ATT&CK pairs, and the category they stand for.
import { type Attack, CATEGORIES, type Category, TACTICS, type TacticId, type TacticName, type TechniqueId } from '../model/attack.ts';

/** ATT&CK v19 replaced `defense-evasion` by two tactics; findings speak v18, where both are that one. */
const TACTIC_IDS: ReadonlyMap<string, TacticId> = new Map<string, TacticId>([
  ...Object.entries(TACTICS),
  ['stealth', TACTICS['defense-evasion']],
  ['defense-impairment', TACTICS['defense-evasion']],
]);

/** What a tactic is to the owner of a function: command and control carries data out, lateral movement uses another's rights. */
const TACTIC_CATEGORIES: Readonly<Record<TacticName, Category>> = {
  reconnaissance: 'discovery',
  'resource-development': 'persistence',
  'initial-access': 'injection',
  execution: 'injection',
  persistence: 'persistence',
  'privilege-escalation': 'escalation',
  'defense-evasion': 'defence-evasion',
  'credential-access': 'credential-access',
  discovery: 'discovery',
  'lateral-movement': 'escalation',
  collection: 'exfiltration',
  'command-and-control': 'exfiltration',
  exfiltration: 'exfiltration',
  impact: 'denial-of-wallet',
};

const CATEGORY_OF: ReadonlyMap<TacticId, Category> = new Map(
  Object.entries(TACTIC_CATEGORIES).map(([name, category]) => [TACTICS[name as TacticName], category]),
);

const tacticOf = (tag: string): TacticId | undefined => {
  const name = tag.toLowerCase();
  // `defense_evasion` is how tags were written before 2024, `ta0005` is allowed too.
  return name.startsWith('attack.') ? (TACTIC_IDS.get(name.slice(7).replaceAll('_', '-')) ?? byId(name.slice(7))) : undefined;
};

const byId = (id: string): TacticId | undefined => {
  const upper = id.toUpperCase();
  return /^TA\d{4}$/.test(upper) ? (upper as TacticId) : undefined;
};

const techniqueOf = (tag: string): TechniqueId | undefined => {
  const found = /^attack\.(t\d{4}(\.\d{3})?)$/i.exec(tag)?.[1];
  return found === undefined ? undefined : (found.toUpperCase() as TechniqueId);
};

/**
 * Each technique with the tactics of the run of tactic tags before it (or, when none is before it, of the first run
 * after it): `persistence, escalation, t1078, exfiltration, t1537` is three pairs.
 */
export const attacksOf = (tags: readonly string[]): readonly Attack[] => {
  const pairs: Attack[] = [];
  const waiting: TechniqueId[] = [];
  let run: TacticId[] = [];
  let isOpen = false;
  for (const tag of tags) {
    const tactic = tacticOf(tag);
    const technique = techniqueOf(tag);
    if (tactic !== undefined) {
      run = isOpen ? [...run, tactic] : [tactic];
      isOpen = true;
    } else if (technique !== undefined) {
      isOpen = false;
      if (run.length === 0) waiting.push(technique);
      for (const known of run) pairs.push({ tactic: known, technique });
    }
    // The first run after them has ended, or may still grow: pairs are made at its end.
    if (waiting.length > 0 && run.length > 0 && !isOpen) pairs.push(...waitingPairs(waiting, run));
  }
  pairs.push(...waitingPairs(waiting, run));
  const seen = new Set<string>();
  return pairs.filter(({ tactic, technique }) => !seen.has(`${tactic} ${technique}`) && seen.add(`${tactic} ${technique}`));
};

const waitingPairs = (waiting: TechniqueId[], run: readonly TacticId[]): readonly Attack[] =>
  waiting.splice(0).flatMap((technique) => run.map((tactic) => ({ tactic, technique })));

export const isCategory = (text: string): text is Category => (CATEGORIES as readonly string[]).includes(text);

/** The category named, else that of the first tactic tag; a rule that names neither only tells of something to look at. */
export const categoryOf = (named: string | undefined, tags: readonly string[]): Category => {
  if (named !== undefined && isCategory(named)) return named;
  const tactic = tags.map(tacticOf).find((found) => found !== undefined);
  return (tactic === undefined ? undefined : CATEGORY_OF.get(tactic)) ?? 'discovery';
};
