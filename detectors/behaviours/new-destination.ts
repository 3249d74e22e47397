// Somewhere this function never sent anything before, with real volume: the first step of taking data out.
import { knownNames } from '../baseline/name-memory.ts';
import { type Severity, severityRank, shiftSeverity } from '../model/severity.ts';
import type { Behaviour, Outcome } from './behaviour.ts';
import { anomalousNames, asContributors, knownInWords, noveltyOf, noveltyView } from './novel-names.ts';
import { isAddress } from './public-address.ts';
import { type Scene, warmingUp } from './scene.ts';
import { scoreOf } from './score.ts';
import { witnesses } from './witnesses.ts';
import { bytesInWords, listInWords } from './words.ts';

const KB = 1000;
const MB = 1000 * KB;
/** Bytes to a first-seen place, and the chance of something new, at which each severity begins. */
const STEPS: readonly { readonly severity: Severity; readonly bytes: number; readonly chance: number }[] = [
  { severity: 'high', bytes: 50 * MB, chance: 1e-3 },
  { severity: 'medium', bytes: MB, chance: 0.02 },
  { severity: 'low', bytes: 64 * KB, chance: 3e-3 },
  // No volume is told (a DNS name, a host in a log line): only a function that never goes anywhere new is worth a line.
  { severity: 'low', bytes: 0, chance: 3e-4 },
];

/** Data can leave through AWS too, but its own services are where functions usually go: a step milder, and only with volume. */
const isAws = (name: string): boolean => name.endsWith('.amazonaws.com') || name.endsWith('.amazonaws.com.') || !/[.:]/.test(name);

const assess = (scene: Scene): Outcome => {
  const measure = 'destinations';
  const quiet = (assessment: Outcome['assessments'][number]['assessment']): Outcome => ({
    assessments: [{ measure, assessment }],
    draft: undefined,
  });
  const novelty = noveltyOf(scene, 'destinations');
  if (scene.isAccount || (scene.names('destinations').length === 0 && knownNames(scene.baseline.names.destinations) === 0))
    return quiet({ kind: 'not-applicable' });
  if (scene.learning) return quiet(warmingUp(scene));
  const graded = novelty.novel
    .map((entry) => {
      const { name } = entry;
      const step = STEPS.find(({ bytes, chance }) => entry.amount >= bytes && novelty.chance <= chance);
      if (step === undefined || (isAws(name) && entry.amount < MB)) return undefined;
      return { name, entry, severity: isAws(name) ? shiftSeverity(step.severity, -1) : step.severity };
    })
    .filter((one) => one !== undefined)
    .sort(
      (one, other) =>
        severityRank(other.severity) - severityRank(one.severity) ||
        other.entry.amount - one.entry.amount ||
        (one.name < other.name ? -1 : 1),
    );
  const top = graded[0];
  if (top === undefined) return quiet({ kind: 'normal', score: novelty.novel.length === 0 ? 0 : scoreOf(novelty.decades) / 2 });
  const bytes = graded.reduce((sum, { entry }) => sum + entry.amount, 0);
  const score = scoreOf(novelty.decades + Math.log10(1 + bytes / (64 * KB)));
  const places = listInWords(graded.slice(0, 3).map(({ name }) => name));
  const names = graded.map(({ entry }) => entry);
  return {
    assessments: [{ measure, assessment: anomalousNames(scene, 'destinations', names, score) }],
    draft: {
      severity: scene.deployment === undefined ? top.severity : shiftSeverity(top.severity, -1),
      score,
      title: bytes > 0 ? `${bytesInWords(bytes)} to a destination never used before: ${places}` : `First contact with ${places}`,
      expected: knownInWords(scene, 'destinations', 'destinations'),
      observed: bytes > 0 ? `${bytesInWords(bytes)} in 5 minutes to ${places}.` : `Contact with ${places}; no log tells how many bytes.`,
      baseline: noveltyView(scene, 'destinations', graded.length),
      contributors: asContributors(names, bytes > 0 ? 'amount' : 'count'),
      quietIf: `The destination seen in an ordinary window before, less than ${bytesInWords(64 * KB)} to it, or a function that often goes somewhere new.`,
      evidence: witnesses(names),
      addresses: graded.map(({ name }) => name).filter(isAddress),
    },
  };
};

export const newDestination: Behaviour = {
  id: 'new-destination',
  title: 'A function sends data somewhere it never did',
  description: 'A destination not seen before with real volume, ranked by how often this function goes somewhere new.',
  category: 'exfiltration',
  attacks: [
    { tactic: 'TA0010', technique: 'T1567' },
    { tactic: 'TA0011', technique: 'T1071.001' },
  ],
  falsePositives: [
    'A new partner, bucket or API in a new version',
    'A provider that moved to other addresses',
    'A webhook to an address chosen by a customer',
  ],
  sas: ['SAS-5', 'SAS-6'],
  controls: ['NIST SC-7', 'NIST SI-4', 'PCI 1.4.4', 'HIPAA 164.312(b)'],
  assess,
};
