// A story in plain sentences, from its parts in order.
import type { Finding } from '../../detectors/model/finding.ts';
import { functionBeside } from './function-name.ts';
import { stageOf, tacticWords } from './kill-chain.ts';
import { momentWords, spanWords } from './span-words.ts';

/** Steps told one by one; a reader follows no more, and the parts are listed anyway. */
const STEPS_TOLD = 12;

interface Step {
  readonly first: Finding;
  readonly times: number;
}

/** Parts that follow each other from one detector on one function are one step, however often it fired. */
const stepsOf = (parts: readonly Finding[]): readonly Step[] => {
  const steps: { first: Finding; times: number }[] = [];
  for (const part of parts) {
    const last = steps.at(-1);
    if (last !== undefined && last.first.detector === part.detector && last.first.function === part.function) last.times += 1;
    else steps.push({ first: part, times: 1 });
  }
  return steps;
};

const endDot = (sentence: string): string => (/[.!?]$/.test(sentence) ? sentence : `${sentence}.`);

export const narrate = (parts: readonly Finding[]): string => {
  const steps = stepsOf(parts);
  let before: Finding | undefined;
  const sentences = steps.slice(0, STEPS_TOLD).map(({ first, times }) => {
    const gapMs = before === undefined ? 0 : Date.parse(first.time) - Date.parse(before.time);
    const when =
      before === undefined
        ? `It began ${momentWords(first.time)} with `
        : gapMs < 1000
          ? 'At the same time, '
          : `${spanWords(gapMs)} later, `;
    before = first;
    const name = functionBeside(first);
    const where = name === '' ? '' : ` (${name})`;
    return endDot(
      `${when}${tacticWords(stageOf(first))}: ${first.title.replace(/[.!]$/, '')}${where}${times > 1 ? `, ${times} times in a row` : ''}`,
    );
  });
  const untold = steps.length - sentences.length;
  return [...sentences, ...(untold > 0 ? [`${untold} more ${untold === 1 ? 'step follows' : 'steps follow'}.`] : [])].join(' ');
};
