// What every behaviour that watches amounts has in common: each measure is read, the worst surprise speaks for all.

import type { MeasureReading } from '../baseline/measure-memory.ts';
import type { MeasureId } from '../baseline/measures.ts';
import { WINDOWS_A_DAY } from '../baseline/window-index.ts';
import type { Assessment } from '../model/assessment.ts';
import type { Contributor } from '../model/finding.ts';
import type { RecordId } from '../model/identity.ts';
import type { Named } from '../model/partial.ts';
import { atLeast, severityRank, shiftSeverity } from '../model/severity.ts';
import type { Draft, Outcome, WeakSign } from './behaviour.ts';
import { amountInWords, expectedInWords, nameOfMeasure, observedInWords, viewOf } from './explain-measure.ts';
import { LEAST_SIGN } from './joint-probability.ts';
import { isAddress } from './public-address.ts';
import { type Scene, warmingUp } from './scene.ts';
import { scoreOf } from './score.ts';
import {
  firstSurprise,
  LASTING_WINDOWS,
  type Sign,
  type Stakes,
  type Surprise,
  signsOf,
  surpriseOf,
  usualHigh,
  usualLow,
} from './surprise.ts';
import { witnesses } from './witnesses.ts';
import { countInWords, listInWords } from './words.ts';

export interface Watched {
  readonly measure: MeasureId;
  /** The group of measures it moves with, when it may join others as a weak sign; each group is counted once. */
  readonly joins?: string;
  readonly stakes: Stakes;
  /** Whether it says something of the account itself, which has no traffic of its own. */
  readonly ofAccounts?: boolean;
  /** Whether a grave amount of what this function was never seen to do counts, though the measure has no past. */
  readonly firstCounts?: boolean;
  /** Names that tell where the amount came from, by amount or by count. */
  readonly told: readonly Named[];
  /** A further condition, such as being out of proportion to the traffic; `milder` lowers the severity to low. */
  readonly judge?: (scene: Scene, reading: MeasureReading) => 'as-is' | 'milder' | 'normal';
}

interface Hit {
  readonly watched: Watched;
  readonly reading: MeasureReading;
  readonly surprise: Surprise;
}

const MOST_CONTRIBUTORS = 5;

/** The names behind an amount, largest first, with their shares. */
const contributorsOf = (
  scene: Scene,
  kinds: readonly Named[],
): { readonly list: readonly Contributor[]; readonly evidence: readonly RecordId[] } => {
  for (const kind of kinds) {
    const ranked = scene.names(kind);
    if (ranked.length === 0) continue;
    const byAmount = ranked.some(({ amount }) => amount > 0);
    const weight = ({ amount, count }: { amount: number; count: number }): number => (byAmount ? amount : count);
    const total = ranked.reduce((sum, entry) => sum + weight(entry), 0);
    const top = [...ranked].sort((one, other) => weight(other) - weight(one)).slice(0, MOST_CONTRIBUTORS);
    return {
      list: top.map((entry) => ({ name: entry.name, amount: weight(entry), share: total > 0 ? weight(entry) / total : 0 })),
      evidence: witnesses(top),
    };
  }
  return { list: [], evidence: [] };
};

const samplesOf = (scene: Scene): readonly RecordId[] => witnesses(scene.names('invocationSamples'));

const isWarming = (scene: Scene, reading: MeasureReading): boolean =>
  scene.learning || reading.points < scene.context.settings.learningDays * WINDOWS_A_DAY;

