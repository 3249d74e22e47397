// A person's verdict on a finding, learned: benign is known from now on, malicious is forgotten.

import { learnActivity } from '../baseline/activity-gaps.ts';
import type { Baseline, Remembered } from '../baseline/baseline.ts';
import { forgetAhead } from '../baseline/catch-up.ts';
import { rejectRise } from '../baseline/long-reference.ts';
import { excuse } from '../baseline/measure-memory.ts';
import { MEASURE_IDS, type MeasureId } from '../baseline/measures.ts';
import { forgetName, knowName } from '../baseline/name-memory.ts';
import { WINDOW_MS, WINDOWS_A_DAY } from '../baseline/window-index.ts';
import type { Finding } from '../model/finding.ts';
import { ADDRESS } from './credentials-elsewhere.ts';
import { nameOfMeasure, storedValue } from './explain-measure.ts';

export type Verdict = 'benign' | 'malicious';

/** Which memory a detector's contributors are names of, when they are. */
const NAMED: ReadonlyMap<string, Remembered> = new Map([
  ['new-action', 'actions'],
  ['new-destination', 'destinations'],
  ['credentials-elsewhere', 'credentialSources'],
  ['denied-burst', 'deniedActions'],
]);
const isOfNames = ({ explanation }: Finding): boolean => explanation.baseline?.measure.startsWith('new ') === true;

const measureOf = ({ explanation }: Finding): MeasureId | undefined => {
  const measure = explanation.baseline?.measure ?? '';
  // The longest name first: `bytes read ...` must not be taken for a shorter one that it begins with.
  return [...MEASURE_IDS]
    .sort((one, other) => nameOfMeasure(other).length - nameOfMeasure(one).length)
    .find((id) => measure.startsWith(nameOfMeasure(id)));
};

const namesIn = ({ detector, explanation }: Finding): readonly string[] =>
  explanation.contributors.map(({ name }) =>
    detector === 'credentials-elsewhere' && !name.startsWith(ADDRESS) ? `${ADDRESS}${name}` : name,
  );

/**
 * Benign: the same again does not alert (its names are known, as much and a tenth more is excused, a silence as long is
 * usual, a rise stays the reference). Malicious: its names are forgotten, the rise is no reference; what it taught the
 * levels was already held to a few standard deviations. A finding of another function or kind changes nothing.
 */
export const applyVerdict = (baseline: Baseline, finding: Finding, verdict: Verdict): void => {
  const window = Math.floor(Date.parse(finding.window.start) / WINDOW_MS);
  if (finding.kind !== 'behaviour' || !Number.isFinite(window)) return;
  const kind = NAMED.get(finding.detector);
  if (kind !== undefined && isOfNames(finding)) {
    for (const name of namesIn(finding)) {
      if (verdict === 'benign') knowName(baseline.names[kind], name, Math.floor(window / WINDOWS_A_DAY));
      else forgetName(baseline.names[kind], name);
    }
  } else if (finding.detector === 'silence') {
    // The pause ends where the person says it was one.
    if (verdict === 'benign') learnActivity(baseline.gaps, Math.max(window, lastWindowOf(finding)) + 1, true, false);
  } else {
    const id = measureOf(finding);
    const memory = id === undefined ? undefined : baseline.measures.get(id);
    const view = finding.explanation.baseline;
    if (id === undefined || memory === undefined || view === null) return;
    const rise = view.measure.endsWith('in a day');
    if (verdict === 'benign' && !rise) excuse(memory, storedValue(id, view.observed));
    if (verdict === 'malicious' && rise) rejectRise(memory.reference);
    if (verdict === 'malicious') memory.noise[0] = 0;
  }
  forgetAhead(baseline);
  baseline.episodes.delete(finding.detector);
};

const lastWindowOf = (finding: Finding): number => Math.floor(Date.parse(finding.window.end) / WINDOW_MS) - 1;
