// The metric detector as the benchmark sees it: five readings of a series that differ in what they take for steady and how
// fast they follow, of which the middle one speaks. Settings chosen on one half of the files, each by itself, lose three
// points on the other half against a panel of them (docs/baselines.md): a series nobody has seen is nobody's favourite.
import { type BlendState, learnBlend, newBlend, readBlend } from '../../../detectors/baseline/blend-records.ts';
import { learnRoughness, newRoughness, type RoughnessState, readRoughness } from './roughness.ts';

interface Member {
  /** Power that steadies the spread: 0.5 is a count's, towards 0 a logarithm's, 1 leaves values as they are. */
  readonly power: number;
  /** Of the rates at which it follows. */
  readonly pace: number;
}

/** The middle, and the four corners of what is plausible about it. */
const MEMBERS: readonly Member[] = [
  { power: 0.5, pace: 1 },
  { power: 0.35, pace: 0.5 },
  { power: 0.35, pace: 2 },
  { power: 0.7, pace: 0.5 },
  { power: 0.7, pace: 2 },
];

/** Movement has records more often than values have, and says less. */
const ROUGHNESS_WEIGHT = 0.5;

export type Panel = readonly { readonly member: Member; readonly blend: BlendState; readonly roughness: RoughnessState }[];

export const newPanel = (): Panel => MEMBERS.map((member) => ({ member, blend: newBlend(), roughness: newRoughness() }));

const steadied = (value: number, power: number): number => Math.sign(value) * Math.abs(value) ** power;

/** How far outside all it has seen a value lies, at this hour of the day: the median of the members' margins. Learns it then. */
export const assessAndLearn = (panel: Panel, value: number, hour: number): number => {
  const margins = panel.map(({ member: { power, pace }, blend, roughness }) => {
    const steady = steadied(value, power);
    const reading = readBlend(blend, steady, hour, pace);
    const margin = Math.max(reading.margin, reading.sustainedMargin, ROUGHNESS_WEIGHT * readRoughness(roughness, steady, pace));
    learnBlend(blend, steady, hour, pace);
    learnRoughness(roughness, steady, pace);
    return margin;
  });
  return margins.toSorted((a, b) => a - b)[margins.length >> 1] ?? 0;
};