/** Assesses the measures of a behaviour; `title` and `quietIf` speak about the worst one. */
export const assessNumbers = (
  scene: Scene,
  detector: string,
  watched: readonly Watched[],
  title: (id: MeasureId, amount: string) => string,
  quietIf: (id: MeasureId, usualHigh: string) => string,
): Outcome => {
  const assessments: { measure: string; assessment: Assessment }[] = [];
  const hits: Hit[] = [];
  const groups: string[] = [];
  const signs: WeakSign[] = [];
  const episode = scene.baseline.episodes.get(detector);
  const lasting = episode !== undefined && scene.window - episode.last <= LASTING_WINDOWS;
  for (const one of watched) {
    const reading = scene.isAccount && one.ofAccounts !== true ? undefined : scene.reading(one.measure);
    const { measure } = one;
    if (reading === undefined) {
      assessments.push({ measure, assessment: { kind: 'not-applicable' } });
      continue;
    }
    const warming = isWarming(scene, reading);
    const first = one.firstCounts === true && warming && !scene.learning ? firstSurprise(reading, one.stakes) : undefined;
    if (warming && first === undefined) {
      assessments.push({ measure, assessment: warmingUp(scene, Math.min(scene.ageDays, reading.points / WINDOWS_A_DAY)) });
      continue;
    }
    const own = signsOf(reading, one.stakes);
    // What brought nothing had no chance to be unusual: its tail is that of an amount there was.
    if (one.joins !== undefined && reading.value > 0) {
      groups.push(one.joins);
      const sign = weakSign(scene, one, one.joins, reading, own, title, quietIf);
      if (sign !== undefined) signs.push(sign);
    }
    const surprise = first ?? surpriseOf(reading, own, one.stakes, scene.context.settings.sensitivity, lasting);
    const verdict = surprise === undefined ? 'normal' : (one.judge?.(scene, reading) ?? 'as-is');
    if (surprise === undefined || verdict === 'normal') {
      const decades = Math.max(reading.decades, reading.hourDecades, reading.batch?.decades ?? 0);
      assessments.push({ measure, assessment: { kind: 'normal', score: scoreOf(decades) / 2 } });
      continue;
    }
    const mild = verdict === 'milder' && atLeast(surprise.severity, 'low');
    hits.push({ watched: one, reading, surprise: mild ? { ...surprise, severity: 'low' } : surprise });
    const baseline = viewOf(scene, measure, reading, surprise);
    assessments.push({
      measure,
      assessment: { kind: 'anomalous', score: surprise.score, baseline, contributors: contributorsOf(scene, one.told).list },
    });
  }
  const worst = hits.reduce<Hit | undefined>(
    (found, hit) =>
      found === undefined ||
      severityRank(hit.surprise.severity) > severityRank(found.surprise.severity) ||
      (hit.surprise.severity === found.surprise.severity && hit.surprise.score > found.surprise.score)
        ? hit
        : found,
    undefined,
  );
  return { assessments, groups, signs, draft: worst === undefined ? undefined : draftOf(scene, worst, hits, title, quietIf) };
};

/** The measure's own sign: of a call where calls bring it, else of its window. An hour's would be counted in each of its windows. */
const weakSign = (
  scene: Scene,
  watched: Watched,
  group: string,
  reading: MeasureReading,
  signs: readonly Sign[],
  title: (id: MeasureId, amount: string) => string,
  quietIf: (id: MeasureId, usualHigh: string) => string,
): WeakSign | undefined => {
  // The windows of a batch are alike: one after the other is no second sign.
  if (reading.batched) return undefined;
  const wanted = reading.perCall === undefined ? 'window' : 'call';
  const sign = signs.find(({ reason }) => reason === wanted);
  if (sign === undefined || sign.decades < LEAST_SIGN) return undefined;
  const name = nameOfMeasure(watched.measure);
  return {
    group,
    name,
    decades: sign.decades,
    tell: (joint, others) => {
      const range = { usualLow: usualLow(reading), usualHigh: usualHigh(reading) };
      const surprise: Surprise = { severity: 'low', score: scoreOf(joint), reason: sign.reason, decades: joint, ...range };
      const draft = draftOf(scene, { watched, reading, surprise }, [], title, quietIf);
      const together = others.length === 0 ? 'for the second window in a row' : `together with ${listInWords(others)}`;
      return { ...draft, observed: `${draft.observed} Not enough alone, but ${together}.` };
    },
  };
};

const draftOf = (
  scene: Scene,
  { watched, reading, surprise }: Hit,
  hits: readonly Hit[],
  title: (id: MeasureId, amount: string) => string,
  quietIf: (id: MeasureId, usualHigh: string) => string,
): Draft => {
  const { list, evidence } = contributorsOf(scene, watched.told);
  const also = hits.filter((hit) => hit.watched !== watched).map((hit) => nameOfMeasure(hit.watched.measure));
  const observed = observedInWords(watched.measure, reading, surprise);
  return {
    severity: scene.deployment === undefined ? surprise.severity : shiftSeverity(surprise.severity, -1),
    score: surprise.score,
    title:
      surprise.reason === 'ramp'
        ? `Risen slowly to ${countInWords(reading.ramp.ratio)} times what it was: ${nameOfMeasure(watched.measure)}${reading.brought ? ' an invocation' : ' a day'}`
        : title(watched.measure, amountInWords(watched.measure, reading.value)),
    expected: expectedInWords(scene, watched.measure, reading, surprise),
    observed: also.length === 0 ? observed : `${observed} Also unusual: ${listInWords(also)}.`,
    baseline: viewOf(scene, watched.measure, reading, surprise),
    contributors: list,
    quietIf: quietIf(watched.measure, amountInWords(watched.measure, surprise.usualHigh)),
    evidence: evidence.length > 0 ? evidence : samplesOf(scene),
    addresses: list.map(({ name }) => name).filter(isAddress),
  };
};
