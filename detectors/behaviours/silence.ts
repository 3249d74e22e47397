// A function that was busy and is silent: switched off, starved of its trigger, or no longer allowed to tell.
import { LEAST_PAUSE, readGap } from '../baseline/activity-gaps.ts';
import { WINDOW_MS, windowInstant } from '../baseline/window-index.ts';
import { sumOf } from '../model/partial.ts';
import { isoOf } from '../model/time.ts';
import type { Behaviour } from './behaviour.ts';
import { warmingUp } from './scene.ts';
import { scoreOf } from './score.ts';
import { ASKED } from './surprise.ts';
import { countInWords, dayInWords, spanInWords, timeInWords } from './words.ts';

/** Silence lasts an hour at least, and half as long again as any before it; a quarter longer where it is late by how long pauses last. */
const TIMES_LONGEST = 1.5;
const TIMES_LATE = 1.25;
/** While silent, the function was seen at work in other logs in so many windows: it works and does not tell. */
const SIGNS_OF_LIFE = 6;

export const silence: Behaviour = {
  id: 'silence',
  title: 'A busy function has fallen silent',
  description: 'No invocation for far longer than ever before, at hours when the function usually works.',
  category: 'defence-evasion',
  attacks: [
    { tactic: 'TA0005', technique: 'T1562.008' },
    { tactic: 'TA0040', technique: 'T1489' },
  ],
  falsePositives: [
    'A holiday or a planned stop',
    'A trigger disabled or a function retired',
    'Log export that ends earlier than other sources',
  ],
  sas: ['SAS-5', 'SAS-8'],
  controls: ['NIST AU-5', 'NIST SI-4', 'PCI 10.7.2'],
  assess: (scene) => {
    const measure = 'invocations';
    const { baseline, window } = scene;
    const one = (assessment: Parameters<typeof result>[0]) => result(assessment);
    const result = (assessment: ReturnType<typeof warmingUp>) => ({ assessments: [{ measure, assessment }], draft: undefined });
    const gap = readGap(baseline.gaps, sumOf(scene.partial, 'invocations') > 0 ? window - 1 : window);
    if (scene.isAccount || gap.lastActive === 0) return one({ kind: 'not-applicable' });
    // A silence counts as learned from when it began: a function seen for two days and then never again was never learned.
    const learnedDays = ((gap.lastActive - (baseline.bornWindow ?? gap.lastActive)) * WINDOW_MS) / 86_400_000;
    if (learnedDays < scene.context.settings.learningDays) return one(warmingUp(scene));
    const byHours = gap.windows >= Math.max(LEAST_PAUSE, TIMES_LONGEST * gap.longest) ? gap.byHours : 0;
    const byPauses = gap.windows >= TIMES_LATE * gap.longest ? gap.byPauses : 0;
    const late = byPauses > byHours;
    const decades = late ? byPauses : byHours;
    if (decades < ASKED[scene.context.settings.sensitivity]) return one({ kind: 'normal', score: scoreOf(decades) / 2 });
    const score = scoreOf(Math.min(30, decades));
    const since = windowInstant(gap.lastActive + 1);
    const length = gap.windows * WINDOW_MS;
    const alive = gap.signsOfLife >= SIGNS_OF_LIFE;
    const view = {
      measure: 'minutes without an invocation',
      samples: window - (baseline.bornWindow ?? window),
      since: isoOf(windowInstant(baseline.bornWindow ?? window)),
      bucket: 'all hours',
      usualLow: 0,
      usualHigh: (gap.longest * WINDOW_MS) / 60_000,
      observed: length / 60_000,
      recent: [],
    };
    return {
      assessments: [{ measure, assessment: { kind: 'anomalous', score, baseline: view, contributors: [] } }],
      draft: {
        since: gap.lastActive + 1,
        severity: alive ? 'medium' : 'low',
        score,
        title: alive
          ? `Silent for ${spanInWords(length)} while other logs show it at work`
          : `Silent for ${spanInWords(length)}, longer than ever`,
        expected: `${late ? `Pauses usually last ${spanInWords(gap.usual * WINDOW_MS)}; the` : 'The'} longest pause before was ${spanInWords(gap.longest * WINDOW_MS)}, over ${countInWords(view.samples)} windows since ${dayInWords(windowInstant(baseline.bornWindow ?? window))}.`,
        observed:
          `No invocation since ${timeInWords(since)}, for ${spanInWords(length)}.` +
          (alive ? ` Other logs told of it in ${countInWords(gap.signsOfLife)} windows meanwhile.` : ''),
        baseline: view,
        contributors: [],
        quietIf: `An invocation, or pauses of ${spanInWords(length / (late ? TIMES_LATE : TIMES_LONGEST))} seen before.`,
        evidence: [],
        addresses: [],
        ...(alive ? {} : { attacks: [{ tactic: 'TA0040', technique: 'T1489' }] as const }),
      },
    };
  },
};
