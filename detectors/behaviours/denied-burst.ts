// More refusals than ever, or many kinds of them at once: somebody tries what the function's role may not do.
import { shiftSeverity } from '../model/severity.ts';
import type { Behaviour, Outcome } from './behaviour.ts';
import { anomalousNames, asContributors, chanceOfNovelty, knownInWords, noveltyOf, noveltyView } from './novel-names.ts';
import { assessNumbers, type Watched } from './numeric.ts';
import type { Scene } from './scene.ts';
import { warmingUp } from './scene.ts';
import { scoreOf } from './score.ts';
import { witnesses } from './witnesses.ts';
import { countInWords, listInWords } from './words.ts';

/** Different new refusals in five minutes that make trying out likelier than a missing permission. */
const SURVEY = 3;
/** And how unusual something new must be. */
const CHANCE = 0.05;

const byKind = (scene: Scene): Outcome => {
  const measure = 'deniedActions';
  const quiet = (assessment: Outcome['assessments'][number]['assessment']): Outcome => ({
    assessments: [{ measure, assessment }],
    draft: undefined,
  });
  if (scene.isAccount || scene.reading('apiDenied') === undefined) return quiet({ kind: 'not-applicable' });
  if (scene.learning) return quiet(warmingUp(scene));
  const novelty = noveltyOf(scene, 'deniedActions');
  // A function that is never refused has no record of refusals: its record of new actions stands in.
  const chance = novelty.novel.length < SURVEY ? 1 : Math.min(novelty.chance, chanceOfNovelty(scene, 'actions'));
  if (chance > CHANCE) return quiet({ kind: 'normal', score: novelty.novel.length > 0 ? 0.2 : 0 });
  const score = scoreOf(-Math.log10(chance) + Math.log10(novelty.novel.length));
  const names = listInWords(novelty.novel.slice(0, 3).map(({ name }) => name));
  return {
    assessments: [{ measure, assessment: anomalousNames(scene, 'refused actions', novelty.novel, score) }],
    draft: {
      severity: scene.deployment === undefined ? 'medium' : 'low',
      score,
      title: `${countInWords(novelty.novel.length)} kinds of AWS calls refused for the first time`,
      expected: knownInWords(scene, 'deniedActions', 'refused actions'),
      observed: `${names}${novelty.novel.length > 3 ? ' and others' : ''} were refused in the same 5 minutes.`,
      baseline: noveltyView(scene, 'refused actions', novelty.novel.length),
      contributors: asContributors(novelty.novel, 'count'),
      quietIf: `Fewer than ${SURVEY} new kinds of refusals in 5 minutes.`,
      evidence: witnesses(novelty.novel),
      addresses: [],
    },
  };
};

const WATCHED: readonly Watched[] = [
  { measure: 'apiDenied', stakes: { low: 5, medium: 20, high: 200 }, told: ['deniedActions'], ofAccounts: true },
];

const assess = (scene: Scene): Outcome => {
  const kinds = byKind(scene);
  const numbers = assessNumbers(
    scene,
    'denied-burst',
    WATCHED,
    (_, amount) => `${amount} AWS calls refused in 5 minutes, far above usual`,
    (_, usualHigh) => `Up to about ${usualHigh} refusals in 5 minutes at this hour.`,
  );
  const both = kinds.draft !== undefined && numbers.draft !== undefined;
  const draft = kinds.draft ?? numbers.draft;
  return {
    assessments: [...numbers.assessments, ...kinds.assessments],
    draft:
      draft !== undefined && both
        ? { ...draft, severity: shiftSeverity(draft.severity, 1), observed: `${draft.observed} ${numbers.draft?.observed ?? ''}` }
        : draft,
  };
};

export const deniedBurst: Behaviour = {
  id: 'denied-burst',
  title: 'A function is refused far more than it usually is',
  description: 'Refused AWS calls above anything seen, or several kinds of them for the first time: a role being tried out.',
  category: 'discovery',
  attacks: [
    { tactic: 'TA0007', technique: 'T1580' },
    { tactic: 'TA0007', technique: 'T1069.003' },
  ],
  falsePositives: ['A permission removed from the role while the function still needs it', 'A new version deployed before its policy'],
  sas: ['SAS-4', 'SAS-7'],
  controls: ['NIST AC-6', 'NIST AU-6', 'PCI 10.2.1.4'],
  assess,
};
