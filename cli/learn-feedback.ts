// What people said of findings, as the baselines learn it: what is harmless is known from now on; what was an attack is forgotten,
// and the part of its time that is not learned yet never teaches a name.
import type { Baseline } from '../detectors/baseline/baseline.ts';
import { applyVerdict } from '../detectors/behaviours/verdict.ts';
import type { Finding } from '../detectors/model/finding.ts';
import { type FunctionId, functionLabel, functionParts } from '../detectors/model/identity.ts';
import type { FunctionPartial } from '../detectors/model/partial.ts';
import type { Instant } from '../detectors/model/time.ts';
import { allFeedback, type Feedback, takeUnlearned } from './store/feedback.ts';
import type { StateFile } from './store/state-file.ts';

export interface FeedbackLessons {
  /** Whether somebody said something of this function that it has not learned. */
  hasNews(function_: FunctionId): boolean;
  /** Teaches it. */
  learn(baseline: Baseline): void;
  /** What a window may teach: all of it, or nothing but amounts when it is part of an attack. */
  lessonOf(function_: FunctionId, start: Instant, partial: FunctionPartial): FunctionPartial;
}

const isOf = ({ function: label, account, kind }: Finding, function_: FunctionId): boolean => {
  const parts = functionParts(function_);
  const sameAccount = account === null || parts.account === '' || account === parts.account;
  return kind === 'behaviour' && sameAccount && (label ?? '') === functionLabel(function_);
};

export const feedbackLessons = (state: StateFile): FeedbackLessons => {
  const all: readonly Feedback[] = state.persistent ? allFeedback(state) : [];
  const news = all.length === 0 ? [] : takeUnlearned(state, all);
  const attacks = all
    .filter(({ verdict }) => verdict === 'malicious')
    .map(({ finding }) => ({ finding, from: Date.parse(finding.window.start), to: Date.parse(finding.window.end) }));
  return {
    hasNews: (function_) => news.some(({ finding }) => isOf(finding, function_)),
    learn(baseline) {
      for (const { finding, verdict } of news) if (isOf(finding, baseline.function)) applyVerdict(baseline, finding, verdict);
    },
    lessonOf: (function_, start, partial) =>
      attacks.some(({ finding, from, to }) => from <= start && start < to && isOf(finding, function_))
        ? { ...partial, named: [] }
        : partial,
  };
};
