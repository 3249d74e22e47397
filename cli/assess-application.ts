// The functions of one application side by side, window by window: all are assessed before any of them learns, so that each
// knows what its peers did before and none what they will do.
import { type Baseline, WINDOW_MS } from '../detectors/baseline/baseline.ts';
import { copyOfBaseline } from '../detectors/baseline/copy-baseline.ts';
import { assessSilence, assessWindow, learnWindow, type WindowVerdict } from '../detectors/behaviours/assess.ts';
import { type Peer, usedByPeers } from '../detectors/behaviours/peers.ts';
import type { Finding } from '../detectors/model/finding.ts';
import type { FunctionId } from '../detectors/model/identity.ts';
import type { FunctionPartial } from '../detectors/model/partial.ts';
import type { Settings } from '../detectors/model/settings.ts';
import type { Instant } from '../detectors/model/time.ts';
import type { FeedbackLessons } from './learn-feedback.ts';

type Window = readonly [Instant, FunctionPartial];

export interface Member {
  /** As it is kept: learns what cannot change any more. */
  readonly kept: Baseline;
  readonly windows: Iterator<Window>;
  /** Told of each window, in order of time. */
  readonly seen: (partial: FunctionPartial, verdict: WindowVerdict) => void;
}

export interface Assessing {
  readonly settings: Settings;
  readonly lessons: FeedbackLessons;
  /** Windows that end later may still change: they are learned by a copy, and what comes later finds them unlearned. */
  readonly closedUntil: number;
  /** The end of what was read. */
  readonly latest: Instant;
  readonly found: (finding: Finding) => void;
}

interface Living extends Peer {
  readonly member: Member;
  readonly context: Parameters<typeof assessWindow>[3];
  baseline: Baseline;
  next: Window | undefined;
}

const nextOf = ({ windows }: Member): Window | undefined => {
  const step = windows.next();
  return step.done === true ? undefined : step.value;
};

/** `bystanders`: peers that have no window of their own now. */
export const assessApplication = (
  members: readonly Member[],
  bystanders: readonly Baseline[],
  { settings, lessons, closedUntil, latest, found }: Assessing,
): void => {
  const peers: Peer[] = bystanders.map((baseline) => ({ function: baseline.function, baseline }));
  const living = members.map((member): Living => {
    const function_: FunctionId = member.kept.function;
    const one: Living = {
      member,
      function: function_,
      baseline: member.kept,
      next: nextOf(member),
      context: { settings, usedByPeers: (kind, name) => asked(kind, name) },
    };
    // Made when all peers are there.
    let ask: ReturnType<typeof usedByPeers> | undefined;
    const asked: ReturnType<typeof usedByPeers> = (kind, name) => {
      ask ??= usedByPeers(function_, peers);
      return ask(kind, name);
    };
    peers.push(one);
    return one;
  });
  for (;;) {
    let start: Instant | undefined;
    for (const { next } of living) if (next !== undefined && (start === undefined || next[0] < start)) start = next[0];
    if (start === undefined) break;
    const now = living.flatMap((one) => {
      if (one.next === undefined || one.next[0] !== start) return [];
      const [, partial] = one.next;
      if (one.baseline === one.member.kept && start + WINDOW_MS > closedUntil) one.baseline = copyOfBaseline(one.member.kept);
      const verdict = assessWindow(one.baseline, start, partial, one.context);
      for (const finding of verdict.findings) found(finding);
      return [{ one, partial, verdict }];
    });
    for (const { one, partial, verdict } of now) {
      learnWindow(one.baseline, start, lessons.lessonOf(one.function, start, partial), verdict, one.context);
      one.member.seen(partial, verdict);
      one.next = nextOf(one.member);
    }
  }
  for (const { baseline, context } of living) for (const finding of assessSilence(baseline, latest, context)) found(finding);
};
